import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  builtinReference,
  compareHla,
  createReleaseReference,
  createTyping,
  type HlaReference,
  readGlString,
  serialiseTyping,
} from '@harmonia/hla';
import type { Cohort } from '../../../engine/ports/cohorts.ts';
import type { Participant, UserId } from '../../../engine/ports/participants.ts';
import type { UnitOfWork } from '../../../engine/ports/unit-of-work.ts';
import { parseTyping } from '../../../engine/biological/index.ts';
import { receiveTyping } from '../../../engine/protocol/biological-phase.ts';
import { freezeCohort } from '../../../engine/protocol/cohort.ts';
import { recheckTypings } from '../../../engine/protocol/recheck-typings.ts';
import { scoreCohort } from '../../../engine/protocol/score-cohort.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { inventedTable } from '../../support/invented-table.ts';
import { freshChat } from '../../support/participants.ts';
import { stagePerson, type Staging } from '../../support/staged-people.ts';
import { scoringStudy, stagingOn } from './staging.ts';

const now = new Date('2026-05-01T12:00:00Z');
let db: TestDatabase;
let staging: Staging;
let admin: UserId;
let table: HlaReference;
beforeAll(async () => {
  db = await createTestDatabase();
  staging = await stagingOn(db);
  table = createReleaseReference(inventedTable());
  const account = { email: 'admin@example.org', passwordHash: 'h', role: 'admin' } as const;
  admin = (await run((uow) => uow.accounts.create(account))).id;
});

const run = <T>(work: (uow: UnitOfWork) => Promise<T>): Promise<T> => db.database.transact(work);

/** As the laboratory wrote it, before there was a table: A*02:01:08 was renamed A*02:06 since. */
const typings = [
  'HLA-A*02:01:08+HLA-A*24:02^HLA-B*07:02+HLA-B*08:01^HLA-DRB1*01:01+HLA-DRB1*03:01',
  'HLA-A*01:01+HLA-A*02:06^HLA-B*07:02+HLA-B*15:01^HLA-DRB1*04:01+HLA-DRB1*15:01',
  'HLA-A*01:02+HLA-A*02:01^HLA-B*44:03+HLA-B*15:10^HLA-DRB1*07:01+HLA-DRB1*15:02',
].map((text) => {
  const read = readGlString(text);
  if (!read.ok) throw new Error(read.error.message);
  return serialiseTyping(createTyping(read.value, {}));
});

async function cohortOfThree(): Promise<{ cohort: Cohort; people: Participant[] }> {
  const cohort = await run((uow) => uow.cohorts.create({ name: 'Test', createdAt: now }));
  const people: Participant[] = [];
  for (const [seed, typing] of typings.entries()) {
    const [sex, seeks] = seed === 0 ? (['female', 'male'] as const) : (['male', 'female'] as const);
    const person = { cohortId: cohort.id, chatId: freshChat(), seed, sex, seeks, now };
    const staged = await stagePerson(db.database, staging, person, 'lab');
    people.push(staged);
    await run(async (uow) => {
      const { code: kitCode } = (await uow.biology.kitOf(staged.userId))!;
      await receiveTyping(uow, staging.digest, { kitCode, typing, method: 'hla-names-1', now });
    });
  }
  return { cohort, people };
}

const rawBetween = (a: number, b: number, names: 'current' | 'as-read'): number =>
  compareHla(parseTyping(typings[a]!), parseTyping(typings[b]!), table, { names }).score!;

/** A cohort that was frozen when this method was in use. */
async function frozenWith(method: string) {
  const made = await cohortOfThree();
  const study = await scoringStudy({ hla: table });
  const declaring = { ...study, declaration: { ...study.declaration, versions: { biological: method } } };
  const input = { cohortId: made.cohort.id, by: admin, study: declaring, now };
  await run((uow) => freezeCohort(uow, staging.digest, input));
  return made;
}

async function scoredNow(cohort: Cohort, hla: HlaReference, inUse: string): Promise<void> {
  const study = await scoringStudy({ hla });
  const scoring = { ...study, declaration: { ...study.declaration, versions: { biological: inUse } } };
  await scoreCohort(db.database, scoring, { cohortId: cohort.id, now });
}

const storedRaw = async (cohort: Cohort, a: Participant, b: Participant): Promise<number> => {
  const scores = await run((uow) => uow.cohorts.pairScores(cohort.id));
  return scores.find((score) => score.a === a.userId && score.b === b.userId)!.biologicalRaw!;
};

describe('typings that were stored before the table in use', () => {
  test('are listed by pseudonym and code, without an allele, with the pairs that they move', async () => {
    const { cohort, people } = await cohortOfThree();
    const found = await run((uow) => recheckTypings(uow, cohort, table));
    const moved = [1, 2].map((other) =>
      Math.abs(rawBetween(0, other, 'current') - rawBetween(0, other, 'as-read')),
    );
    expect(found).toEqual({
      cohort: 'Test',
      open: true,
      typings: 3,
      changed: [
        { participant: people[0]!.code, genes: [{ locus: 'A', change: 'names', codes: ['renamed'] }] },
      ],
      pairs: moved.filter((difference) => difference > 0).length,
      largest: expect.closeTo(Math.max(...moved), 9) as unknown,
    });
    expect(found.pairs).toBeGreaterThan(0);
    expect(JSON.stringify(found)).not.toMatch(/02:0/);
    const without = await run((uow) => recheckTypings(uow, cohort, builtinReference()));
    expect(without).toMatchObject({ changed: [], pairs: 0 });
  });

  test('are scored as if they were read with it', async () => {
    const { cohort, people } = await frozenWith('hla-groove-2');
    await scoredNow(cohort, table, 'hla-groove-2');
    expect(await storedRaw(cohort, people[0]!, people[1]!)).toBeCloseTo(rawBetween(0, 1, 'current'), 9);
  });

  test('are scored by the stored names in a cohort that was frozen when that was the method', async () => {
    const { cohort, people } = await frozenWith('hla-groove-1');
    const frozen = (await run((uow) => uow.cohorts.byId(cohort.id)))!;
    expect(await run((uow) => recheckTypings(uow, frozen, table))).toMatchObject({ open: false, pairs: 0 });
    await scoredNow(cohort, table, 'hla-groove-2');
    const raw = await storedRaw(cohort, people[0]!, people[1]!);
    expect(raw).toBeCloseTo(rawBetween(0, 1, 'as-read'), 9);
    expect(raw).not.toBeCloseTo(rawBetween(0, 1, 'current'), 3);
  });

  test('are refused by name when the table is gone that the cohort was frozen with', async () => {
    const { cohort } = await frozenWith('hla-groove-1');
    await expect(scoredNow(cohort, builtinReference(), 'hla-names-1')).rejects.toThrow(
      'versions is not what was declared at the freeze (biological: hla-groove-1 declared, hla-names-1 in use)',
    );
    expect((await run((uow) => uow.cohorts.byId(cohort.id)))!.status).toBe('frozen');
  });
});
