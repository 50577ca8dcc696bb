/**
 * How much may go out: messages to one chat in `chatMs`; messages, edits and deletions together to one chat in
 * `changeMs`; and all of it to all chats in `allMs`.
 */
export interface Pace {
  perChat: number;
  chatMs: number;
  changesPerChat: number;
  changeMs: number;
  overall: number;
  allMs: number;
}

/**
 * Telegram's limits for a bot: one message a second to a chat over a short time, and 30 a second to all. For edits
 * and deletions Telegram names no limit: twice as many leave a participant who taps two answers a second without a wait.
 */
export const telegramPace: Pace = {
  ...{ perChat: 3, chatMs: 3000 },
  ...{ changesPerChat: 20, changeMs: 10_000 },
  ...{ overall: 30, allMs: 1000 },
};

/** No waiting at all. */
export const unlimitedPace: Pace = {
  ...{ perChat: Infinity, chatMs: 0 },
  ...{ changesPerChat: Infinity, changeMs: 0 },
  ...{ overall: Infinity, allMs: 0 },
};

/** A message of its own, or an edit or deletion of one. */
export type Paced = 'message' | 'change';

/** Calls as fast as the limits allow; what goes to chats that wait for an answer goes first. */
export interface Pacer {
  run<T>(chatId: number, what: Paced, send: () => Promise<T>): Promise<T>;
  /** Calls for this chat go before those for others, until the returned function is called. */
  prefer(chatId: number): () => void;
}

interface Waiting {
  chatId: number;
  what: Paced;
  start: () => void;
}

/**
 * A pacer by sliding windows. A call counts from its start until a window after its end: the server receives it somewhere
 * in between, so that the server never counts more either.
 */
export function createPacer({ perChat, chatMs, changesPerChat, changeMs, overall, allMs }: Pace): Pacer {
  const waiting: Waiting[] = [];
  const preferred = new Map<number, number>();
  const messages = new Map<number, number>();
  const changes = new Map<number, number>();
  let inAll = 0;

  const count = (counts: Map<number, number>, chatId: number, change: number): void => {
    const sum = (counts.get(chatId) ?? 0) + change;
    if (sum === 0) counts.delete(chatId);
    else counts.set(chatId, sum);
  };
  const mayGo = ({ chatId, what }: Waiting): boolean =>
    (changes.get(chatId) ?? 0) < changesPerChat &&
    (what === 'change' || (messages.get(chatId) ?? 0) < perChat);

  function next(): Waiting | undefined {
    const isFirst = (call: Waiting): boolean => preferred.has(call.chatId) && mayGo(call);
    const place = [waiting.findIndex(isFirst), waiting.findIndex(mayGo)].find((index) => index >= 0);
    return place === undefined ? undefined : waiting.splice(place, 1)[0];
  }

  function startWaiting(): void {
    while (inAll < overall) {
      const call = next();
      if (!call) return;
      inAll += 1;
      count(changes, call.chatId, 1);
      if (call.what === 'message') count(messages, call.chatId, 1);
      call.start();
    }
  }

  function freeLater(ms: number, free: () => void): void {
    setTimeout(() => {
      free();
      startWaiting();
    }, ms).unref();
  }

  return {
    async run(chatId, what, send) {
      await new Promise<void>((start) => {
        waiting.push({ chatId, what, start });
        startWaiting();
      });
      try {
        return await send();
      } finally {
        freeLater(allMs, () => void (inAll -= 1));
        freeLater(changeMs, () => count(changes, chatId, -1));
        if (what === 'message') freeLater(chatMs, () => count(messages, chatId, -1));
      }
    },
    prefer(chatId) {
      count(preferred, chatId, 1);
      return () => count(preferred, chatId, -1);
    },
  };
}
