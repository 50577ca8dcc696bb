import { beforeAll, describe, expect, test } from '@jest/globals';
import { fuse } from '../../../engine/compatibility/fusion.ts';
import type { Cohort } from '../../../engine/ports/cohorts.ts';
import type { Participant, UserId } from '../../../engine/ports/participants.ts';
import type { UnitOfWork } from '../../../engine/ports/unit-of-work.ts';
import { freezeCohort, previewFreeze, releaseCohort } from '../../../engine/protocol/cohort.ts';
import { type CohortScored, scoreCohort, type ScoringPlan } from '../../../engine/protocol/score-cohort.ts';
import type { PhaseSnapshots } from '../../../engine/protocol/scorers.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { freshChat } from '../../support/participants.ts';
import { stagePerson, type StagedStep, type Staging } from '../../support/staged-people.ts';
import { scoringPlan, scoringReferences, stagingOn } from './staging.ts';

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

/** A cohort of its own: women who seek men and men who seek women in turn, each at the given step. */
async function cohortOf(...steps: StagedStep[]): Promise<{ cohort: Cohort; people: Participant[] }> {
  const cohort = await run((uow) => uow.cohorts.create({ name: 'Test', createdAt: now }));
  const people: Participant[] = [];
  for (const [index, step] of steps.entries()) {
    const [sex, seeks] = index % 2 === 0 ? (['female', 'male'] as const) : (['male', 'female'] as const);
    const person = { cohortId: cohort.id, chatId: freshChat(), seed: index, sex, seeks, now };
    people.push(await stagePerson(db.database, staging, person, step));
  }
  return { cohort, people };
}

const freeze = ({ id: cohortId }: Cohort, declaration = plan.declaration) =>
  run((uow) => freezeCohort(uow, staging.digest, { cohortId, by: admin, declaration, now }));
const score = ({ id: cohortId }: Cohort, changed: Partial<ScoringPlan> = {}): Promise<CohortScored> =>
  run((uow) => scoreCohort(uow, { cohortId, plan: { ...plan, ...changed }, now }));
/** As the owner of the server may do it, past the triggers. */
const tamper = (text: string, values: unknown[]): Promise<void> =>
  db.database.withScope(async ({ query }) => {
    await query('SET LOCAL session_replication_role = replica');
    await query(text, values);
  });

const complete = ['cohort', 'cohort', 'cohort', 'cohort'] as const;

describe('invariant 4: a phase scorer is a pure function of its own phase', () => {
  test('the score of a phase is the same whatever the other phases hold', async () => {
    const { people } = await cohortOf('cohort', 'cohort');
    const snapshots = await run((uow) => plan.scorers.snapshots(uow, people));
    const [a, b] = people.map(({ userId }) => userId) as [UserId, UserId];
    const empty: PhaseSnapshots = { visual: new Map(), personality: new Map(), biological: new Map() };
    for (const phase of ['visual', 'personality', 'biological'] as const) {
      const alone: PhaseSnapshots = { ...empty, [phase]: snapshots[phase] };
      const whole = plan.scorers[phase](snapshots, a, b);
      expect(whole).not.toBeNull();
      expect(plan.scorers[phase](alone, a, b)).toEqual(whole);
      expect(plan.scorers[phase]({ ...snapshots, [phase]: new Map() }, a, b)).toBeNull();
    }
  });

  test('scoring twice gives the same and changes no snapshot', async () => {
    const { people } = await cohortOf('cohort', 'cohort');
    const [a, b] = people.map(({ userId }) => userId) as [UserId, UserId];
    const snapshots = await run((uow) => plan.scorers.snapshots(uow, people));
    const before = structuredClone(snapshots);
    const once = plan.scorers.visual(snapshots, a, b);
    expect(plan.scorers.visual(snapshots, a, b)).toBe(once);
    plan.scorers.personality(snapshots, a, b);
    plan.scorers.biological(snapshots, b, a);
    expect(structuredClone(snapshots)).toEqual(before);
    expect(plan.scorers.visual(snapshots, b, a)).not.toBe(once);
  });
});

describe('invariant 5: fusion sees phase scores only', () => {
  test('what is stored for a pair is the fusion of its stored percentiles', async () => {
    const { cohort } = await cohortOf(...complete);
    await freeze(cohort);
    await score(cohort);
    const scores = await run((uow) => uow.cohorts.pairScores(cohort.id));
    expect(scores).toHaveLength(8);
    for (const { visual, personality, biological, directed, coverage, mutual, a, b } of scores) {
      expect(fuse({ visual, personality, biological }, plan.weights)).toMatchObject({
        score: directed,
        coverage,
      });
      const back = scores.find((other) => other.a === b && other.b === a)!;
      expect(back).toMatchObject({ personality, biological, mutual });
      expect(mutual).toBeCloseTo((2 * directed * back.directed) / (directed + back.directed), 9);
    }
  });
});

