import type { ChatId } from '../../engine/ports/participants.ts';
import type { Log } from '../../foundation/log.ts';
import type { Meter } from '../../foundation/meter.ts';

const latenciesKept = 20_000;
/** After this an update is done without its reply. */
const longestReplyMs = 1000;

/** The replies to updates that are on their way. */
export interface Replies {
  /**
   * Waits for the reply, so that an update finds the screen that the one before it made; but not behind a chat whose
   * messages wait for Telegram's pace or a 429: its updates would fill the hundred that a poll returns, and hide those
   * of all other chats. What is unsent then is in the outbox.
   */
  wait(chatId: ChatId, reply: Promise<void>, started: number): Promise<void>;
  /** Milliseconds from `started` to the end of each reply, oldest first; at most the last 20,000. */
  readonly latencies: readonly number[];
}

/** Replies of which none is on its way. `started` is a value of performance.now(). */
export function createReplies(log: Log, meter?: Meter): Replies {
  const latencies: number[] = [];
  /** How many replies are on their way, by chat. */
  const replying = new Map<ChatId, number>();
  async function wait(chatId: ChatId, reply: Promise<void>, started: number): Promise<void> {
    const before = replying.get(chatId) ?? 0;
    replying.set(chatId, before + 1);
    const done = reply
      .catch((error: unknown) => log.caught(error, { event: 'update.reply', chat: chatId }))
      .then(() => {
        const left = replying.get(chatId)! - 1;
        if (left === 0) replying.delete(chatId);
        else replying.set(chatId, left);
        if (latencies.length === latenciesKept) latencies.shift();
        const took = performance.now() - started;
        latencies.push(took);
        meter?.updateAnswered(took);
      });
    if (before > 0) return;
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, longestReplyMs);
    await Promise.race([done, late]);
    clearTimeout(timer);
  }
  return { wait, latencies };
}
