import { beforeAll, describe, expect, test } from '@jest/globals';
import type { CohortId, Participant, UserId } from '../../../engine/ports/participants.ts';
import type { UnitOfWork } from '../../../engine/ports/unit-of-work.ts';
import { freezeCohort, releaseCohort } from '../../../engine/protocol/cohort.ts';
import { answerIntroduction, introductionsOf } from '../../../engine/protocol/introductions.ts';
import { reportContent } from '../../../engine/protocol/report-content.ts';
import { answerProfile, profilesOf, requestReport } from '../../../engine/protocol/reveal.ts';
import { scoreCohort, type ScoringPlan } from '../../../engine/protocol/score-cohort.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { freshChat } from '../../support/participants.ts';
import { stagePerson, type Staging } from '../../support/staged-people.ts';
import { scoringPlan, stagingOn } from './staging.ts';

let db: TestDatabase;
let staging: Staging;
let plan: ScoringPlan;
let admin: UserId;
beforeAll(async () => {
  db = await createTestDatabase();
  staging = await stagingOn(db);
  plan = await scoringPlan();
  const account = { email: 'admin@example.org', passwordHash: 'h', role: 'admin' } as const;
  admin = (await run((uow) => uow.accounts.create(account))).id;
});

const now = new Date('2026-05-01T12:00:00Z');
const run = <T>(work: (uow: UnitOfWork) => Promise<T>): Promise<T> => db.database.transact(work);
const code = (expected: string): unknown => expect.objectContaining({ code: expected });
const about = { study: 'Test', weights: { visual: 40, personality: 30, biological: 30 }, now };

type Pair = [ann: Participant, bob: Participant];

/** Two people who suit each other, in a cohort of their own, as far as asked. */
async function pairAt(status: 'open' | 'frozen' | 'scored' | 'released'): Promise<Pair> {
  const { id: cohortId } = await run((uow) => uow.cohorts.create({ name: 'Test', createdAt: now }));
  const one = (seed: number, sex: 'female' | 'male', seeks: 'female' | 'male', name: string) =>
    stagePerson(
      db.database,
      staging,
      { cohortId, chatId: freshChat(), seed, sex, seeks, name, now },
      'cohort',
    );
  const pair: Pair = [await one(1, 'female', 'male', 'Ann'), await one(2, 'male', 'female', 'Bob')];
  await run((uow) => bring(uow, cohortId, status));
  return pair;
}

async function bring(uow: UnitOfWork, cohortId: CohortId, status: string): Promise<void> {
  const { declaration } = plan;
  if (status === 'open') return;
  await freezeCohort(uow, staging.digest, { cohortId, by: admin, declaration, now });
  if (status === 'frozen') return;
  await scoreCohort(uow, { cohortId, plan, now });
  if (status === 'released') await releaseCohort(uow, { cohortId, now });
}

/** What one says about the other, closed by asking for the report. */
const answer = (viewer: Participant, shown: Participant, wouldMeet: boolean, wtm = 5): Promise<void> =>
  run(async (uow) => {
    const seen = { cohortId: viewer.cohortId, viewer: viewer.userId, shown: shown.userId, at: now };
    await uow.outcomes.markShown(seen);
    await answerProfile(uow, viewer.userId, shown.userId, { wtm, wouldMeet, at: now });
    await requestReport(uow, viewer, now);
  });
const introductions = (me: Participant): Promise<string[]> =>
  run(async (uow) => (await introductionsOf(uow, me)).map(({ other }) => other.displayName!));
const lastWord = (me: Participant, other: Participant, yes: boolean): Promise<boolean> =>
  run((uow) => answerIntroduction(uow, { from: me.userId, about: other.userId, yes, now }));

