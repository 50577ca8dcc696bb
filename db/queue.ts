import { PgBoss } from 'pg-boss';
import { type Clock, createClock } from '../foundation/clock.ts';
import type { UserId } from '../engine/ports/participants.ts';
import type { FailedJob, JobName, Jobs, JobWorkers, Transactions } from '../engine/ports/unit-of-work.ts';
import { HarmoniaError, isHarmoniaError } from '../foundation/errors.ts';
import { reasonForLog } from './database-failure.ts';
import type { DatabaseLog } from './database-log.ts';
import { jobConnections } from './job-connections.ts';
import { DEAD_LETTER, isJobName } from './job-queues.ts';

/** A job as pg-boss hands it over with its metadata. */
interface RunningJob {
  id: string;
  data: unknown;
  retryCount: number;
  sourceName?: string | null;
  sourceOutput?: unknown;
}

export interface JobOptions {
  url: string;
  /** Transactions for the audit log, which gets an event for each job whose last retry failed. */
  transactions: Transactions;
  log?: DatabaseLog;
  clock?: Clock;
  /**
   * True when no other program runs jobs on this database. A job that is active at the start was then left by a killed
   * program and is run again at once. Otherwise such a job is detected by its missing heartbeat after about 13 seconds.
   */
  alone?: boolean;
  /** Connections of the workers; default 4, beside one that listens. */
  poolSize?: number;
}

const DRAIN_MS = 10_000;
/** How often an idle worker polls: for retries that fall due, and in case a notification was lost. */
const IDLE_POLL_SECONDS = 2;
/** How often a worker polls while the connection that listens for notifications is down. */
const FALLBACK_POLL_SECONDS = 0.5;
/** How often pg-boss looks for jobs of killed workers. */
const SUPERVISE_SECONDS = 2;

function createBoss({ url, poolSize = 4, log }: JobOptions): PgBoss {
  const boss = new PgBoss({
    ...jobConnections(url),
    max: poolSize,
    application_name: 'harmonia jobs',
    // A job starts when its transaction commits, not at the next poll.
    useListenNotify: true,
    migrate: false,
    registerInstance: false,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
    monitorVacuum: false,
    reindex: false,
  });
  boss.on('error', (error) => {
    log?.warn({ event: 'job.queue', reason: reasonForLog(error) }, 'job queue failed');
  });
  return boss;
}

/** The code or name of an error. pg-boss stores it with the job, so it must not contain personal data. */
function reasonOf(error: unknown): string {
  if (error instanceof HarmoniaError) return error.code;
  const { name } = (error ?? {}) as { name?: unknown };
  return typeof name === 'string' ? name : 'unknown';
}

/** The reason of the last failure, which pg-boss keeps with a job in the dead letter queue. */
function lastReason(output: unknown): string {
  const { message, value } = (output ?? {}) as { message?: unknown; value?: { message?: unknown } };
  // pg-boss itself writes `value`, for a job that was running when its worker was killed.
  const reason = message ?? value?.message;
  return typeof reason === 'string' && /^[\w -]{1,40}$/.test(reason) ? reason : 'unknown';
}

const userIdOf = (data: unknown): UserId | null => {
  const userId = (data as { userId?: unknown } | null)?.userId;
  return typeof userId === 'string' ? (userId as UserId) : null;
};

/** A try that found no database does not count: otherwise an outage of a minute would end every job. */
async function allowAnotherTry(boss: PgBoss, name: JobName, id: string): Promise<void> {
  const statement = 'UPDATE pgboss.job SET retry_limit = retry_limit + 1 WHERE name = $1 AND id = $2';
  await boss
    .getDb()
    .executeSql(statement, [name, id])
    .catch(() => undefined);
}

/**
 * Workers of the background jobs: woken by NOTIFY at the commit, retried with growing pauses, and after the last
 * failure one line in the log and one in the audit log. Needs a migrated database.
 */
export async function createJobs(options: JobOptions): Promise<JobWorkers> {
  const { log, transactions, clock = createClock() } = options;
  const boss = createBoss(options);

  const startWorker = async (queue: string, handler: (job: RunningJob) => Promise<void>): Promise<void> => {
    const workerId = await boss.work(
      queue,
      {
        includeMetadata: true,
        pollingIntervalSeconds: FALLBACK_POLL_SECONDS,
        notifyPollingIntervalSeconds: IDLE_POLL_SECONDS,
      },
      async ([job]: RunningJob[]) => {
        try {
          if (job !== undefined) await handler(job);
        } finally {
          // The worker looks for the next job at once, because one notification may stand for several jobs.
          boss.notifyWorker(workerId);
        }
      },
    );
  };

  try {
    await boss.start();
    if (options.alone)
      await boss
        .getDb()
        .executeSql(`UPDATE pgboss.job SET state = 'retry', start_after = now() WHERE state = 'active'`);
  } catch (error) {
    await boss.stop({ graceful: false });
    throw new HarmoniaError('database-unavailable', `the job queue did not start (${reasonForLog(error)})`);
  }

  return {
    async work<Name extends JobName>(
      name: Name,
      { concurrency }: { concurrency: number },
      handler: (data: Jobs[Name]) => Promise<void>,
    ) {
      for (let worker = 0; worker < concurrency; worker++)
        await startWorker(name, async (job) => {
          try {
            await handler(job.data as Jobs[Name]);
            // A job says whom it is about, and once it is done nothing needs that.
            await boss.deleteJob(name, job.id);
          } catch (error) {
            const reason = reasonOf(error);
            log?.warn(
              { event: 'job.failed', job: name, jobId: job.id, attempts: job.retryCount + 1, reason },
              'job failed',
            );
            if (isHarmoniaError(error, 'database-unavailable')) await allowAnotherTry(boss, name, job.id);
            throw new HarmoniaError('job-failed', reason);
          }
        });
    },
    endFailed: (end) =>
      startWorker(DEAD_LETTER, async (job) => {
        const name = job.sourceName ?? 'unknown';
        log?.error(
          { event: 'job.dead', job: name, jobId: job.id, reason: lastReason(job.sourceOutput) },
          'the last retry of a job failed',
        );
        // A job of an earlier version may have a name that there is no worker for.
        if (isJobName(name)) await end({ name, id: job.id, data: job.data } as FailedJob);
        await transactions.transact((uow) =>
          uow.audit.append({
            actor: 'system',
            action: 'job-failed',
            subject: userIdOf(job.data),
            details: { job: name, jobId: job.id },
            at: clock.now(),
          }),
        );
      }),
    async schedule(name, cron, data) {
      await boss.schedule(name, cron, data, { tz: 'UTC', singletonKey: `scheduled ${name}` });
    },
    stop: () => boss.stop({ graceful: true, timeout: DRAIN_MS }),
  };
}
