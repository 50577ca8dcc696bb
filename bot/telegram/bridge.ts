import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import {
  type Conversation,
  type ConversationState,
  enterConversation,
  resumeConversation,
} from '@grammyjs/conversations';
import type { Context } from 'grammy';
import type { UserFromGetMe } from 'grammy/types';
import type { Answer, Dialog, DialogControl, DialogName, Next } from '../dialogs/dialog.ts';
import type { Turn } from '../turn/turn.ts';

/**
 * A hash of the dialogs' sources. The plugin's state fits only the code that made it: a chat whose state carries
 * another hash enters its dialog anew, at the first question without an answer.
 */
const version = hashOfSources();

interface Asked {
  id: string;
  shownAt: string;
  hiddenItem?: string;
  secret?: true;
}

/**
 * Runs dialogs on the conversations plugin, which stores which question each chat is at. Each question is a
 * conversation of its own that ends with the answer, so the plugin's log stays short and holds no answer, such as a
 * password. The dialog's own code runs inside `external` and gets the turn there.
 */
export function createBridge(options: {
  dialogs: Readonly<Record<DialogName, Dialog>>;
  /** The dialog that is due for the chat; undefined for a chat without an active participant. */
  due: (turn: Turn) => Promise<DialogName | undefined>;
  /** True while the participant may answer nothing but the choice of those whom a freeze left out. */
  isLeftOut: (turn: Turn) => Promise<boolean>;
  me: UserFromGetMe;
}): DialogControl {
  const base = {
    api: { token: 'unused:no-call-is-made-inside-a-conversation', options: {} },
    me: options.me,
  };

  async function converse(
    conversation: Conversation<Context>,
    _first: Context,
    name: DialogName,
    item: string | null,
  ): Promise<void> {
    const asked = await conversation.external((outer) =>
      carrying(outer, (turn) => ask(turn, options.dialogs[name], item)),
    );
    if (!asked) return;
    await conversation.wait({ collationKey: 'answer' });
    await conversation.external((outer) =>
      carrying(outer, (turn) => accept(turn, options.dialogs[name], name, asked)),
    );
  }

  async function enter(turn: Turn, start: { dialog?: DialogName; item?: string } = {}): Promise<void> {
    let { dialog, item } = start;
    // A pass that asks no question finishes its dialog, so there are at most as many passes as dialogs.
    for (let passes = 0; passes <= Object.keys(options.dialogs).length; passes++) {
      dialog ??= await options.due(turn);
      if (!dialog) {
        turn.asksSecret = false;
        return turn.uow.chats.deleteDialogState(turn.chatId);
      }
      const result = await enterConversation(
        converse,
        { ...base, update: { update_id: 0 } },
        {
          ctx: contextOf(turn),
          args: [dialog, item ?? null],
        },
      );
      if (result.status === 'error') throw thrown.get(turn) ?? result.error;
      if (result.status === 'handled')
        return save(turn, { dialog, ...(item === undefined ? {} : { item }) }, result);
      dialog = item = undefined;
    }
    throw new Error('no dialog has anything to ask');
  }

  return {
    enter,
    waiting: waitingIn,
    async advance(turn) {
      const waiting = await waitingIn(turn);
      if (!waiting) {
        // No question is stored that the tap could answer: the open question is sent below, where the person sees it.
        if (turn.input.kind === 'tap') {
          turn.asNewMessage = true;
          turn.toast(turn.t('tap-old'));
        }
        if (turn.typedSecret) turn.notice(turn.t('secret-unused'));
        return enter(turn);
      }
      // The cohort was frozen since the question was asked: the answer is not taken.
      if (isStage(waiting.dialog) && (await options.isLeftOut(turn))) {
        turn.asNewMessage = true;
        return enter(turn);
      }
      moves.delete(turn);
      const result = await resumeConversation(
        converse,
        { ...base, update: { update_id: 1 } },
        waiting.state,
        {
          ctx: contextOf(turn),
        },
      );
      if (result.status === 'error') throw thrown.get(turn) ?? result.error;
      const move = moves.get(turn) ?? { go: 'on' };
      if (move.go === 'to') return enter(turn, { dialog: waiting.dialog, item: move.item });
      const dialog = await options.due(turn);
      if (move.go === 'repeat') {
        // What was wrong is said alone: the question stands above with its buttons, and its stored state still waits.
        const isDue = !isStage(waiting.dialog) || dialog === waiting.dialog;
        if (isDue && turn.hasNotice && isInSight(turn)) return;
        return enter(turn, { dialog: waiting.dialog, item: move.item });
      }
      // The first question of a stage is a new message; within the stage the message is edited.
      if (dialog !== waiting.dialog) turn.asNewMessage = true;
      return enter(turn, dialog ? { dialog } : {});
    },
  };
}

