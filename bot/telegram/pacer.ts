/** How many messages may go out: to one chat in `chatMs`, and to all chats together in `allMs`. */
export interface Pace {
  perChat: number;
  chatMs: number;
  overall: number;
  allMs: number;
}

/** Telegram's limits for a bot: one message a second to a chat over a short time, and 30 a second to all. */
export const telegramPace: Pace = { perChat: 3, chatMs: 3000, overall: 30, allMs: 1000 };

/** No waiting at all. */
export const unlimitedPace: Pace = { perChat: Infinity, chatMs: 0, overall: Infinity, allMs: 0 };

/** Sends messages as fast as the limits allow; those to chats that wait for an answer go first. */
export interface Pacer {
  run<T>(chatId: number, send: () => Promise<T>): Promise<T>;
  /** Messages to this chat go before those to others, until the returned function is called. */
  prefer(chatId: number): () => void;
}

interface Waiting {
  chatId: number;
  start: () => void;
}

/**
 * A pacer by sliding windows. A message counts from the start of its call until a window after its end: the server
 * receives it somewhere in between, so that the server never counts more either.
 */
export function createPacer({ perChat, chatMs, overall, allMs }: Pace): Pacer {
  const waiting: Waiting[] = [];
  const preferred = new Map<number, number>();
  const inChat = new Map<number, number>();
  let inAll = 0;

  const count = (counts: Map<number, number>, chatId: number, change: number): void => {
    const sum = (counts.get(chatId) ?? 0) + change;
    if (sum === 0) counts.delete(chatId);
    else counts.set(chatId, sum);
  };
  const mayGo = ({ chatId }: Waiting): boolean => (inChat.get(chatId) ?? 0) < perChat;

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
      count(inChat, call.chatId, 1);
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
    async run(chatId, send) {
      await new Promise<void>((start) => {
        waiting.push({ chatId, start });
        startWaiting();
      });
      try {
        return await send();
      } finally {
        freeLater(allMs, () => void (inAll -= 1));
        freeLater(chatMs, () => count(inChat, chatId, -1));
      }
    },
    prefer(chatId) {
      count(preferred, chatId, 1);
      return () => count(preferred, chatId, -1);
    },
  };
}