describe('invariant 7: only what was declared at the freeze is scored', () => {
  test('a freeze declares who is in, who is not, the weights and every seal, under one hash', async () => {
    const { cohort, people } = await cohortOf('cohort', 'lab', 'questionnaire', 'calibration');
    const preview = await run((uow) => previewFreeze(uow, cohort));
    const [whole, noLab, noAnswers, noRatings] = people.map((person) => person.code) as [
      string,
      string,
      string,
      string,
    ];
    expect(preview.included.toSorted()).toEqual([whole, noLab].toSorted());
    expect(preview.missingLab).toEqual([noLab]);
    expect(preview.excluded).toEqual(
      expect.arrayContaining([
        { code: noAnswers, reason: 'personality-open' },
        { code: noRatings, reason: 'visual-open' },
      ]),
    );
    const { hash, included } = await freeze(cohort);
    expect(included).toBe(2);
    const frozen = (await run((uow) => uow.cohorts.byId(cohort.id)))!;
    expect(frozen).toMatchObject({ status: 'frozen', preregistrationHash: hash, frozenAt: now });
    const { enough, ...declared } = preview;
    expect(enough).toBe(true);
    expect(frozen.preregistration).toMatchObject({ ...declared, declaration: plan.declaration });
    const seals = frozen.preregistration!['seals'] as Record<string, string>;
    expect(Object.keys(seals).toSorted()).toEqual([whole, noLab].toSorted());
    expect(seals[whole]!.split(' ')).toHaveLength(3);
  });

  test('one person alone is not frozen', async () => {
    const { cohort } = await cohortOf('cohort', 'questionnaire');
    expect(await run((uow) => previewFreeze(uow, cohort))).toMatchObject({ enough: false });
    await expect(freeze(cohort)).rejects.toEqual(code('cohort-too-small'));
    expect((await run((uow) => uow.cohorts.byId(cohort.id)))?.status).toBe('open');
  });

  test.each<[string, Partial<ScoringPlan>]>([
    ['weights', { weights: { visual: 50, personality: 25, biological: 25 } }],
    ['seed', { seed: 'a luckier one' }],
    ['profilesPerPerson', { profilesPerPerson: 9 }],
    ['exploreShare', { exploreShare: 0 }],
  ])('other %s than declared are refused by name, and nothing is stored', async (name, changed) => {
    const { cohort } = await cohortOf('cohort', 'cohort');
    await freeze(cohort);
    await expect(score(cohort, changed)).rejects.toEqual(
      expect.objectContaining({
        code: 'preregistration-mismatch',
        message: expect.stringContaining(name) as unknown,
      }),
    );
    expect((await run((uow) => uow.cohorts.byId(cohort.id)))!.status).toBe('frozen');
    expect(await run((uow) => uow.cohorts.pairScores(cohort.id))).toEqual([]);
  });

  test('another version of an instrument than declared is refused', async () => {
    const { cohort } = await cohortOf('cohort', 'cohort');
    await freeze(cohort);
    const declaration = { ...plan.declaration, versions: { prior: 'retrained' } };
    await expect(score(cohort, { declaration })).rejects.toThrow(/versions is not what was declared/);
    await expect(
      score(cohort, { declaration: { ...plan.declaration, metrics: ['added later'] } }),
    ).rejects.toThrow(/metrics/);
  });

  test('swipes on faces of a pack that is not at hand are no reason to score without them', async () => {
    const { cohort } = await cohortOf('cohort', 'cohort');
    await freeze(cohort);
    const { scorers } = await scoringPlan({ calibrationFaces: () => new Map() });
    await expect(score(cohort, { scorers })).rejects.toEqual(code('pack-invalid'));
    const asked = new Set<string>();
    const { calibrationFaces } = await scoringReferences();
    const watched = await scoringPlan({
      calibrationFaces: (version) => {
        asked.add(version);
        return calibrationFaces(version);
      },
    });
    await score(cohort, { scorers: watched.scorers });
    expect([...asked]).toEqual([staging.visualVersion]);
  });

  test('an altered pre-registration is refused, although its words agree with the plan', async () => {
    const { cohort } = await cohortOf('cohort', 'cohort');
    await freeze(cohort);
    await db.database.withScope(({ query }) =>
      query(
        `UPDATE cohorts SET preregistration = jsonb_set(preregistration::jsonb, '{declaration,weights,visual}', '99') WHERE id = $1`,
        [cohort.id],
      ),
    );
    const weights = { ...plan.weights, visual: 99 };
    await expect(score(cohort, { weights, declaration: { ...plan.declaration, weights } })).rejects.toThrow(
      /pre-registration was altered/,
    );
  });

  test('a seal that was replaced after the freeze is refused, naming whose', async () => {
    const { cohort, people } = await cohortOf('cohort', 'cohort');
    await freeze(cohort);
    await tamper(`UPDATE phase_records SET digest = 'other' WHERE user_id = $1 AND phase = 'visual'`, [
      people[1]!.userId,
    ]);
    await expect(score(cohort)).rejects.toThrow(`the sealed data of ${people[1]!.code} changed`);
  });

  test('a cohort is frozen, scored and released once each and in this order', async () => {
    const { cohort } = await cohortOf('cohort', 'cohort');
    const release = () => run((uow) => releaseCohort(uow, { cohortId: cohort.id, now }));
    await expect(score(cohort)).rejects.toEqual(code('cohort-state'));
    await expect(release()).rejects.toEqual(code('cohort-state'));
    await freeze(cohort);
    await expect(freeze(cohort)).rejects.toEqual(code('cohort-state'));
    await expect(release()).rejects.toEqual(code('cohort-state'));
    await score(cohort);
    await expect(score(cohort)).rejects.toEqual(code('cohort-state'));
    await release();
    await expect(release()).rejects.toEqual(code('cohort-state'));
  });

  test('two admins who freeze at the same moment freeze once', async () => {
    const { cohort } = await cohortOf('cohort', 'cohort');
    const results = await Promise.allSettled([freeze(cohort), freeze(cohort), freeze(cohort)]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('who withdrew after the freeze is scored with nobody', async () => {
    const { cohort, people } = await cohortOf(...complete);
    await freeze(cohort);
    await run((uow) => uow.participants.update(people[0]!.userId, { status: 'withdrawn' }));
    expect(await score(cohort)).toMatchObject({ people: 3, pairs: 2 });
    const scored = await run((uow) => uow.cohorts.pairScores(cohort.id));
    expect(scored.some(({ a, b }) => [a, b].includes(people[0]!.userId))).toBe(false);
  });
});

describe('invariant 10: a missing phase is declared, and its weight shared by the others', () => {
  test('the freeze seals a lab result that never came as missing, with a flag', async () => {
    const { cohort, people } = await cohortOf('cohort', 'lab');
    await freeze(cohort);
    const record = (await run((uow) => uow.phases.of(people[1]!.userId))).get('biological')!;
    expect(record).toMatchObject({ missing: true, flags: ['no-lab-result'], sealedAt: now });
    expect(record.digest).not.toBeNull();
  });

  test('the pair is scored from what is there, and its coverage says so', async () => {
    const { cohort } = await cohortOf('cohort', 'lab');
    await freeze(cohort);
    await score(cohort);
    const scores = await run((uow) => uow.cohorts.pairScores(cohort.id));
    expect(scores).toHaveLength(2);
    for (const { visual, personality, biological, directed, coverage } of scores) {
      expect(biological).toBeNull();
      expect(coverage).toBeCloseTo(0.7, 9);
      expect(directed).toBeCloseTo((40 * visual! + 30 * personality!) / 70, 9);
    }
  });
});

test('assignments are seeded: the same cohort and seed give the same plan', async () => {
  const { cohort, people } = await cohortOf(...complete, ...complete);
  const planOf = async (): Promise<unknown[][]> => {
    await run((uow) => uow.cohorts.update(cohort.id, { status: 'frozen' }));
    await score(cohort);
    return (await run((uow) => uow.cohorts.assignments(cohort.id))).map(
      ({ viewer, shown, position, kind }) => [
        people.findIndex(({ userId }) => userId === viewer),
        people.findIndex(({ userId }) => userId === shown),
        position,
        kind,
      ],
    );
  };
  await freeze(cohort);
  const first = await planOf();
  // How many pairs fit depends on who is who; that everybody is in the plan does not.
  expect(new Set(first.map(([viewer]) => viewer))).toEqual(new Set(people.keys()));
  expect(await planOf()).toEqual(first);
});
