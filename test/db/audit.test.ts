import { beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import type { UserId } from '../../engine/ports/participants.ts';
import type { AuditEvent } from '../../engine/ports/unit-of-work.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});

const ann = '11111111-1111-4111-8111-111111111111' as UserId;
const event = (details: AuditEvent['details'], subject: UserId | null = ann): AuditEvent => ({
  actor: 'system',
  action: 'tested',
  subject,
  details,
  at: new Date('2026-05-01T12:00:00.007Z'),
});
const append = (...events: AuditEvent[]): Promise<void> =>
  db.database.transact(async (uow) => {
    for (const one of events) await uow.audit.append(one);
  });
const verify = () => db.database.transact((uow) => uow.audit.verify());

/** Runs the statement with triggers switched off, as the owner of the server can. */
async function tamper(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: db.url });
  await client.connect();
  await client.query('SET session_replication_role = replica');
  await client.query(sql);
  await client.end();
}

describe('the audit log', () => {
  test('returns events unchanged and in order, and its chain of hashes verifies', async () => {
    const events = [
      event({ zulu: 1, alpha: null, flag: true, ratio: 0.1, tiny: 1e-9, huge: 1e21, text: 'a"\u2028ß' }),
      event({}, null),
      event({ count: 3 }),
    ];
    await append(...events);
    expect(await db.database.transact((uow) => uow.audit.of(ann))).toEqual([events[0], events[2]]);
    expect(await verify()).toEqual({ rows: 3, brokenAt: null });
  });

  test('shows a transaction its own events', async () => {
    await db.database.transact(async (uow) => {
      const { rows } = await uow.audit.verify();
      await uow.audit.append(event({ own: true }));
      expect(await uow.audit.verify()).toEqual({ rows: rows + 1, brokenAt: null });
    });
  });

  test('does not keep the events of a transaction that failed', async () => {
    const { rows } = await verify();
    const failing = db.database.transact(async (uow) => {
      await uow.audit.append(event({}));
      throw new Error('on purpose');
    });
    await expect(failing).rejects.toThrow('on purpose');
    expect((await verify()).rows).toBe(rows);
  });

  test('keeps one chain when many transactions write at once', async () => {
    const { rows } = await verify();
    await Promise.all(Array.from({ length: 25 }, (_, n) => append(event({ n }), event({ n }))));
    expect(await verify()).toEqual({ rows: rows + 50, brokenAt: null });
  });

  test.each(['UPDATE audit_log SET action = $$x$$', 'DELETE FROM audit_log', 'TRUNCATE audit_log'])(
    'refuses %s',
    async (sql) => {
      await expect(db.database.withScope(({ query }) => query(sql))).rejects.toEqual(
        expect.objectContaining({ code: 'forbidden' }),
      );
    },
  );

  test.each([
    ['a changed detail', `UPDATE audit_log SET details = '{"n": 999}' WHERE id = 7`, 7],
    ['a changed time', `UPDATE audit_log SET at = at + interval '1 ms' WHERE id = 6`, 6],
    ['a removed row', 'DELETE FROM audit_log WHERE id = 5', 6],
    ['a removed beginning', 'DELETE FROM audit_log WHERE id = 1', 2],
  ])('names the first row that does not fit after %s', async (_name, sql, brokenAt) => {
    await tamper(sql);
    expect((await verify()).brokenAt).toBe(String(brokenAt));
  });
});