const longSilenceMs = 12 * 3_600_000;

/** True when the question was sent and the person has not been away for long: then it stands just above. */
const isInSight = ({ chat, now }: Turn): boolean =>
  chat.screen !== null &&
  chat.lastUpdateAt !== null &&
  now.getTime() - chat.lastUpdateAt.getTime() < longSilenceMs;

/** False for dialogs that have nothing to do with the state of the cohort. */
const isStage = (dialog: DialogName): boolean => !['login', 'leftout', 'profile'].includes(dialog);

interface Waiting {
  dialog: DialogName;
  item?: string;
  state: ConversationState;
}

async function waitingIn(turn: Turn): Promise<Waiting | undefined> {
  const stored = await turn.uow.chats.dialogState(turn.chatId);
  return stored?.version === version ? (JSON.parse(stored.payload) as Waiting) : undefined;
}

/** What follows an answer; a repeated question is named, because it may have to be shown again. */
type Move = Exclude<Next, { go: 'repeat' }> | { go: 'repeat'; item: string };

// What follows an answer goes by this map and not through the plugin's log: the plugin keeps no log of a conversation
// that has ended.
const moves = new WeakMap<Turn, Move>();

/**
 * The error that a dialog threw in this turn. The plugin hands on a clone, which is no HarmoniaError any more and has no
 * code: the transaction would not be run again after a deadlock.
 */
const thrown = new WeakMap<Turn, unknown>();

async function carrying<T>(outer: Context, work: (turn: Turn) => Promise<T>): Promise<T> {
  const turn = turnOf(outer);
  try {
    return await work(turn);
  } catch (error) {
    thrown.set(turn, error);
    throw error;
  }
}

async function ask(turn: Turn, dialog: Dialog, item: string | null): Promise<Asked | null> {
  const question = await dialog.ask(turn, item ?? undefined);
  if (!question) return null;
  turn.show(question.view);
  const { id, hiddenItem, secret } = question;
  turn.asksSecret = secret ?? false;
  return {
    id,
    shownAt: turn.now.toISOString(),
    ...(hiddenItem === undefined ? {} : { hiddenItem }),
    ...(secret === undefined ? {} : { secret }),
  };
}

async function accept(turn: Turn, dialog: Dialog, name: DialogName, asked: Asked): Promise<void> {
  moves.set(turn, await nextAfter(turn, dialog, name, asked));
}

async function nextAfter(turn: Turn, dialog: Dialog, name: DialogName, asked: Asked): Promise<Move> {
  const { input } = turn;
  const item = asked.hiddenItem ?? asked.id;
  if (input.kind === 'nothing') return { go: 'to', item };
  if (input.kind === 'command') return again(turn, asked, item);
  if (input.kind === 'tap' && (input.tap?.scope !== name || input.tap.item !== asked.id)) {
    // The second of two quick taps, or a tap on an earlier question: it has no effect, and the open question is shown.
    turn.toast(turn.t(turn.asNewMessage ? 'tap-old' : 'tap-again'));
    return { go: 'to', item };
  }
  if (turn.typedSecret && !asked.secret) {
    // Another question took the place of the one for a password: a password must not become a name.
    turn.notice(turn.t('secret-unused'));
    return { go: 'to', item };
  }
  const next = await dialog.answer(turn, input satisfies Answer, {
    item,
    shownAt: new Date(asked.shownAt),
  });
  return next.go === 'repeat' ? again(turn, asked, item) : next;
}

/** The same question still waits; what is typed next for one about a password is a password too. */
function again(turn: Turn, asked: Asked, item: string): Move {
  turn.asksSecret = asked.secret ?? false;
  return { go: 'repeat', item };
}

const save = (
  turn: Turn,
  question: Omit<Waiting, 'state'>,
  { replay, interrupts, args }: { replay: ConversationState['replay']; interrupts: number[]; args?: string },
): Promise<void> => {
  const state: ConversationState = args === undefined ? { replay, interrupts } : { replay, interrupts, args };
  const payload = JSON.stringify({ ...question, state } satisfies Waiting);
  return turn.uow.chats.saveDialogState(turn.chatId, { version, payload }, turn.now);
};

// The plugin types the context of `external` as grammY's. It never reads the context, so a turn can stand in for it.
const contextOf = (turn: Turn): Context => turn as unknown as Context;
const turnOf = (outer: Context): Turn => outer as unknown as Turn;

function hashOfSources(): string {
  const folder = new URL('../dialogs/', import.meta.url);
  const hash = createHash('sha256');
  for (const file of [
    ...readdirSync(folder)
      .toSorted()
      .map((name) => new URL(name, folder)),
    new URL(import.meta.url),
  ]) {
    hash.update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 16);
}
