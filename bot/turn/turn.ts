import type { ChatId, Participant, UserId } from '../../engine/ports/participants.ts';
import type { ChatRecord, StaffSession } from '../../engine/ports/chats.ts';
import type { UnitOfWork } from '../../engine/ports/unit-of-work.ts';
import { translator, type Locale, type Translate } from '../../locales/locales.ts';
import type { Input } from './input.ts';
import type { Outgoing, View } from './view.ts';

/**
 * One update of one chat, inside its transaction. Whatever a handler wants to say is collected here, written to the
 * outbox with the facts it belongs to, and sent after the commit: a rolled-back update has said nothing.
 */
export interface Turn {
  readonly uow: UnitOfWork;
  readonly chat: ChatRecord;
  readonly chatId: ChatId;
  readonly input: Input;
  readonly now: Date;
  /** What a signed-in member of staff chose, or else the person's Telegram language: spoken where no participant chose one. */
  readonly hintedLocale: Locale;
  participant: Participant | undefined;
  staff: StaffSession | undefined;
  /** The sentence maker of the person's language; string arguments are escaped for Telegram HTML. */
  t: Translate;
  /** The screen to show, as a new message when `fresh`. The last one wins. */
  show(view: View): void;
  /** Words above the next screen: what was wrong, or what happened. */
  notice(text: string): void;
  /** A message of its own, below everything. */
  say(text: string, buttons?: View['buttons']): void;
  send(outgoing: Outgoing): void;
  /** What pops up at the tapped button; every tap is answered even without. */
  toast(text: string, options?: { alert?: boolean }): void;
  /** The next screen is a new message rather than an edit. */
  fresh: boolean;
  /** Runs after the commit and is lost with the process: only for what is nice to have. */
  afterCommit(effect: () => Promise<void>): void;
  useLocale(locale: Locale): void;
  /** Closes the turn. Words that no screen took along become a message: nothing said is lost. */
  conclude(): TurnResults;
}

export interface TurnResults {
  outgoing: Outgoing[];
  toast: { text: string; alert: boolean } | undefined;
  effects: (() => Promise<void>)[];
}

/** A turn for an update, or for no update at all when a background job has news for the chat. */
export function createTurn(context: {
  uow: UnitOfWork;
  chat: ChatRecord;
  input: Input;
  now: Date;
  hintedLocale: Locale;
  participant: Participant | undefined;
  staff: StaffSession | undefined;
}): Turn {
  const results: TurnResults = { outgoing: [], toast: undefined, effects: [] };
  const notices: string[] = [];
  const { input, chat } = context;
  const turn: Turn = {
    ...context,
    chatId: chat.chatId,
    // A typed answer has moved the old screen up; a tap on another message than the screen comes from further up.
    fresh: input.kind !== 'tap' || input.messageId !== chat.screen?.messageId,
    t: escaping(translator(context.participant?.locale ?? context.hintedLocale)),
    show(view) {
      const text = [...notices.splice(0), view.text].join('\n\n');
      const screen = { kind: 'screen', view: { ...view, text }, fresh: turn.fresh } as const;
      const earlier = results.outgoing.findIndex(({ kind }) => kind === 'screen');
      if (earlier >= 0) results.outgoing.splice(earlier, 1);
      results.outgoing.push(screen);
    },
    notice: (text) => void notices.push(text),
    say(text, buttons = []) {
      results.outgoing.push({ kind: 'message', text, buttons });
      turn.fresh = true;
    },
    send: (outgoing) => void results.outgoing.push(outgoing),
    toast: (text, options) => void (results.toast = { text, alert: options?.alert ?? false }),
    afterCommit: (effect) => void results.effects.push(effect),
    useLocale: (locale) => void (turn.t = escaping(translator(locale))),
    conclude() {
      if (notices.length > 0) turn.say(notices.splice(0).join('\n\n'));
      return results;
    },
  };
  return turn;
}

/** The acting person; a handler that needs one is only reached by a chat that has one. */
export function userOf(turn: Turn): UserId {
  if (!turn.participant) throw new Error('this chat has no participant');
  return turn.participant.userId;
}

/** The participant of a dialog. */
export function participantOf(turn: Turn): Participant {
  if (!turn.participant) throw new Error('this chat has no participant');
  return turn.participant;
}

const escaping =
  (translate: Translate): Translate =>
  (key, args) =>
    translate(
      key,
      args &&
        Object.fromEntries(
          Object.entries(args).map(([name, value]) => [
            name,
            typeof value === 'string' ? escapeHtml(value) : value,
          ]),
        ),
    );

/** Text as Telegram's HTML shows it literally. */
export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
