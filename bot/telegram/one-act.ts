import type { ChatId } from '../../engine/ports/participants.ts';
import type { Turn, TurnResults } from '../turn/turn.ts';

/** Pictures and stickers that follow one another within this time are one act, with one reply. */
const oneActMs = 10_000;

/**
 * Knows what each chat was told last about a picture, a sticker or another message without text. Ten of them in a row
 * are one act: the same sentence is sent once. What is forgotten at a restart costs one more message.
 */
export function createActs(): {
  /** True when the turn only says again what the chat was told a moment ago. */
  isRepeated(turn: Turn, results: TurnResults): boolean;
  /** Remembers what a turn said; called after its commit, since a turn that is rolled back has said nothing. */
  committed(results: TurnResults): void;
} {
  const told = new Map<ChatId, { text: string; at: number }>();
  const telling = new WeakMap<TurnResults, { chatId: ChatId; text: string; at: number }>();
  return {
    isRepeated({ chatId, input, now }, results) {
      const at = now.getTime();
      for (const [chat, { at: then }] of told) if (at - then > oneActMs) told.delete(chat);
      const [only, ...others] = results.outgoing;
      const isAct = input.kind === 'picture' || input.kind === 'other';
      const text = isAct && only?.kind === 'message' && others.length === 0 ? only.text : '';
      telling.set(results, { chatId, text, at });
      return text !== '' && told.get(chatId)?.text === text;
    },
    committed(results) {
      const { chatId, text, at } = telling.get(results)!;
      if (text === '') told.delete(chatId);
      else told.set(chatId, { text, at });
    },
  };
}
