import type { ChatId, Participant, UserId } from '../../engine/ports/participants.ts';
import type { ChatRecord, StaffSession } from '../../engine/ports/chats.ts';
import type { UnitOfWork } from '../../engine/ports/unit-of-work.ts';
import { translator, type Locale, type Translate } from '../../locales/locales.ts';
import type { Input } from './input.ts';
import { withLocalDates } from './local-date.ts';
import { resultOf, type SlowResults } from './slow-work.ts';
import type { Outgoing, View } from './view.ts';

/**
 * One update of one chat, inside its transaction. The messages of a handler are collected here, written to the outbox
 * in the same transaction as the rows they report, and sent after the commit. A rolled-back update sends nothing.
 */
export interface Turn {
  readonly uow: UnitOfWork;
  readonly chat: ChatRecord;
  readonly chatId: ChatId;
  /** True when the update found its participant in an open cohort; false also when that is not known. */
  readonly cohortIsOpen: boolean;
  /** What the person did. An unknown command that was typed for a password becomes a text. */
  input: Input;
  readonly now: Date;
  /**
   * The language of a signed-in member of staff, or else that of the Telegram account: used until a participant
   * chooses.
   */
  readonly hintedLocale: Locale;
  participant: Participant | undefined;
  staff: StaffSession | undefined;
  /** Makes a sentence in the person's language; string arguments are escaped for Telegram HTML, dates are `localDate`. */
  t: Translate;
  /** The screen to show, as a new message when `asNewMessage`. Of several calls in one turn the last one counts. */
  show(view: View): void;
  /** A text put above the next screen: what was wrong with an answer, or what it changed. */
  notice(text: string): void;
  /** True while a notice waits for a screen. */
  readonly hasNotice: boolean;
  /** A message of its own, below all others in the chat. */
  say(text: string, buttons?: View['buttons']): void;
  send(outgoing: Outgoing): void;
  /** The text that Telegram pops up after a tap. A tap without a toast is answered too, with an empty text. */
  toast(text: string, options?: { alert?: boolean }): void;
  /** The next screen is sent as a new message; false edits the message of the current screen. */
  asNewMessage: boolean;
  /**
   * What the turn makes of the mark that the chat is asked for a password: set when such a question was asked, cleared
   * when another one was or when something was typed. Undefined leaves it as it is.
   */
  asksSecret: boolean | undefined;
  /** True when this message was typed while the chat was asked for a password. */
  typedSecret: boolean;
  /**
   * The result of work that must not run inside the transaction. What the turn did before this call is rolled back and
   * done once more with the result at hand, so a turn gets it in the same order each time.
   * @throws SlowWork, for the intake, while there is no result; a job's turn has none
   */
  outside<T>(key: string, work: () => Promise<T>): T;
  /** Runs `effect` after the commit. It is not stored: a process that stops first never runs it. */
  afterCommit(effect: () => Promise<void>): void;
  useLocale(locale: Locale): void;
  /** Closes the turn. Notices that stand above no screen are sent as a message. */
  conclude(): TurnResults;
}

export interface TurnResults {
  outgoing: Outgoing[];
  toast: { text: string; alert: boolean } | undefined;
  effects: (() => Promise<void>)[];
}

/** A turn for an update; a background job that writes to a chat gets one too, with the input `nothing`. */
export function createTurn(context: {
  uow: UnitOfWork;
  chat: ChatRecord;
  cohortIsOpen: boolean;
  input: Input;
  now: Date;
  hintedLocale: Locale;
  participant: Participant | undefined;
  staff: StaffSession | undefined;
  slowResults?: SlowResults;
}): Turn {
  const results: TurnResults = { outgoing: [], toast: undefined, effects: [] };
  const notices: string[] = [];
  const { input, chat, slowResults = new Map(), ...rest } = context;
  const turn: Turn = {
    ...rest,
    input,
    chat,
    chatId: chat.chatId,
    // A typed answer stands below the old screen, and a tap on another message than the screen comes from above it: an
    // edit of the screen might be out of sight.
    asNewMessage: input.kind !== 'tap' || input.messageId !== chat.screen?.messageId,
    asksSecret: undefined,
    typedSecret: false,
    t: escaping(translator(context.participant?.locale ?? context.hintedLocale)),
    show(view) {
      const text = [...notices.splice(0), view.text].join('\n\n');
      const screen = { kind: 'screen', view: { ...view, text }, fresh: turn.asNewMessage } as const;
      const earlier = results.outgoing.findIndex(({ kind }) => kind === 'screen');
      if (earlier >= 0) results.outgoing.splice(earlier, 1);
      results.outgoing.push(screen);
    },
    notice: (text) => void notices.push(text),
    get hasNotice() {
      return notices.length > 0;
    },
    say(text, buttons = []) {
      results.outgoing.push({ kind: 'message', text, buttons });
      turn.asNewMessage = true;
    },
    send: (outgoing) => void results.outgoing.push(outgoing),
    toast: (text, options) => void (results.toast = { text, alert: options?.alert ?? false }),
    outside: (key, work) => resultOf(slowResults, key, work),
    afterCommit: (effect) => void results.effects.push(effect),
    useLocale: (locale) => void (turn.t = escaping(translator(locale))),
    conclude() {
      if (notices.length > 0) turn.say(notices.splice(0).join('\n\n'));
      return results;
    },
  };
  return turn;
}

/** The account of the chat's participant. The routes call handlers that need it only for a chat that has one. */
export function userOf(turn: Turn): UserId {
  if (!turn.participant) throw new Error('this chat has no participant');
  return turn.participant.userId;
}

/** The chat's participant. The routes call handlers that need it only for a chat that has one. */
export function participantOf(turn: Turn): Participant {
  if (!turn.participant) throw new Error('this chat has no participant');
  return turn.participant;
}

const escaping =
  (translate: Translate): Translate =>
  (key, args) =>
    withLocalDates(
      translate(
        key,
        args &&
          Object.fromEntries(
            Object.entries(args).map(([name, value]) => [
              name,
              typeof value === 'string' ? escapeHtml(value) : value,
            ]),
          ),
      ),
    );

/** Escapes text so that Telegram's HTML shows it literally. */
export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
