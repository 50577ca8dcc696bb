import type { Step } from '../../engine/protocol/journey.ts';
import type { Input } from '../turn/input.ts';
import type { Turn } from '../turn/turn.ts';
import type { View } from '../turn/view.ts';

/** The dialogs of participants, one for each stage, and the one that signs staff in. */
export type DialogName = Step | 'login';

/** What is asked now: an id that its buttons carry, and the screen. */
export interface Question {
  id: string;
  view: View;
  /** The item that an answer and a return are about, when the buttons must not name it: Telegram reads them. */
  unsaid?: string;
}

/** What a dialog answers to: never an update it cannot read. */
export type Answer = Exclude<Input, { kind: 'command' } | { kind: 'nothing' }>;

/** Where to go after an answer: on to what is due, to a given item, or nowhere (the question is asked again). */
export type Next = { go: 'on' } | { go: 'to'; item: string } | { go: 'again' };

export const on: Next = { go: 'on' };
export const again: Next = { go: 'again' };
export const to = (item: string): Next => ({ go: 'to', item });

/**
 * One guided conversation. It holds no state of its own: what was answered is read from the stores each time, so it
 * can be left, lost or entered twice without harm. `item` is where a back button or an answer points to.
 */
export interface Dialog {
  ask(turn: Turn, item: string | undefined): Promise<Question | undefined>;
  answer(turn: Turn, input: Answer, context: { item: string; shownAt: Date }): Promise<Next>;
}

/** The first value that the tap or the typed words mean, or undefined. Case, dots and spaces do not matter. */
export function choiceOf(
  input: Answer,
  words: Readonly<Record<string, readonly string[]>>,
): string | undefined {
  if (input.kind === 'tap') return input.tap && input.tap.value in words ? input.tap.value : undefined;
  if (input.kind !== 'text') return undefined;
  const typed = plain(input.text);
  return Object.entries(words).find(
    ([value, forms]) => plain(value) === typed || forms.some((form) => plain(form) === typed),
  )?.[0];
}

const plain = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** What commands and jobs may do with the dialog of a chat; bot/telegram/bridge.ts does it. */
export interface DialogControl {
  /** Gives an answer to the dialog of this chat, and asks what comes next. */
  advance(turn: Turn): Promise<void>;
  /** Which question waits for an answer, if this program asked it. */
  waiting(turn: Turn): Promise<{ dialog: DialogName; item?: string } | undefined>;
  /** Forgets the dialog's state and asks what is due now. */
  enter(turn: Turn, options?: { dialog?: DialogName; item?: string }): Promise<void>;
}