describe('invariant 3: nothing of others and no score before the release', () => {
  test.each(['open', 'frozen', 'scored'] as const)('in a cohort that is %s', async (status) => {
    const [ann] = await pairAt(status);
    await expect(run((uow) => profilesOf(uow, ann))).rejects.toEqual(code('not-yet-visible'));
    await expect(run((uow) => reportContent(uow, ann, about))).rejects.toEqual(code('not-yet-visible'));
    await expect(run((uow) => requestReport(uow, ann, now))).rejects.toEqual(code('not-yet-visible'));
    expect(await run((uow) => uow.reports.of(ann.userId))).toBeUndefined();
    const data = JSON.stringify(await run((uow) => uow.personalData.export(ann.userId)));
    expect(/lust_score|visual_score|hla_score|total_compatibility|mutual|Bob/.exec(data)).toBeNull();
  });

  test('a report that somebody slipped into the database opens nothing before the release', async () => {
    const [ann] = await pairAt('scored');
    await run((uow) => uow.reports.request(ann.userId, ann.cohortId, now));
    await expect(run((uow) => reportContent(uow, ann, about))).rejects.toEqual(code('not-yet-visible'));
  });

  test('an answer about somebody who was never shown is refused', async () => {
    const [ann, bob] = await pairAt('scored');
    await expect(
      run((uow) => answerProfile(uow, ann.userId, bob.userId, { wtm: 7, at: now })),
    ).rejects.toEqual(code('not-found'));
  });
});

describe('invariant 6: willingness to meet is collected before any score is shown', () => {
  test('the report says nothing until every profile is answered and the answers are closed', async () => {
    const [ann, bob] = await pairAt('released');
    expect(await run((uow) => profilesOf(uow, ann))).toMatchObject([{ assignment: { shown: bob.userId } }]);
    await expect(run((uow) => requestReport(uow, ann, now))).rejects.toEqual(code('phase-incomplete'));
    const seen = { cohortId: ann.cohortId, viewer: ann.userId, shown: bob.userId, at: now };
    await run((uow) => uow.outcomes.markShown(seen));
    await run((uow) => answerProfile(uow, ann.userId, bob.userId, { wtm: 6, at: now }));
    await expect(run((uow) => requestReport(uow, ann, now))).rejects.toEqual(code('phase-incomplete'));
    await run((uow) => answerProfile(uow, ann.userId, bob.userId, { wouldMeet: true, at: now }));
    await expect(run((uow) => reportContent(uow, ann, about))).rejects.toEqual(code('not-yet-visible'));
    await run((uow) => requestReport(uow, ann, now));
    expect(await run((uow) => reportContent(uow, ann, about))).toMatchObject({
      matches: [{ label: 'Bob', coverage: 1, answer: { wtm: 6, wouldMeet: true } }],
    });
  });

  test('closed answers are changed neither by the code nor in the database', async () => {
    const [ann, bob] = await pairAt('released');
    await answer(ann, bob, true, 3);
    await expect(
      run((uow) => answerProfile(uow, ann.userId, bob.userId, { wtm: 7, at: now })),
    ).rejects.toEqual(code('phase-sealed'));
    await expect(
      db.database.withScope(({ query }) =>
        query('UPDATE outcomes SET wtm = 7 WHERE viewer = $1', [ann.userId]),
      ),
    ).rejects.toEqual(code('phase-sealed'));
    expect(await run((uow) => uow.outcomes.of(ann.userId))).toMatchObject([{ wtm: 3 }]);
  });

  test('an answer is never moved to other people, not even with SQL', async () => {
    const [ann, bob] = await pairAt('released');
    await answer(ann, bob, true, 3);
    for (const change of ['viewer = $2, shown = $1', 'shown = $1'])
      await expect(
        db.database.withScope(({ query }) =>
          query(`UPDATE outcomes SET ${change} WHERE viewer = $1 AND shown = $2`, [ann.userId, bob.userId]),
        ),
      ).rejects.toEqual(code('phase-sealed'));
  });

  test.each([0, 8, 3.5, Number.NaN])('%s is no willingness to meet', async (wtm) => {
    const [ann, bob] = await pairAt('released');
    await expect(run((uow) => answerProfile(uow, ann.userId, bob.userId, { wtm, at: now }))).rejects.toEqual(
      code('bad-request'),
    );
  });

  test('one person closing their answers shows nothing to the other', async () => {
    const [ann, bob] = await pairAt('released');
    await answer(ann, bob, true);
    await expect(run((uow) => reportContent(uow, bob, about))).rejects.toEqual(code('not-yet-visible'));
    expect(await introductions(bob)).toEqual([]);
  });

  test('a report tells no direction of the faces: both readers find the same number', async () => {
    const [ann, bob] = await pairAt('released');
    await answer(ann, bob, true);
    await answer(bob, ann, true);
    const visual = async (me: Participant): Promise<number | null> =>
      (await run((uow) => reportContent(uow, me, about))).matches[0]!.phases.visual;
    expect(await visual(ann)).toBe(await visual(bob));
  });
});

