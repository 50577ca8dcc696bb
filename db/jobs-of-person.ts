import type { TransactionScope } from './transaction.ts';

/**
 * Deletes the jobs about a person, with what the queue kept of their last try: waiting, finished and running ones. The
 * worker of a running job goes on with what it holds in memory, finds no rows of the person and ends; the queue does not
 * try it again.
 */
export async function eraseJobsOf(
  { query }: Pick<TransactionScope, 'query'>,
  { user, chat }: { user: string | null; chat: string | null },
): Promise<void> {
  await query(
    `DELETE FROM pgboss.job
     WHERE data ->> 'userId' = $1 OR $2 IN (data ->> 'chatId', data ->> 'otherChatId')`,
    [user, chat],
  );
}
