import type { Step } from '../../engine/protocol/journey.ts';
import type { Input } from '../turn/input.ts';
import type { Turn } from '../turn/turn.ts';
import type { View } from '../turn/view.ts';

/** The name of a dialog: one for each stage of a participant, the follow-up of an introduction, and those of `/login` and `/profile`. */
export type DialogName = Step | 'followup' | 'login' | 'profile';

/** A question to the chat: the screen, and the id that the callback data of its buttons carries. */
export interface Question {
  id: string;
  view: View;
  /**
   * Passed to `answer` instead of `id` when it is personal data: Telegram sees callback data, this is only stored here.
   */
  hiddenItem?: string;
  /** The answer is a password: what is typed from now on is deleted, until a message or another question comes. */
  secret?: true;
}

/** The inputs that a dialog gets; the routes take commands, and updates without content are dropped. */
export type Answer = Exclude<Input, { kind: 'command' } | { kind: 'nothing' }>;

/**
 * What follows an answer: the question that is due (`on`), the question of an item (`to`), or the same one (`repeat`).
 * A repeated question is not sent again when there is a notice: it stands above in the chat.
 */
export type Next = { go: 'on' } | { go: 'to'; item: string } | { go: 'repeat' };

export const on: Next = { go: 'on' };
export const repeat: Next = { go: 'repeat' };
export const to = (item: string): Next => ({ go: 'to', item });

/**
 * The questions of one stage. A dialog keeps no state: it reads the answers given so far from the database each time,
 * so it can be left or entered twice at any point. `ask` returns undefined when no question is open; `item` names the
 * question to ask when a back button or an answer leads to it. `answer` stores an answer to the question `item`.
 */
export interface Dialog {
  ask(turn: Turn, item: string | undefined): Promise<Question | undefined>;
  answer(turn: Turn, input: Answer, context: { item: string; shownAt: Date }): Promise<Next>;
}

/**
 * The first value that the tap or the typed words name, or undefined. Case, punctuation and extra spaces are ignored.
 */
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

/**
 * True for an answer that was typed below a screen whose picture Telegram did not take. A tap is proof of the opposite:
 * the buttons of an answer stand below the picture only.
 */
export const isAboutUnseen = ({ chat }: Turn, input: Answer): boolean =>
  input.kind !== 'tap' && chat.screen?.withoutPicture === true;

/** Control of a chat's dialog for commands and jobs; bot/telegram/bridge.ts implements it. */
export interface DialogControl {
  /** Passes the turn's input to the dialog of this chat as an answer, and asks the next question. */
  advance(turn: Turn): Promise<void>;
  /** The question that waits for an answer; undefined when it was asked by another version of the dialogs. */
  waiting(turn: Turn): Promise<{ dialog: DialogName; item?: string } | undefined>;
  /** Forgets the dialog's state and asks the question that is due now, or the one of `options`. */
  enter(turn: Turn, options?: { dialog?: DialogName; item?: string }): Promise<void>;
}
