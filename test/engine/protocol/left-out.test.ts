import { beforeAll, expect, test } from '@jest/globals';
import type { CohortId, Participant, UserId } from '../../../engine/ports/participants.ts';
import type { UnitOfWork } from '../../../engine/ports/unit-of-work.ts';
import { freezeCohort } from '../../../engine/protocol/cohort.ts';
import {
  joinNextCohort,
  type KeepingStudy,
  openChoices,
  stayForNext,
} from '../../../engine/protocol/left-out.ts';
import { answerQuestion } from '../../../engine/protocol/personality-phase.ts';
import type { DeclaringStudy } from '../../../engine/protocol/registration.ts';
import { openVisualPhase, rateFace } from '../../../engine/protocol/visual-phase.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { freshChat } from '../../support/participants.ts';
import { stagePerson, type StagedStep, type Staging } from '../../support/staged-people.ts';
import { scoringStudy, stagingOn } from './staging.ts';

let db: TestDatabase;
let staging: Staging;
let study: DeclaringStudy;
let admin: UserId;
let seeds = 0;
beforeAll(async () => {
  db = await createTestDatabase();
  staging = await stagingOn(db);
  study = await scoringStudy();
  const account = { email: 'admin@example.org', passwordHash: 'h', role: 'admin' } as const;
  admin = (await run((uow) => uow.accounts.create(account))).id;
});

const now = new Date('2026-05-01T12:00:00Z');
const run = <T>(work: (uow: UnitOfWork) => Promise<T>): Promise<T> => db.database.transact(work);
const staged = (cohortId: CohortId, step: StagedStep): Promise<Participant> => {
  const seed = ++seeds;
  const person = { cohortId, chatId: freshChat(), seed, photoPath: `uploads/${seed}.jpg`, now };
  return stagePerson(db.database, staging, person, step);
};
const opened = async (): Promise<CohortId> =>
  (
    await run((uow) =>
      uow.cohorts.create({ name: `Cohort ${++seeds}`, createdAt: new Date(now.getTime() + seeds) }),
    )
  ).id;
/** People of a frozen cohort who were left out of it, each at a step. */
async function leftOutAt(...steps: StagedStep[]): Promise<Participant[]> {
  const cohortId = await opened();
  for (let others = 0; others < 2; others++) await staged(cohortId, 'cohort');
  const people: Participant[] = [];
  for (const step of steps) people.push(await staged(cohortId, step));
  await run((uow) => freezeCohort(uow, staging.digest, { cohortId, by: admin, study, now }));
  return people;
}
const keeping = (versions: Partial<Staging['versions']> = {}): KeepingStudy => ({
  leftOutDays: 30,
  instruments: staging.instruments,
  versions: { ...staging.versions, ...versions },
});
const join = (person: Participant, kept: KeepingStudy) =>
  run((uow) => joinNextCohort(uow, person, { study: kept, now }));
const phasesOf = async ({ userId }: Participant): Promise<string[]> =>
  [...(await run((uow) => uow.phases.of(userId))).keys()].toSorted();

test('people of a frozen cohort who are not in it are left out; those who withdrew are not', async () => {
  const [open, gone] = (await leftOutAt('questionnaire', 'selfie')) as [Participant, Participant];
  await run((uow) => uow.participants.update(gone.userId, { status: 'withdrawn' }));
  const left = await run((uow) => uow.participants.leftOut());
  expect(left.map(({ userId }) => userId)).toEqual([open.userId]);
  expect(await run((uow) => openChoices(uow, { id: open.cohortId }))).toBe(1);
  await run((uow) => stayForNext(uow, open, { study: keeping(), now }));
  expect(await run((uow) => openChoices(uow, { id: open.cohortId }))).toBe(0);
  await run((uow) => uow.participants.update(open.userId, { status: 'withdrawn' }));
});

