import type { ChatId } from '../../engine/ports/participants.ts';
import type { JobDeps } from './job-deps.ts';

/** Telegram shows an action for five seconds. */
const chatActionEveryMs = 4000;

/** Shows "typing…" in a chat for as long as the work takes. */
export async function whileTyping<T>({ bot }: JobDeps, chatId: ChatId, work: () => Promise<T>): Promise<T> {
  const show = (): void =>
    void bot.api.call('sendChatAction', { chat_id: Number(chatId), action: 'typing' }).catch(() => undefined);
  show();
  const timer = setInterval(show, chatActionEveryMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
