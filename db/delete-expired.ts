import { createLoginTries } from './stores/login-tries.ts';
import { createRefreshTokens } from './stores/refresh-tokens.ts';
import type { TransactionScope } from './transaction.ts';

const DAY_MS = 86_400_000;
/** Telegram repeats an update for one day at most. */
const KEEP_UPDATES_DAYS = 30;
/** How long Telegram lets a bot delete its messages: https://core.telegram.org/bots/api#deletemessages */
const KEEP_FILES_DAYS = 2;
/** How long a person without an account may take to answer the question of /login. */
const KEEP_VISITORS_DAYS = 30;

/** Deletes what is kept for a time only, once that time is over. A second run finds nothing to do. */
export async function deleteExpired(scope: TransactionScope): Promise<void> {
  const { query, clock } = scope;
  const ago = (days: number): Date => new Date(clock.now().getTime() - days * DAY_MS);
  await createLoginTries(scope).deleteExpired(clock.now());
  await createRefreshTokens(scope).deleteExpired(clock.now());
  await query('DELETE FROM processed_updates WHERE at < $1', [ago(KEEP_UPDATES_DAYS)]);
  await query('DELETE FROM sent_files WHERE sent_at <= $1', [ago(KEEP_FILES_DAYS)]);
  // A visitor's question is open in a chat that belongs to no participant and no staff.
  await query(
    `WITH gone AS (
       DELETE FROM chats WHERE last_update_at < $1
         AND NOT EXISTS (SELECT FROM participants p WHERE p.chat_id = chats.chat_id)
         AND NOT EXISTS (SELECT FROM staff_sessions s WHERE s.chat_id = chats.chat_id)
       RETURNING chat_id
     )
     DELETE FROM dialog_state WHERE chat_id IN (SELECT chat_id FROM gone)`,
    [ago(KEEP_VISITORS_DAYS)],
  );
}
