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

/** The state of a dialog is bound to its sources: after a change the dialog starts again at the first open item. */
const version = hashOfSources();

interface Asked {
  id: string;
  shownAt: string;
  unsaid?: string;
}

/**
 * Runs dialogs on the conversations plugin, which remembers where each chat waits. One conversation is one question:
 * its log never grows, and an answer (a password, say) is never part of it. Everything the dialog does happens in
 * `external`, with the turn as the outside context.
 */
export function createBridge(options: {
  dialogs: Readonly<Record<DialogName, Dialog>>;
  /** The dialog that is due for this chat by what is stored; undefined when there is nobody to talk to. */
  due: (turn: Turn) => Promise<DialogName | undefined>;
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
    const asked = await conversation.external((outer) => ask(turnOf(outer), options.dialogs[name], item));
    if (!asked) return;
    await conversation.wait({ collationKey: 'answer' });
    await conversation.external((outer) => accept(turnOf(outer), options.dialogs[name], name, asked));
  }

  async function enter(turn: Turn, start: { dialog?: DialogName; item?: string } = {}): Promise<void> {
    let { dialog, item } = start;
    // Each pass finishes a dialog that has nothing left to ask; there are never more passes than dialogs.
    for (let passes = 0; passes <= Object.keys(options.dialogs).length; passes++) {
      dialog ??= await options.due(turn);
      if (!dialog) return turn.uow.chats.deleteDialogState(turn.chatId);
      const result = await enterConversation(
        converse,
        { ...base, update: { update_id: 0 } },
        {
          ctx: contextOf(turn),
          args: [dialog, item ?? null],
        },
      );
      if (result.status === 'error') throw result.error;
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
        // Which question the tap answered is not known any more: the one that is open is put below, in sight.
        if (turn.input.kind === 'tap') {
          turn.fresh = true;
          turn.toast(turn.t('tap-old'));
        }
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
      if (result.status === 'error') throw result.error;
      const move = moves.get(turn) ?? { go: 'on' };
      if (move.go === 'to') return enter(turn, { dialog: waiting.dialog, item: move.item });
      const dialog = await options.due(turn);
      // A new stage is a new message; within a stage the message is edited.
      if (dialog !== waiting.dialog) turn.fresh = true;
      return enter(turn, dialog ? { dialog } : {});
    },
  };
}

interface Waiting {
  dialog: DialogName;
  item?: string;
  state: ConversationState;
}

async function waitingIn(turn: Turn): Promise<Waiting | undefined> {
  const stored = await turn.uow.chats.dialogState(turn.chatId);
  return stored?.version === version ? (JSON.parse(stored.payload) as Waiting) : undefined;
}

// Where an answer leads is the answer's business, not the log's: a conversation that is over keeps nothing.
const moves = new WeakMap<Turn, Next>();

async function ask(turn: Turn, dialog: Dialog, item: string | null): Promise<Asked | null> {
  const question = await dialog.ask(turn, item ?? undefined);
  if (!question) return null;
  turn.show(question.view);
  const { id, unsaid } = question;
  return { id, shownAt: turn.now.toISOString(), ...(unsaid === undefined ? {} : { unsaid }) };
}

async function accept(turn: Turn, dialog: Dialog, name: DialogName, asked: Asked): Promise<void> {
  moves.set(turn, await nextAfter(turn, dialog, name, asked));
}

async function nextAfter(turn: Turn, dialog: Dialog, name: DialogName, asked: Asked): Promise<Next> {
  const { input } = turn;
  const item = asked.unsaid ?? asked.id;
  if (input.kind === 'command' || input.kind === 'nothing') return { go: 'to', item };
  if (input.kind === 'tap' && (input.tap?.scope !== name || input.tap.item !== asked.id)) {
    // The second of two quick taps, or a button further up: one effect, a word, and the question that is open.
    turn.toast(turn.t(turn.fresh ? 'tap-old' : 'tap-again'));
    return { go: 'to', item };
  }
  const next = await dialog.answer(turn, input satisfies Answer, {
    item,
    shownAt: new Date(asked.shownAt),
  });
  return next.go === 'again' ? { go: 'to', item } : next;
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

// The plugin types its outside context as grammY's; ours is a turn, and it only ever hands it back.
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
