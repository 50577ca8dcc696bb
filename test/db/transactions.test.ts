import { inspect } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { connectDatabase, type Database } from '../../db/connect.ts';
import type { DatabaseLogFields } from '../../db/database-log.ts';
import { generateFernetKey } from '../../db/crypto/fernet.ts';
import { withoutSql } from '../../db/database-failure.ts';
import type { TransactionScope } from '../../db/transaction.ts';
import type { ChatId } from '../../engine/ports/participants.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { freshChat } from '../support/participants.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { closeAfterFile } from '../support/close-after-file.ts';

let db: TestDatabase;
let proxy: TcpProxy;
const retries: DatabaseLogFields[] = [];
const note = (fields: DatabaseLogFields): void => void retries.push(fields);

beforeAll(async () => {
  db = await createTestDatabase({ log: { info: note, warn: note, error: note } });
});

function through(url: string, poolSize = 2): Database {
  return closeAfterFile(connectDatabase({ url, keys: { fernetKeys: [generateFernetKey()] }, poolSize }));
}

const unavailable = expect.objectContaining({ code: 'database-unavailable' });
const refusedValue = expect.objectContaining({ code: 'bad-request', details: { sqlState: '22P02' } });
const mark = (database: Database, key: string): Promise<boolean> =>
  database.transact((uow) => uow.chats.markProcessed({ key, at: new Date() }));
const marked = (key: string): Promise<unknown[]> =>
  db.database.withScope(({ query }) => query('SELECT key FROM processed_updates WHERE key = $1', [key]));
