import type { Update } from 'telegraf/types';
import type { ApiClient } from './api-client.ts';

const noSuchTopic = /message thread not found/i;

/** An API client that puts messages into the topic in which each person wrote last. */
export interface Topics {
  readonly api: ApiClient;
  /** Names the topic for messages to a chat from now on; null outside topics. */
  use(chatId: number, threadId: number | null): void;
  /** False when Telegram did not find the topic: messages go to the chat without it. */
  isFound(chatId: number): boolean;
}

/**
 * The bot asks Telegram to switch topics off (setMySettings). Where it was refused, a person may write in a topic of the
 * private chat and looks for the answer there.
 */
export function createTopics(api: ApiClient): Topics {
  const threads = new Map<number, number>();
  const lost = new Set<number>();
  return {
    api: {
      ...api,
      async call<T>(method: string, payload: object) {
        const chatId = 'chat_id' in payload ? Number(payload.chat_id) : Number.NaN;
        const thread = method.startsWith('send') ? threads.get(chatId) : undefined;
        if (thread === undefined) return api.call<T>(method, payload);
        const result = await api.call<T>(method, { ...payload, message_thread_id: thread });
        if (result.outcome !== 'refused' || !noSuchTopic.test(result.description)) return result;
        threads.delete(chatId);
        lost.add(chatId);
        return api.call<T>(method, payload);
      },
    },
    use(chatId, threadId) {
      lost.delete(chatId);
      if (threadId === null) threads.delete(chatId);
      else threads.set(chatId, threadId);
    },
    isFound: (chatId) => !lost.has(chatId),
  };
}

/** The topic in which a person acted; null outside topics, undefined for an update that does not tell it. */
export function threadOf(update: Update): number | null | undefined {
  const message =
    'message' in update
      ? update.message
      : 'callback_query' in update
        ? update.callback_query.message
        : undefined;
  // A message that Telegram no longer shows has the date 0, and no topic.
  if (!message || message.date === 0) return undefined;
  return ('message_thread_id' in message ? message.message_thread_id : undefined) ?? null;
}
