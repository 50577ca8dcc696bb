import { beforeAll, describe, expect, test } from '@jest/globals';
import { createUnitOfWork } from '../../../db/unit-of-work.ts';
import type { TransactionScope } from '../../../db/transaction.ts';
import type { CohortId, Participant } from '../../../engine/ports/participants.ts';
import { freezeCohort } from '../../../engine/protocol/cohort.ts';
import { type Verification, verifyCohort } from '../../../engine/protocol/verify-cohort.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { freshChat } from '../../support/participants.ts';
import { stagePerson, type Staging } from '../../support/staged-people.ts';
import { scoringStudy, stagingOn } from './staging.ts';

let db: TestDatabase;
let staging: Staging;
let cohortId: CohortId;
let whole: Participant, noLab: Participant, gone: Participant;
const now = new Date('2026-05-01T12:00:00Z');

beforeAll(async () => {
  db = await createTestDatabase();
  staging = await stagingOn(db);
  const { transact } = db.database;
  cohortId = (await transact((uow) => uow.cohorts.create({ name: 'Test', createdAt: now }))).id;
  const person = (step: 'cohort' | 'lab', seed: number): Promise<Participant> =>
    stagePerson(db.database, staging, { cohortId, chatId: freshChat(), seed, now }, step);
  whole = await person('cohort', 1);
  noLab = await person('lab', 2);
  gone = await person('cohort', 3);
  await transact((uow) => uow.participants.update(gone.userId, { status: 'withdrawn' }));
  const account = { email: 'admin@example.org', passwordHash: 'h', role: 'admin' } as const;
  const study = await scoringStudy();
  const { id: by } = await transact((uow) => uow.accounts.create(account));
  await transact((uow) => freezeCohort(uow, staging.digest, { cohortId, by, study, now }));
});

class Undo extends Error {}

/** The result of verifying after a change that the triggers would refuse; the change is rolled back. */
async function verifyAfter(
  change: (query: TransactionScope['query']) => Promise<unknown>,
  methods: string[] = [],
): Promise<Verification> {
  let verification: Verification | undefined;
  await db.database
    .withScope(async (scope) => {
      await scope.query('SET LOCAL session_replication_role = replica');
      await change(scope.query);
      verification = await verifyCohort(createUnitOfWork(scope), scope.digest.matches, { cohortId, methods });
      throw new Undo();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undo)) throw error;
    });
  return verification!;
}

describe('verifying a cohort', () => {
  test('finds no difference between the seals of present participants and the stored data', async () => {
    expect(await verifyAfter(async () => undefined)).toEqual({ seals: 6, differences: [] });
  });

  test.each([
    [
      'a swipe',
      'visual',
      'UPDATE calibration_ratings SET rating = 5 - rating WHERE user_id = $1 AND position = 3',
    ],
    [
      'a face that was rated',
      'visual',
      `UPDATE calibration_ratings SET face_id = 'x' WHERE user_id = $1 AND position = 3`,
    ],
    [
      'a description that is gone',
      'visual',
      'UPDATE profiles SET visual_embedding = NULL WHERE user_id = $1',
    ],
    [
      'an answer',
      'personality',
      `UPDATE questionnaire_answers SET value = 6 - value WHERE user_id = $1 AND value <> 3`,
    ],
    [
      'an answer that is gone',
      'personality',
      `DELETE FROM questionnaire_answers WHERE user_id = $1 AND item_id LIKE 'envy%'`,
    ],
    ['a typing that is gone', 'biological', 'DELETE FROM hla_data WHERE user_id = $1'],
  ] as const)('names the person and the phase of %s', async (_what, phase, statement) => {
    const { differences } = await verifyAfter((query) => query(statement, [whole.userId]));
    expect(differences).toEqual([{ difference: 'seal', participant: whole.code, phase }]);
  });

  test('reports a seal that differs from the declared one', async () => {
    const { differences } = await verifyAfter((query) =>
      query(
        `UPDATE phase_records SET digest = 'RFC8785:' || repeat('0', 64) WHERE user_id = $1 AND phase = 'biological'`,
        [noLab.userId],
      ),
    );
    const about = { participant: noLab.code, phase: 'biological' };
    expect(differences).toEqual([
      { difference: 'declared-seal', ...about },
      { difference: 'seal', ...about },
    ]);
  });

  test('reports an altered pre-registration, also one without the name of its canonical form', async () => {
    for (const change of [
      `preregistration || '{"declaration": {"seed": "y"}}'`,
      `preregistration - 'canonicalization'`,
    ]) {
      const { differences } = await verifyAfter((query) =>
        query(`UPDATE cohorts SET preregistration = ${change} WHERE id = $1`, [cohortId]),
      );
      expect(differences).toEqual([{ difference: 'preregistration-hash' }]);
    }
  });

  test('accepts a phase that was sealed under a later version than it was opened with', async () => {
    const change = (query: TransactionScope['query']) =>
      query(
        `UPDATE phase_records SET instrument_version = 'earlier' WHERE user_id = $1 AND phase <> 'visual'`,
        [whole.userId],
      );
    const inUse = [staging.instruments.current().instrument.version, staging.versions.biological];
    expect((await verifyAfter(change, inUse)).differences).toEqual([]);
    expect((await verifyAfter(change)).differences).toHaveLength(2);
  });
});
