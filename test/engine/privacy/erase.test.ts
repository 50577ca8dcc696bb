import { beforeAll, expect, test } from '@jest/globals';
import { eraseParticipant } from '../../../engine/privacy/erase.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { enrol, freshChat } from '../../support/participants.ts';
import { stagePerson } from '../../support/staged-people.ts';
import { stagingOn } from '../protocol/staging.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});

const now = new Date('2026-05-01T12:00:00Z');
const rows = (sql: string): Promise<unknown[]> => db.database.withScope(({ query }) => query(sql));
const deletions = (): Promise<unknown[]> =>
  rows(`SELECT data ->> 'path' AS path FROM pgboss.job WHERE name = 'delete-file'`);
const events = (): Promise<unknown[]> =>
  rows(`SELECT action, subject, details FROM audit_log WHERE action LIKE 'erased%' ORDER BY id`);

test('erasing a participant deletes their rows, their photo by a job, and logs the event without a subject', async () => {
  const { cohortId } = await db.database.transact((uow) => enrol(uow));
  const person = { cohortId, chatId: freshChat(), seed: 1, photoPath: 'uploads/face.jpg', now };
  const { userId } = await stagePerson(db.database, await stagingOn(db), person, 'cohort');
  await db.database.transact((uow) => eraseParticipant(uow, { userId, now }));
  expect(await db.database.transact((uow) => uow.participants.byUser(userId))).toBeUndefined();
  expect(await db.database.transact((uow) => uow.accounts.byId(userId))).toBeUndefined();
  expect(await deletions()).toEqual([{ path: 'uploads/face.jpg' }]);
  expect(await events()).toEqual([{ action: 'erased', subject: null, details: { files: 1 } }]);
});

test('an erasure that is repeated after a restored backup has an action of its own in the log', async () => {
  const { userId } = await db.database.transact((uow) => enrol(uow));
  await db.database.transact((uow) => eraseParticipant(uow, { userId, again: true, now }));
  expect((await events()).at(-1)).toEqual({ action: 'erased-again', subject: null, details: { files: 0 } });
});

test('an erasure whose transaction is rolled back deletes no file', async () => {
  const before = await deletions();
  const { cohortId } = await db.database.transact((uow) => enrol(uow));
  const person = { cohortId, chatId: freshChat(), seed: 2, photoPath: 'uploads/kept.jpg', now };
  const { userId } = await stagePerson(db.database, await stagingOn(db), person, 'cohort');
  const failing = db.database.transact(async (uow) => {
    await eraseParticipant(uow, { userId, now });
    throw new TypeError('the transaction fails');
  });
  await expect(failing).rejects.toThrow('the transaction fails');
  expect(await db.database.transact((uow) => uow.visual.photoPath(userId))).toBe('uploads/kept.jpg');
  expect(await deletions()).toEqual(before);
});
