import type { LoginTries } from '../../engine/ports/participants.ts';
import type { TransactionScope } from '../transaction.ts';

/**
 * A table of our own rather than rate-limiter-flexible's PostgreSQL store: that one counts on a connection of its own,
 * so a transaction that runs again or an update that is delivered again would count twice; it makes its table behind
 * the migrations' and the data map's back; and it reads the wall clock, not the study's.
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
    async forgetOver(at) {
      await query('DELETE FROM login_tries WHERE until <= $1', [at]);
    },
  };
}