describe('introductions', () => {
  test('are proposed when both would meet and both have closed their answers, not before', async () => {
    const [ann, bob] = await pairAt('released');
    await answer(ann, bob, true);
    expect(await introductions(ann)).toEqual([]);
    await answer(bob, ann, true);
    expect(await introductions(ann)).toEqual(['Bob']);
    expect(await introductions(bob)).toEqual(['Ann']);
  });

  test('happen once, after both said yes a second time', async () => {
    const [ann, bob] = await pairAt('released');
    await answer(ann, bob, true);
    await answer(bob, ann, true);
    await introductions(ann);
    expect(await lastWord(ann, bob, true)).toBe(false);
    expect(await lastWord(ann, bob, true)).toBe(false);
    expect(await lastWord(bob, ann, true)).toBe(true);
    expect(await lastWord(bob, ann, true)).toBe(false);
    const trail = await run((uow) => uow.audit.of(ann.userId));
    expect(trail.filter(({ action }) => action === 'introduced')).toHaveLength(1);
  });

  test('two last answers at the same moment introduce once', async () => {
    const [ann, bob] = await pairAt('released');
    await answer(ann, bob, true);
    await answer(bob, ann, true);
    await introductions(ann);
    const said = await Promise.all([lastWord(ann, bob, true), lastWord(bob, ann, true)]);
    expect(said.filter(Boolean)).toHaveLength(1);
  });

  test('a last no is a no', async () => {
    const [ann, bob] = await pairAt('released');
    await answer(ann, bob, true);
    await answer(bob, ann, true);
    await introductions(ann);
    expect(await lastWord(ann, bob, false)).toBe(false);
    expect(await lastWord(bob, ann, true)).toBe(false);
  });

  test('one "would not meet" proposes nothing to either, and no last word is taken', async () => {
    const [ann, bob] = await pairAt('released');
    await answer(ann, bob, true);
    await answer(bob, ann, false);
    expect([await introductions(ann), await introductions(bob)]).toEqual([[], []]);
    await expect(lastWord(ann, bob, true)).rejects.toEqual(code('not-found'));
  });

  test('who blocked, or left after being asked, is introduced to nobody', async () => {
    for (const goes of ['blocks', 'leaves'] as const) {
      const [ann, bob] = await pairAt('released');
      await answer(ann, bob, true);
      await answer(bob, ann, true);
      await introductions(ann);
      expect(await lastWord(bob, ann, true)).toBe(false);
      await run((uow) =>
        goes === 'blocks'
          ? uow.outcomes.block(bob.userId, ann.userId, now)
          : uow.participants.update(bob.userId, { status: 'withdrawn' }),
      );
      expect(await introductions(ann)).toEqual([]);
      await expect(lastWord(ann, bob, true)).rejects.toEqual(code('not-found'));
    }
  });
});

describe('who withdrew after the release', () => {
  test('is shown to nobody, and does not hold up the others', async () => {
    const [ann, bob] = await pairAt('released');
    await run((uow) => uow.participants.update(bob.userId, { status: 'withdrawn' }));
    expect(await run((uow) => profilesOf(uow, ann))).toEqual([]);
    await run((uow) => requestReport(uow, ann, now));
    expect((await run((uow) => reportContent(uow, ann, about))).matches).toEqual([]);
  });
});