test('after the freeze every write of a phase is refused', async () => {
  const [rating, answering, fresh] = (await leftOutAt('calibration', 'questionnaire', 'language')) as [
    Participant,
    Participant,
    Participant,
  ];
  const refused = { code: 'cohort-state' };
  const swipe = { position: 0, faceId: 'f', repeat: false, rating: 1, dwellMs: 1, answeredAt: now };
  await expect(run((uow) => rateFace(uow, rating.userId, swipe))).rejects.toMatchObject(refused);
  const answer = { itemId: 'x', value: 1, dwellMs: 1, answeredAt: now, locale: 'en' as const };
  await expect(run((uow) => answerQuestion(uow, answering.userId, answer))).rejects.toMatchObject(refused);
  const consent = {
    purpose: 'face',
    granted: true,
    textVersion: '1',
    textHash: 'h',
    locale: 'en',
    at: now,
  } as const;
  await run((uow) => uow.consents.record({ ...consent, userId: fresh.userId }));
  const opening = run((uow) => openVisualPhase(uow, staging, { userId: fresh.userId, seeks: 'male', now }));
  await expect(opening).rejects.toMatchObject(refused);
});

test('without an open cohort nobody is moved', async () => {
  const [person] = (await leftOutAt('questionnaire')) as [Participant];
  expect(await join(person, keeping())).toBeUndefined();
});

test('the next cohort keeps phases whose pack and questionnaire are the same, and begins the others anew', async () => {
  const [same, face, questions] = (await leftOutAt('questionnaire', 'questionnaire', 'questionnaire')) as [
    Participant,
    Participant,
    Participant,
  ];
  const next = await opened();
  expect(await join(same, keeping())).toEqual({ restart: undefined });
  expect(await phasesOf(same)).toEqual(['personality', 'visual']);

  expect(await join(face, keeping({ visual: 'another pack' }))).toEqual({ restart: 'visual' });
  expect(await phasesOf(face)).toEqual([]);
  const left = await run(async (uow) => [
    await uow.visual.photoPath(face.userId),
    await uow.visual.selfie(face.userId),
    await uow.visual.ratings(face.userId),
    await uow.phases.presentation(face.userId, 'personality'),
  ]);
  expect(left).toEqual([undefined, undefined, [], undefined]);
  const files = await db.database.withScope(({ query }) =>
    query(`SELECT FROM pgboss.job WHERE name = 'delete-file'`),
  );
  expect(files).toHaveLength(1);

  // The first of the cohort began with another version, so that is the questionnaire of the cohort.
  await db.database.withScope(async ({ query }) => {
    await query('SET LOCAL session_replication_role = replica');
    await query(
      `UPDATE phase_records SET instrument_version = 'piip-7.1' WHERE user_id = $1 AND phase = 'personality'`,
      [same.userId],
    );
  });
  expect(await join(questions, keeping())).toEqual({ restart: 'personality' });
  expect(await phasesOf(questions)).toEqual(['visual']);
  for (const person of [same, face, questions])
    expect(await run((uow) => uow.participants.byUser(person.userId))).toMatchObject({
      cohortId: next,
      code: person.code,
      leftOutUntil: null,
      staysSince: null,
    });
});

test('who was left out because their face cannot be read begins anew with the photo, and the freeze asks them too', async () => {
  const cohortId = await opened();
  for (let others = 0; others < 2; others++) await staged(cohortId, 'cohort');
  const person = await staged(cohortId, 'cohort');
  await db.database.withScope(async ({ query }) => {
    await query('SET LOCAL session_replication_role = replica');
    await query(
      `UPDATE profiles SET visual_embedding = jsonb_set(visual_embedding, '{fernet}', '"x"') WHERE user_id = $1`,
      [person.userId],
    );
  });
  await run((uow) => freezeCohort(uow, staging.digest, { cohortId, by: admin, study, now }));
  expect(await run((uow) => uow.participants.isLeftOut(person.userId))).toBe(true);
  await opened();
  expect(await join(person, keeping())).toEqual({ restart: 'face-unreadable' });
  expect(await phasesOf(person)).toEqual(['biological']);
  expect(await run((uow) => uow.biology.kitOf(person.userId))).toMatchObject({ voidedAt: null });
});