const killOthers = (): Promise<unknown> =>
  db.database.withScope(({ query }) =>
    query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`),
  );

describe('a transaction', () => {
  test('gives an update that arrives ten times at once one effect', async () => {
    const chatId = freshChat();
    const effects = await Promise.all(
      Array.from({ length: 10 }, () =>
        db.database.transact(async (uow) => {
          await uow.chats.lock(chatId);
          const fresh = await uow.chats.markProcessed({ key: 'one update', at: new Date() });
          if (fresh) await uow.chats.queueCall(chatId, 'answer');
          return fresh;
        }),
      ),
    );
    expect(effects.filter(Boolean)).toHaveLength(1);
    expect(await db.database.transact((uow) => uow.chats.pendingCalls(chatId))).toHaveLength(1);
  });

  test('waits for a transaction of the same chat, and not for those of other chats', async () => {
    const [here, there] = [freshChat(), freshChat()];
    const order: string[] = [];
    const holds = Promise.withResolvers<void>();
    const passed = Promise.withResolvers<void>();
    const first = db.database.transact(async (uow) => {
      await uow.chats.lock(here);
      order.push('first begins');
      holds.resolve();
      await passed.promise;
      await delay(50);
      order.push('first ends');
    });
    await holds.promise;
    const second = db.database.transact(async (uow) => {
      await uow.chats.lock(here);
      order.push('second');
    });
    await db.database.transact(async (uow) => {
      await uow.chats.lock(there);
      order.push('elsewhere');
    });
    passed.resolve();
    await Promise.all([first, second]);
    expect(order).toEqual(['first begins', 'elsewhere', 'first ends', 'second']);
  });

  test('runs again as a whole after a deadlock', async () => {
    const [one, other] = [freshChat(), freshChat()];
    let runs = 0;
    const cross = (first: ChatId, second: ChatId): Promise<void> =>
      db.database.transact(async (uow) => {
        runs++;
        await uow.chats.lock(first);
        await delay(60);
        await uow.chats.lock(second);
        await uow.chats.queueCall(first, 'x');
      });
    await Promise.all([cross(one, other), cross(other, one)]);
    expect(runs).toBe(3);
    for (const chatId of [one, other])
      expect(await db.database.transact((uow) => uow.chats.pendingCalls(chatId))).toHaveLength(1);
    expect(retries).toContainEqual(expect.objectContaining({ event: 'database.retry', attempts: 1 }));
  });

  test('runs again when its backend is killed, three times at most', async () => {
    const database = through(db.url);
    let runs = 0;
    const fresh = await database.transact(async (uow) => {
      const result = await uow.chats.markProcessed({ key: 'killed', at: new Date() });
      if (++runs === 1) {
        await killOthers();
        await uow.chats.peek(freshChat());
      }
      return result;
    });
    expect([fresh, runs, (await marked('killed')).length]).toEqual([true, 2, 1]);

    runs = 0;
    const hopeless = database.transact(async (uow) => {
      runs++;
      await uow.chats.peek(freshChat());
      await killOthers();
      await uow.chats.peek(freshChat());
    });
    await expect(hopeless).rejects.toEqual(unavailable);
    expect(runs).toBe(3);
  });

  test('succeeds after the idle connections of the pool were killed', async () => {
    const database = through(db.url, 3);
    await Promise.all([1, 2, 3].map(() => database.withScope(({ query }) => query('SELECT pg_sleep(0.05)'))));
    expect(database.pool()).toMatchObject({ size: 3, idle: 3, busy: 0 });
    await killOthers();
    expect(await mark(database, 'after idle kill')).toBe(true);
  });

  test('is not run again when the answer to its commit is lost', async () => {
    proxy = await startTcpProxy(db.url);
    const database = through(proxy.url);
    await database.ping();
    let runs = 0;
    const lost = database.transact(async (uow) => {
      runs++;
      await uow.chats.markProcessed({ key: 'lost commit', at: new Date() });
      proxy.cutAfterAnswerTo('COMMIT');
    });
    await expect(lost).rejects.toEqual(unavailable);
    expect(runs).toBe(1);
    expect(await marked('lost commit')).toHaveLength(1);
    expect(await mark(database, 'lost commit')).toBe(false);
    await proxy.down();
  });

  test('is rolled back and throws when the body ignored a refused statement', async () => {
    const ignoring = db.database.transact(async (uow) => {
      await uow.chats.markProcessed({ key: 'ignored', at: new Date() });
      await uow.chats.lock('not a number' as ChatId).catch(() => undefined);
    });
    await expect(ignoring).rejects.toEqual(refusedValue);
    expect(await marked('ignored')).toEqual([]);
  });

  test('fails every statement after a refused one with the error of the refused one', async () => {
    const ways: ((scope: TransactionScope) => Promise<unknown>)[] = [
      ({ query }) => query('SELECT 1'),
      ({ models, transaction }) => models.kits.findAll({ transaction }),
      ({ jobs }) => jobs.enqueue('delete-file', { path: 'a' }),
    ];
    for (const way of ways) {
      let further: unknown;
      const ignoring = db.database.withScope(async (scope) => {
        await scope.query(`SELECT 'x'::int`).catch(() => undefined);
        further = await way(scope).catch((error: unknown) => withoutSql(error));
      });
      await expect(ignoring).rejects.toEqual(refusedValue);
      expect(further).toEqual(refusedValue);
    }
    // The connections in the pool accept statements again.
    expect(await db.database.withScope(({ query }) => query('SELECT 1 AS one'))).toEqual([{ one: 1 }]);
  });

  test('fails both of two statements that were sent at once with the error of the first', async () => {
    const together = db.database.withScope(({ query }) =>
      Promise.allSettled([query(`SELECT 'x'::int`), query('SELECT 1')]).then((answers) => {
        expect(answers.map((answer) => answer.status === 'rejected' && (answer.reason as unknown))).toEqual([
          refusedValue,
          refusedValue,
        ]);
      }),
    );
    await expect(together).rejects.toEqual(refusedValue);
  });

  test('is rolled back when a statement is refused that the body did not wait for', async () => {
    const hasty = db.database.withScope(async ({ query }) => {
      await query(`INSERT INTO processed_updates (key, at) VALUES ('hasty', now())`);
      query(`SELECT 'x'::int`).catch(() => undefined);
    });
    await expect(hasty).rejects.toEqual(expect.objectContaining({ code: 'conflict' }));
    expect(await marked('hasty')).toEqual([]);
  });

  test('runs again as a whole after a deadlock whose error was ignored', async () => {
    let runs = 0;
    await db.database.withScope(async ({ query }) => {
      if (++runs === 1) await query(`DO $$ BEGIN RAISE deadlock_detected; END $$`).catch(() => undefined);
    });
    expect(runs).toBe(2);
  });

  test('continues from a savepoint after an expected error', async () => {
    await db.database.withScope(async ({ query }) => {
      await query(`INSERT INTO processed_updates (key, at) VALUES ('expected', now())`);
      await query('SAVEPOINT before');
      await expect(query(`SELECT 'x'::int`)).rejects.toEqual(refusedValue);
      await query('ROLLBACK TO SAVEPOINT before');
      await query('SELECT 1');
    });
    expect(await marked('expected')).toHaveLength(1);
  });

  test('is rolled back by an error of its body, which is passed on unchanged', async () => {
    const own = new TypeError('mine');
    const failing = db.database.transact(async (uow) => {
      await uow.chats.markProcessed({ key: 'own error', at: new Date() });
      throw own;
    });
    await expect(failing).rejects.toBe(own);
    expect(await marked('own error')).toEqual([]);
  });

  test('is not run again after a network error that its body throws', async () => {
    let runs = 0;
    const reset = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    const failing = db.database.transact(() => {
      runs++;
      return Promise.reject(reset);
    });
    await expect(failing).rejects.toBe(reset);
    expect(runs).toBe(1);
  });

  test('has no SQL and no values in its errors', async () => {
    const canary = 'CANARY5521';
    const insert = 'INSERT INTO processed_updates (key, at) VALUES ($1, $2)';
    const refusals = [
      db.database.transact((uow) => uow.chats.lock(canary as ChatId)),
      db.database.transact((uow) => uow.participants.byUser(canary as never)),
      db.database.withScope(async ({ query }) => {
        for (let n = 0; n < 2; n++) await query(insert, [canary, new Date()]);
      }),
      db.database.withScope(({ query }) => query(insert, [canary, null])),
      db.database.withScope(({ query }) => query(`SELECT '${canary}' FROM missing_table`)),
      db.database.withScope(({ query }) => query(`SELECT 1 / 0 AS "${canary}"`)),
      db.database.withScope(({ query, models, transaction }) =>
        models.users
          .create(
            { email: `${canary}${'x'.repeat(300)}`, passwordHash: 'h', role: 'user', createdAt: new Date() },
            { transaction },
          )
          .then(() => query('SELECT 1')),
      ),
    ];
    for (const result of await Promise.allSettled(refusals)) {
      if (result.status !== 'rejected') throw new Error('it was accepted');
      expect(result.reason).toHaveProperty('name', 'HarmoniaError');
      const shown = inspect(result.reason, { depth: 10, showHidden: true });
      expect(shown).not.toContain(canary);
      expect(shown).not.toMatch(/INSERT INTO|SELECT/);
    }
  });
});

describe('a database that fails', () => {
  test('by being down is reported within about five seconds, and used again when it is back', async () => {
    const wire = await startTcpProxy(db.url);
    const database = through(wire.url);
    await database.ping();
    await wire.down();
    const begin = Date.now();
    await expect(mark(database, 'while down')).rejects.toEqual(unavailable);
    await expect(database.ping()).rejects.toEqual(unavailable);
    await expect(database.migrate()).rejects.toEqual(unavailable);
    expect(Date.now() - begin).toBeLessThan(5000);
    await wire.up();
    const back = Date.now();
    expect(await mark(database, 'back again')).toBe(true);
    expect(Date.now() - back).toBeLessThan(1000);
    await wire.down();
  });

  describe('by not answering', () => {
    // Both cases wait for about five seconds, so they run at the same time.
    let frozen: [error: unknown, waitedMs: number][];
    let exhausted: [error: unknown, waitedMs: number];

    const timed = async (database: Database): Promise<[unknown, number]> => {
      const begin = Date.now();
      const error: unknown = await mark(database, 'no answer').catch((reason: unknown) => reason);
      return [error, Date.now() - begin];
    };

    beforeAll(async () => {
      const busy = through(db.url, 1);
      const release = Promise.withResolvers<void>();
      const holding = busy.transact(async (uow) => {
        await uow.chats.lock(freshChat());
        await release.promise;
      });
      const wire = await startTcpProxy(db.url);
      const cold = through(wire.url, 2);
      await cold.ping();
      wire.freeze();
      // Of the three calls one has an idle connection, one must open a connection, and one finds the pool exhausted.
      [exhausted, ...frozen] = await Promise.all([timed(busy), timed(cold), timed(cold), timed(cold)]);
      wire.thaw();
      release.resolve();
      await holding;
      expect(await mark(cold, 'thawed')).toBe(true);
      expect(await mark(busy, 'released')).toBe(true);
      expect(cold.pool()).toMatchObject({ busy: 0, waiting: 0 });
      await wire.down();
    });

    test('makes calls fail within about five seconds, and the pool recovers', () => {
      for (const [error, waitedMs] of frozen) {
        expect(error).toEqual(unavailable);
        expect(waitedMs).toBeLessThan(6000);
      }
    });

    test('makes a call fail after about four seconds when all connections are busy', () => {
      expect(exhausted[0]).toEqual(unavailable);
      expect(exhausted[1]).toBeLessThan(5000);
    });
  });

  test('by having no PostgreSQL address is refused at once', () => {
    expect(() => connectDatabase({ url: 'mysql://x', keys: { fernetKeys: [generateFernetKey()] } })).toThrow(
      expect.objectContaining({ code: 'config-invalid' }),
    );
  });
});
