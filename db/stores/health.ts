import type { HealthStore } from '../../engine/ports/health.ts';
import type { TransactionScope } from '../transaction.ts';

/** How long a job whose last try failed is counted. */
const DEAD_DAYS = 7;

/** Counts of jobs and messages, and the server's version and size. */
export function createHealthStore({ query }: TransactionScope): HealthStore {
  return {
    async read(now) {
      const [row] = await query<{
        postgresql: string;
        size: string;
        waiting: number;
        running: number;
        dead: number;
        messages: number;
        unreachable: number;
      }>(
        `SELECT current_setting('server_version') AS postgresql, pg_database_size(current_database()) AS size,
           (SELECT count(*)::int FROM pgboss.job WHERE state IN ('created', 'retry')) AS waiting,
           (SELECT count(*)::int FROM pgboss.job WHERE state = 'active') AS running,
           (SELECT count(*)::int FROM audit_log WHERE action = 'job-failed' AND at > $1) AS dead,
           (SELECT count(*)::int FROM outbox) AS messages,
           (SELECT count(*)::int FROM chats WHERE unreachable_since IS NOT NULL) AS unreachable`,
        [new Date(now.getTime() - DEAD_DAYS * 86_400_000)],
      );
      const { postgresql, size, waiting, running, dead, messages, unreachable } = row!;
      return {
        postgresql,
        sizeBytes: Number(size),
        jobs: { waiting, running, dead },
        messages: { waiting: messages, unreachableChats: unreachable },
      };
    },
  };
}
