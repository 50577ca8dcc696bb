import type { ChatId, UserId } from '../engine/ports/participants.ts';
import { createChatStore } from './stores/chats.ts';
import type { TransactionScope } from './transaction.ts';

interface Named {
  id: string;
  photo: string | null;
  code: string;
  name: string | null;
}

/**
 * Deletes messages about a person that wait for the chats of others: of people who were shown this person or introduced
 * to them, and whom Telegram does not reach at the moment. A job of the same transaction shows these chats what is due
 * instead.
 */
export async function eraseMessagesAbout(scope: TransactionScope, userId: UserId): Promise<void> {
  const { query, jobs } = scope;
  const [named] = await query<Named>(
    `SELECT p.user_id AS id, f.photo_path AS photo, p.code, p.display_name AS name
     FROM participants p LEFT JOIN profiles f ON f.user_id = p.user_id WHERE p.user_id = $1`,
    [userId],
  );
  if (!named) return;
  const chats = createChatStore(scope);
  for (const chatId of await chatsThatKnow(scope, userId)) {
    let erased = 0;
    for (const { id, payload } of await chats.pendingCalls(chatId))
      if (payload !== null && names(payload, named)) erased += Number(await chats.completeCall(id));
    if (erased > 0) await jobs.enqueue('refresh-chat', { chatId });
  }
}

/** Chats with unsent messages whose participants have something to do with this person. */
async function chatsThatKnow({ query }: TransactionScope, userId: UserId): Promise<ChatId[]> {
  const rows = await query<{ chatId: ChatId }>(
    `SELECT DISTINCT p.chat_id AS "chatId" FROM outbox o JOIN participants p ON p.chat_id = o.chat_id
     WHERE p.user_id <> $1 AND (
       EXISTS (SELECT FROM assignments a WHERE (a.viewer, a.shown) IN ((p.user_id, $1), ($1, p.user_id)))
       OR EXISTS (SELECT FROM introductions i WHERE (i.low, i.high) IN ((p.user_id, $1), ($1, p.user_id))))`,
    [userId],
  );
  return rows.map(({ chatId }) => chatId);
}

function names(payload: string, { id, photo, code, name }: Named): boolean {
  // Names stand in messages as Telegram's HTML, and messages are stored as JSON.
  const html = (name ?? '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return [id, photo, code, JSON.stringify(html).slice(1, -1)].some((mark) => mark && payload.includes(mark));
}
