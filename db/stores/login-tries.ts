import type { LoginTries } from '../../engine/ports/participants.ts';
import type { TransactionScope } from '../transaction.ts';

/**
 * Counts login tries in the caller's transaction. The PostgreSQL store of rate-limiter-flexible was considered and does
 * not fit. It counts on another connection, so a transaction that is retried would count twice. It creates its table
 * outside of the migrations and the data map. It reads the system time in place of the program's clock.
 */
export function createLoginTries({ query, digest }: TransactionScope): LoginTries {
  return {
    async count(key, { tries, windowSeconds, at }) {
      const until = new Date(at.getTime() + windowSeconds * 1000);
      const [row] = await query<{ tries: number; until: Date }>(
        `INSERT INTO login_tries AS known (key, tries, until) VALUES ($1, 1, $2)
         ON CONFLICT (key) DO UPDATE SET
           tries = CASE WHEN known.until <= $3 THEN 1 ELSE known.tries + 1 END,
           until = CASE WHEN known.until <= $3 THEN excluded.until ELSE known.until END
         RETURNING tries, until`,
        [digest.digest('login_tries.key', key), until, at],
      );
      return row!.tries <= tries ? undefined : row!.until;
    },
    async takeBack(key) {
      await query('UPDATE login_tries SET tries = greatest(tries - 1, 0) WHERE key = $1', [
        digest.digest('login_tries.key', key),
      ]);
    },
    async deleteExpired(at) {
      await query('DELETE FROM login_tries WHERE until <= $1', [at]);
    },
  };
}
