import { beforeAll, describe, expect, test } from '@jest/globals';
import type { UnitOfWork } from '../../../engine/ports/unit-of-work.ts';
import { hashInviteCode } from '../../../engine/protocol/codes.ts';
import { archiveCohort, cohortNamed, openCohort } from '../../../engine/protocol/cohort-list.ts';
import { addStaff, completeSetup, disableStaff } from '../../../engine/protocol/staff-accounts.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
const run = <T>(work: (uow: UnitOfWork) => Promise<T>): Promise<T> => db.database.transact(work);
const now = new Date('2026-05-01T08:00:00Z');
const passwords = { unusable: () => Promise.resolve('unusable') };
const adminOf = (email: string) =>
  run((uow) => uow.accounts.create({ email, passwordHash: 'x', role: 'admin' }));
const codeOf = (error: unknown): unknown => (error as { code?: string }).code;

describe('accounts of staff', () => {
  test('two admins who disable each other at the same moment leave one', async () => {
    const [one, other] = [await adminOf('one@example.org'), await adminOf('other@example.org')];
    const results = await Promise.allSettled([
      run((uow) => disableStaff(uow, { id: one.id, by: other.id, now })),
      run((uow) => disableStaff(uow, { id: other.id, by: one.id, now })),
    ]);
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused.map(({ reason }) => codeOf(reason))).toEqual(['last-admin']);
    const admins = await run((uow) => uow.accounts.ofRole('admin'));
    expect(admins.filter(({ disabledAt }) => disabledAt === null)).toHaveLength(1);
  });

  test('get a password once by their link, within its time, which also brings a disabled one back', async () => {
    const by = (await adminOf('adds@example.org')).id;
    const input = { email: 'new@example.org', role: 'researcher', by, now } as const;
    const code = await run((uow) => addStaff(uow, passwords, input));
    const late = new Date(now.getTime() + 48 * 3_600_000);
    const complete = (at: Date) =>
      run((uow) => completeSetup(uow, { hash: hashInviteCode(code), passwordHash: 'chosen', now: at }));
    await expect(complete(late)).rejects.toMatchObject({ code: 'not-found' });
    const account = await complete(now);
    expect(account).toMatchObject({ passwordHash: 'chosen', tokenVersion: 1, setupHash: null });
    await expect(complete(now)).rejects.toMatchObject({ code: 'not-found' });

    await run((uow) => disableStaff(uow, { id: account.id, by, now }));
    const again = await run((uow) => addStaff(uow, passwords, input));
    const back = await run((uow) =>
      completeSetup(uow, { hash: hashInviteCode(again), passwordHash: 'another', now }),
    );
    expect(back).toMatchObject({ id: account.id, disabledAt: null, tokenVersion: 3 });
  });
});

describe('the list of cohorts', () => {
  test('gets one of two cohorts that are opened with one name at the same moment', async () => {
    const open = (name: string) => run((uow) => openCohort(uow, { name, by: null, now }));
    const results = await Promise.allSettled([open('Spring'), open(' spring ')]);
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused.map(({ reason }) => codeOf(reason))).toEqual(['conflict']);
    expect((await run((uow) => cohortNamed(uow, 'SPRING')))?.createdAt).toEqual(now);
  });

  test('finds the cohort of a name that is not archived, where an earlier version let two have it', async () => {
    const [first, second] = await run(async (uow) => [
      await uow.cohorts.create({ name: 'Twice', createdAt: now }),
      await uow.cohorts.create({ name: 'Twice', createdAt: new Date(now.getTime() + 1000) }),
    ]);
    expect((await run((uow) => cohortNamed(uow, 'Twice')))?.id).toBe(second.id);
    const by = (await adminOf('archives@example.org')).id;
    await run((uow) => archiveCohort(uow, { cohortId: second.id, by, now }));
    expect((await run((uow) => cohortNamed(uow, 'Twice')))?.id).toBe(first.id);
  });
});
