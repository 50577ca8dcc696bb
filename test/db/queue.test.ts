import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { DatabaseLogFields } from '../../db/database-log.ts';
import { createJobs } from '../../db/queue.ts';
import type { FailedJob, JobWorkers } from '../../engine/ports/unit-of-work.ts';
import { HarmoniaError } from '../../foundation/errors.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { enrol } from '../support/participants.ts';
import { patience } from '../support/patience.ts';

let db: TestDatabase;
let jobs: JobWorkers | undefined;
const lines: DatabaseLogFields[] = [];
const note = (fields: DatabaseLogFields): void => void lines.push(fields);
const log = { info: note, warn: note, error: note };

beforeAll(async () => {
  db = await createTestDatabase();
});
afterEach(async () => {
  await jobs?.stop();
  jobs = undefined;
  lines.length = 0;
});

const start = async (): Promise<JobWorkers> =>
  (jobs = await createJobs({ url: db.url, transactions: db.database, log }));

async function until(condition: () => boolean, withinMs = 5000): Promise<void> {
  const deadline = Date.now() + patience(withinMs);
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('it did not happen in time');
    await delay(5);
  }
}

describe('jobs', () => {
  test('start soon after the commit of the transaction that enqueued them, and not before', async () => {
    const started = new Map<string, number>();
    const workers = await start();
    await workers.work('delete-file', { concurrency: 1 }, async ({ path }) => {
      started.set(path, performance.now());
    });
    const waits: number[] = [];
    for (let n = 0; n < 12; n++) {
      const path = `file-${n}`;
      await db.database.transact(async (uow) => {
        await uow.jobs.enqueue('delete-file', { path });
        await delay(20);
        expect(started.has(path)).toBe(false);
      });
      const committed = performance.now();
      await until(() => started.has(path));
      waits.push(started.get(path)! - committed);
    }
    expect(waits.toSorted((a, b) => a - b)[6]).toBeLessThan(150);
  });

  test('do not run when the transaction is rolled back', async () => {
    const ran: string[] = [];
    const workers = await start();
    await workers.work('delete-file', { concurrency: 1 }, async ({ path }) => void ran.push(path));
    const failing = db.database.transact(async (uow) => {
      await uow.jobs.enqueue('delete-file', { path: 'never' });
      throw new HarmoniaError('conflict', 'on purpose');
    });
    await expect(failing).rejects.toThrow('on purpose');
    await db.database.transact((uow) => uow.jobs.enqueue('delete-file', { path: 'afterwards' }));
    await until(() => ran.includes('afterwards'));
    expect(ran).toEqual(['afterwards']);
  });

  test('run without pauses, as many at once as the concurrency allows', async () => {
    let running = 0;
    let most = 0;
    let done = 0;
    await db.database.transact(async (uow) => {
      for (let n = 0; n < 40; n++) await uow.jobs.enqueue('delete-file', { path: `${n}` });
    });
    const workers = await start();
    const begin = Date.now();
    await workers.work('delete-file', { concurrency: 3 }, async () => {
      most = Math.max(most, ++running);
      await delay(10);
      running--;
      done++;
    });
    await until(() => done === 40);
    expect(most).toBe(3);
    expect(Date.now() - begin).toBeLessThan(2500);
  });

  test('are held once for each singleton key, and once more while the first one runs', async () => {
    const ran: string[] = [];
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const enqueue = () =>
      db.database.transact((uow) => uow.jobs.enqueue('refresh-chat', { chatId: '1' }, { singletonKey: '1' }));
    await enqueue();
    await enqueue();
    const workers = await start();
    await workers.work('refresh-chat', { concurrency: 2 }, async ({ chatId }) => {
      ran.push(chatId);
      if (ran.length === 1) await held;
    });
    await until(() => ran.length === 1);
    await enqueue();
    await until(() => ran.length === 2);
    release();
    await delay(100);
    expect(ran).toEqual(['1', '1']);
  });

  test('are retried, and after the last retry are logged and audited without the error message', async () => {
    const { userId } = await db.database.transact((uow) => enrol(uow));
    await db.database.withScope(({ query }) =>
      query(
        `UPDATE pgboss.queue SET retry_limit = 1, retry_delay = 0, retry_backoff = FALSE WHERE name = $1`,
        ['analyse-selfie'],
      ),
    );
    let attempts = 0;
    const workers = await start();
    await workers.work('analyse-selfie', { concurrency: 1 }, async () => {
      attempts++;
      throw new Error('secret canary');
    });
    const ended: FailedJob[] = [];
    await workers.endFailed(async (job) => {
      ended.push(job);
      // A failed end is tried again.
      if (ended.length === 1) throw new Error('secret canary');
    });
    await db.database.transact((uow) => uow.jobs.enqueue('analyse-selfie', { userId, remoteFile: 'f' }));
    await until(() => lines.some(({ event }) => event === 'job.dead'), 10_000);
    expect(attempts).toBe(2);
    expect(lines.find(({ event }) => event === 'job.dead')).toMatchObject({ reason: 'Error' });
    const audited = (): Promise<unknown[]> => db.database.transact((uow) => uow.audit.of(userId));
    for (let n = 0; n < 250 && (await audited()).length === 0; n++) await delay(20);
    expect(ended).toHaveLength(2);
    expect(ended[1]).toEqual(ended[0]);
    expect(ended[0]).toMatchObject({ name: 'analyse-selfie', data: { userId, remoteFile: 'f' } });
    expect(await audited()).toEqual([
      expect.objectContaining({
        action: 'job-failed',
        details: expect.objectContaining({ job: 'analyse-selfie' }),
      }),
    ]);
    const stored = await db.database.withScope(({ query }) =>
      query<{ all: string }>(`SELECT string_agg(j::text, ' ') AS all FROM pgboss.job j`),
    );
    expect(JSON.stringify([stored, lines])).not.toContain('canary');
  });

  test('are not ended by tries that found no database', async () => {
    let attempts = 0;
    await db.database.withScope(({ query }) =>
      query(
        `UPDATE pgboss.queue SET retry_limit = 1, retry_delay = 0, retry_backoff = FALSE WHERE name = 'remind'`,
      ),
    );
    const workers = await start();
    const ended: FailedJob[] = [];
    await workers.endFailed(async (job) => void ended.push(job));
    await workers.work('remind', { concurrency: 1 }, async () => {
      if (++attempts <= 3) throw new HarmoniaError('database-unavailable', 'on purpose');
    });
    await db.database.transact((uow) => uow.jobs.enqueue('remind', {}));
    await until(() => attempts === 4, 10_000);
    await delay(200);
    expect([attempts, ended]).toEqual([4, []]);
  });

  test('finish before a stop returns', async () => {
    let finished = false;
    const workers = await start();
    let begun = false;
    await workers.work('remind', { concurrency: 1 }, async () => {
      begun = true;
      await delay(300);
      finished = true;
    });
    await db.database.transact((uow) => uow.jobs.enqueue('remind', {}));
    await until(() => begun);
    await workers.stop();
    expect(finished).toBe(true);
  });

  test('of a killed program run again at once when no other program runs jobs', async () => {
    await db.database.transact((uow) => uow.jobs.enqueue('delete-file', { path: 'left' }));
    await db.database.withScope(({ query }) =>
      query(`UPDATE pgboss.job SET state = 'active', started_on = now(), heartbeat_on = now()
             WHERE name = 'delete-file' AND state = 'created'`),
    );
    jobs = await createJobs({ url: db.url, transactions: db.database, log, alone: true });
    const ran: string[] = [];
    await jobs.work('delete-file', { concurrency: 1 }, async ({ path }) => void ran.push(path));
    await until(() => ran.length === 1, 1500);
    expect(ran).toEqual(['left']);
  });

  test('can be delayed and scheduled', async () => {
    const workers = await start();
    const ran: number[] = [];
    await workers.work('remind', { concurrency: 1 }, async () => void ran.push(performance.now()));
    const asked = performance.now();
    await db.database.transact((uow) => uow.jobs.enqueue('remind', {}, { startAfterSeconds: 1 }));
    await until(() => ran.length === 1);
    expect(ran[0]! - asked).toBeGreaterThan(990);
    await workers.schedule('remind', '0 9 * * *', {});
    await workers.schedule('remind', '0 10 * * *', {});
    const rows = await db.database.withScope(({ query }) =>
      query<{ cron: string }>(`SELECT cron FROM pgboss.schedule WHERE name = 'remind'`),
    );
    expect(rows).toEqual([{ cron: '0 10 * * *' }]);
  });
});
