import { randomUUID } from 'node:crypto';
import { PgBoss } from 'pg-boss';
import type { ClientBase } from 'pg';
import type { JobName, JobOutbox } from '../engine/ports/unit-of-work.ts';
import { reasonForLog } from './database-failure.ts';
import type { DatabaseLog } from './database-log.ts';
import { jobConnections } from './job-connections.ts';
import { jobQueues } from './job-queues.ts';

/** Adds jobs to the queues within the caller's transaction. */
export interface JobSender {
  /** Reads the list of queues. Without it the first job does, within the transaction of an update. */
  start(): Promise<void>;
  inTransaction(client: ClientBase): JobOutbox;
  stop(): Promise<void>;
}

/** Creates pg-boss's schema and the queues; safe to run again and by two programs at once. */
export async function installQueues(url: string): Promise<void> {
  const boss = new PgBoss({
    ...jobConnections(url),
    max: 1,
    supervise: false,
    schedule: false,
    registerInstance: false,
  });
  boss.on('error', () => undefined);
  try {
    await boss.start();
    for (const { name, options } of jobQueues) {
      await boss.createQueue(name, options);
      const { policy: _, ...changeable } = options;
      await boss.updateQueue(name, changeable);
    }
  } finally {
    await boss.stop({ graceful: false });
  }
}

/**
 * A pg-boss that only sends. It starts with `start` or the first job and reads the list of queues on its own connection. The jobs
 * are written on the caller's connection, so that they are committed or rolled back with the caller's transaction.
 */
export function createJobSender({ url, log }: { url: string; log?: DatabaseLog | undefined }): JobSender {
  let starting: Promise<PgBoss> | undefined;

  const start = async (): Promise<PgBoss> => {
    const boss = new PgBoss({
      ...jobConnections(url),
      max: 1,
      application_name: 'harmonia job sender',
      supervise: false,
      schedule: false,
      migrate: false,
      registerInstance: false,
      queueCacheIntervalSeconds: 3600,
    });
    boss.on('error', (error) =>
      log?.warn({ event: 'job.sender', reason: reasonForLog(error) }, 'job sender failed'),
    );
    try {
      return await boss.start();
    } catch (error) {
      await boss.stop({ graceful: false });
      throw error;
    }
  };

  const started = (): Promise<PgBoss> =>
    (starting ??= start().catch((error: unknown) => {
      starting = undefined;
      throw error;
    }));

  return {
    async start() {
      await started();
    },
    inTransaction: (client) => ({
      async enqueue(name: JobName, data, { singletonKey, startAfterSeconds } = {}) {
        const boss = await started();
        await boss.send(name, data, {
          // The queues hold one waiting job for each singleton key, so a job without a key gets a random one.
          singletonKey: singletonKey ?? randomUUID(),
          ...(startAfterSeconds === undefined ? {} : { startAfter: startAfterSeconds }),
          db: { executeSql: (text, values) => client.query(text, values) },
        });
      },
    }),
    async stop() {
      const boss = await starting?.catch(() => undefined);
      starting = undefined;
      await boss?.stop({ graceful: false });
    },
  };
}
