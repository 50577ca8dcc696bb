import { expect, test } from '@jest/globals';
import { createJobs } from '../../db/queue.ts';
import { createTestDatabase } from '../support/database.ts';
import { soon } from '../support/soon.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';

test('jobs run and stop again after their statements were lost on the way to the database', async () => {
  const store = await createTestDatabase();
  const wire = await startTcpProxy(store.url);
  const jobs = await createJobs({ url: wire.url, transactions: store.database });
  const seen: string[] = [];
  await jobs.work('delete-file', { concurrency: 1 }, async ({ path }) => void seen.push(path));

  wire.freeze();
  await wire.lost('pgboss');
  wire.thaw();
  await store.database.transact((uow) => uow.jobs.enqueue('delete-file', { path: '7' }));
  await soon(() => expect(seen).toEqual(['7']), 30_000);

  wire.freeze();
  await wire.lost('pgboss');
  wire.thaw();
  await jobs.stop();
  await wire.down();
});
