import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import canonicalize from 'canonicalize';
import { fuse } from '../../../engine/compatibility/fusion.ts';
import type { Cohort } from '../../../engine/ports/cohorts.ts';
import type { Participant, UserId } from '../../../engine/ports/participants.ts';
import type { UnitOfWork } from '../../../engine/ports/unit-of-work.ts';
import { analysisPlan } from '../../../engine/protocol/analysis-plan.ts';
import { freezeCohort } from '../../../engine/protocol/cohort.ts';
import { previewFreeze } from '../../../engine/protocol/freeze-preview.ts';
import { completedPlan } from '../../../engine/protocol/declared-plan.ts';
import { declarationOf } from '../../../engine/protocol/instrument-of-cohort.ts';
import { preregistrationHash } from '../../../engine/protocol/preregistration-hash.ts';
import { releaseCohort } from '../../../engine/protocol/release.ts';
import type { DeclaringStudy } from '../../../engine/protocol/registration.ts';
import { type CohortScored, scoreCohort, type ScoringStudy } from '../../../engine/protocol/score-cohort.ts';
import type { PhaseSnapshots } from '../../../engine/protocol/scorers.ts';
import { scoreSpread } from '../../../engine/protocol/score-spread.ts';
import { percentileOf } from '../../../engine/quantile-table.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { freshChat } from '../../support/participants.ts';
import { stagePerson, type StagedStep, type Staging } from '../../support/staged-people.ts';
import { scoringStudy, scoringReferences, stagingOn } from './staging.ts';

let db: TestDatabase;
let staging: Staging;
let study: ScoringStudy & DeclaringStudy;
let admin: UserId;
beforeAll(async () => {
  db = await createTestDatabase();
  staging = await stagingOn(db);
  study = await scoringStudy();
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

const freeze = ({ id: cohortId }: Cohort) =>
  run((uow) => freezeCohort(uow, staging.digest, { cohortId, by: admin, study, now }));
const score = ({ id: cohortId }: Cohort, changed: Partial<ScoringStudy> = {}): Promise<CohortScored> =>
  scoreCohort(db.database, { ...study, ...changed }, { cohortId, now });
/** Writes as the owner of the server can, without the triggers. */
const tamper = (text: string, values: unknown[]): Promise<void> =>
  db.database.withScope(async ({ query }) => {
    await query('SET LOCAL session_replication_role = replica');
    await query(text, values);
  });

const complete = ['cohort', 'cohort', 'cohort', 'cohort'] as const;

describe('invariant 4: a phase scorer is a pure function of its own phase', () => {
  test('the score of a phase does not depend on the data of other phases', async () => {
    const { people } = await cohortOf('cohort', 'cohort');
    const snapshots = await run((uow) => study.scorers.snapshots(uow, people));
    const [a, b] = people.map(({ userId }) => userId) as [UserId, UserId];
    const empty: PhaseSnapshots = { visual: new Map(), personality: new Map(), biological: new Map() };
    for (const phase of ['visual', 'personality', 'biological'] as const) {
      const alone: PhaseSnapshots = { ...empty, [phase]: snapshots[phase] };
      const whole = study.scorers[phase](snapshots, a, b);
      expect(whole).not.toBeNull();
      expect(study.scorers[phase](alone, a, b)).toEqual(whole);
      expect(study.scorers[phase]({ ...snapshots, [phase]: new Map() }, a, b)).toBeNull();
    }
  });

  test('scoring twice gives the same and changes no snapshot', async () => {
    const { people } = await cohortOf('cohort', 'cohort');
    const [a, b] = people.map(({ userId }) => userId) as [UserId, UserId];
    const snapshots = await run((uow) => study.scorers.snapshots(uow, people));
    const before = structuredClone(snapshots);
    const once = study.scorers.visual(snapshots, a, b);
    expect(study.scorers.visual(snapshots, a, b)).toBe(once);
    study.scorers.personality(snapshots, a, b);
    study.scorers.biological(snapshots, b, a);
    expect(structuredClone(snapshots)).toEqual(before);
    expect(study.scorers.visual(snapshots, b, a)).not.toBe(once);
  });
});

describe('invariant 5: fusion sees phase scores only', () => {
  test('the stored score of a pair is the fusion of its stored percentiles', async () => {
    const { cohort } = await cohortOf(...complete);
    await freeze(cohort);
    await score(cohort);
    const scores = await run((uow) => uow.cohorts.pairScores(cohort.id));
    expect(scores).toHaveLength(8);
    for (const { visual, personality, biological, directed, coverage, mutual, a, b } of scores) {
      expect(fuse({ visual, personality, biological }, study.weights)).toMatchObject({
        score: directed,
        coverage,
      });
      const back = scores.find((other) => other.a === b && other.b === a)!;
      expect(back).toMatchObject({ personality, biological, mutual });
      expect(mutual).toBeCloseTo((2 * directed * back.directed) / (directed + back.directed), 9);
    }
  });
});

describe('invariant 7: scoring uses what was declared at the freeze', () => {
  test('a freeze declares the included, the excluded, the weights and every seal under one hash', async () => {
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
    const { hash, registration } = await freeze(cohort);
    expect(registration.included).toHaveLength(2);
    const frozen = (await run((uow) => uow.cohorts.byId(cohort.id)))!;
    expect(frozen).toMatchObject({ status: 'frozen', preregistrationHash: hash, frozenAt: now });
    const { enough, ...declared } = preview;
    expect(enough).toBe(true);
    expect(frozen.preregistration).toMatchObject({ ...declared, declaration: study.declaration });
    const seals = frozen.preregistration!['seals'] as Record<string, string>;
    expect(Object.keys(seals).toSorted()).toEqual([whole, noLab].toSorted());
    expect(seals[whole]!.split(' ')).toHaveLength(3);
  });

  test('the hash can be recomputed from the stored text with RFC 8785 and SHA-256', async () => {
    const { cohort } = await cohortOf('cohort', 'lab');
    const { hash } = await freeze(cohort);
    const [row] = await db.database.withScope(({ query }) =>
      query<{ text: string }>('SELECT preregistration::text AS text FROM cohorts WHERE id = $1', [cohort.id]),
    );
    const declared = JSON.parse(row!.text) as Record<string, unknown>;
    expect(declared['canonicalization']).toBe('RFC8785');
    expect(createHash('sha256').update(canonicalize(declared)!).digest('hex')).toBe(hash);
  });

  test('an unknown canonical form is refused, and without one the earlier form is used', () => {
    const before = { included: ['P-1'], seals: { 10: 'ten', 9: 'nine' } };
    const hashed = createHash('sha256').update('{"included":["P-1"],"seals":{"9":"nine","10":"ten"}}');
    expect(preregistrationHash(before)).toBe(hashed.digest('hex'));
    expect(preregistrationHash({ ...before, canonicalization: 'RFC8785' })).not.toBe(
      preregistrationHash(before),
    );
    expect(() => preregistrationHash({ ...before, canonicalization: 'RFC9999' })).toThrow(
      /unknown canonical/,
    );
  });

  test('a cohort with one finished participant is not frozen', async () => {
    const { cohort } = await cohortOf('cohort', 'questionnaire');
    expect(await run((uow) => previewFreeze(uow, cohort))).toMatchObject({ enough: false });
    await expect(freeze(cohort)).rejects.toEqual(code('cohort-too-small'));
    expect((await run((uow) => uow.cohorts.byId(cohort.id)))?.status).toBe('open');
  });

  test.each<[string, Partial<ScoringStudy>]>([
    ['weights', { weights: { visual: 50, personality: 25, biological: 25 } }],
    ['seed', { seed: 'a luckier one' }],
    ['profilesPerPerson', { profilesPerPerson: 9 }],
    ['exploreShare', { exploreShare: 0 }],
    ['looks', { analysis: analysisPlan({ looks: [0.5, 1], closeAfterDays: 28 }) }],
    ['closing', { analysis: analysisPlan({ looks: [1], closeAfterDays: 14 }) }],
  ])(
    '%s that differ from the declaration are refused by name, and nothing is stored',
    async (name, changed) => {
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
    },
  );

  test('another version of an instrument than declared is refused', async () => {
    const { cohort } = await cohortOf('cohort', 'cohort');
    await freeze(cohort);
    const declaration = { ...study.declaration, versions: { prior: 'retrained' } };
    await expect(score(cohort, { declaration })).rejects.toThrow(/versions is not what was declared/);
    await expect(
      score(cohort, { declaration: { ...study.declaration, metrics: ['added later'] } }),
    ).rejects.toThrow(/metrics/);
  });

  test('faces described with two versions of the description are refused', async () => {
    const { cohort } = await cohortOf('cohort', 'cohort');
    const person = {
      cohortId: cohort.id,
      chatId: freshChat(),
      seed: 7,
      sex: 'female',
      seeks: 'male',
      now,
    } as const;
    const later = {
      ...staging,
      versions: { ...staging.versions, visual: `${staging.versions.visual}+description@2` },
    };
    await stagePerson(db.database, later, person, 'cohort');
    await freeze(cohort);
    await expect(score(cohort)).rejects.toEqual(code('preregistration-mismatch'));
    await expect(score(cohort)).rejects.toThrow(/versions 1 and 2 of the description/);
    expect(await run((uow) => uow.cohorts.pairScores(cohort.id))).toEqual([]);
  });

  test('a cohort goes on with the questionnaire of its first participant, and is scored with its reference', async () => {
    const { cohort, people } = await cohortOf('questionnaire');
    const { instruments } = staging;
    const older = instruments.begunWith('piip-7.1');
    const before = { ...staging, instruments: { ...instruments, current: () => older } };
    const sexes = [
      ['female', 'male'],
      ['male', 'female'],
    ] as const;
    for (const [index, [sex, seeks]] of sexes.entries()) {
      const person = { cohortId: cohort.id, chatId: freshChat(), seed: 20 + index, sex, seeks, now };
      if (index === 0) {
        await run((uow) => uow.participants.update(people[0]!.userId, { status: 'withdrawn' }));
        await stagePerson(db.database, before, person, 'cohort');
      } else people.push(await stagePerson(db.database, staging, person, 'cohort'));
    }
    const noted = (await run((uow) => uow.phases.of(people[1]!.userId))).get('personality')!;
    expect(noted.instrumentVersion).toBe('piip-7.1');
    const declaration = await run((uow) => declarationOf(uow, study, cohort.id));
    const versions = { prior: 'test', personality: 'piip-7.1', similarityReference: 'piip-reference-1' };
    expect(declaration).toEqual({ ...study.declaration, versions });
    await freeze(cohort);
    await score(cohort);
    const [pair] = await run((uow) => uow.cohorts.pairScores(cohort.id));
    expect(pair!.personality).toBe(percentileOf(older.reference!, pair!.personalityRaw!));
    const newer = instruments.current().reference!;
    expect(pair!.personality).not.toBe(percentileOf(newer, pair!.personalityRaw!));
  });

  test('a replaced questionnaire that an earlier version compared with a built-in reference is scored as declared', async () => {
    const { instruments } = staging;
    const mine = { instrument: { ...instruments.current().instrument, version: 'mine-1' }, reference: null };
    const find = (version: string) => (version === 'mine-1' ? mine : instruments.find(version));
    const replaced = {
      ...instruments,
      current: () => mine,
      find,
      begunWith: (version: string) => find(version)!,
    };
    const { cohort, people } = await cohortOf('questionnaire');
    await run((uow) => uow.participants.update(people[0]!.userId, { status: 'withdrawn' }));
    const sexes = [
      ['female', 'male'],
      ['male', 'female'],
    ] as const;
    for (const [index, [sex, seeks]] of sexes.entries()) {
      const person = { cohortId: cohort.id, chatId: freshChat(), seed: 30 + index, sex, seeks, now };
      await stagePerson(db.database, { ...staging, instruments: replaced }, person, 'cohort');
    }
    const { scorers } = await scoringStudy({ similarityReference: (version) => find(version)!.reference });
    const replacing = { ...study, scorers, instruments: replaced };
    const versions = { prior: 'test', personality: 'mine-1', similarityReference: 'piip-reference-1' };
    const earlier = { ...replacing, declaration: { ...study.declaration, versions } };
    const of = (similarityReference: string) => ({
      ...study.declaration,
      versions: { ...versions, similarityReference },
    });
    await run((uow) =>
      freezeCohort(uow, staging.digest, { cohortId: cohort.id, by: admin, study: earlier, now }),
    );
    await score(cohort, { ...replacing, declaration: of('none') });
    const [pair] = await run((uow) => uow.cohorts.pairScores(cohort.id));
    const declared = instruments.begunWith('piip-7.1').reference!;
    expect(pair!.personality).toBe(percentileOf(declared, pair!.personalityRaw!));
    expect(pair!.personality).not.toBe(pair!.personalityRaw);
  });

  test('two versions of the questionnaire in one cohort are refused, before the freeze and after it', async () => {
    const { cohort, people } = await cohortOf('cohort', 'cohort');
    const sealedWith = (version: string) =>
      tamper(
        `UPDATE personality_scores SET raw_responses = jsonb_set(raw_responses, '{instrument}', to_jsonb($2::text)) WHERE user_id = $1`,
        [people[1]!.userId, version],
      );
    await sealedWith('piip-7.1');
    const mixed = expect.objectContaining({
      code: 'questionnaires-mixed',
      details: { versions: 'piip-7.1, piip-7.2' },
    }) as unknown;
    await expect(freeze(cohort)).rejects.toEqual(mixed);
    await sealedWith('piip-7.2');
    await freeze(cohort);
    await sealedWith('piip-7.1');
    await expect(score(cohort)).rejects.toEqual(mixed);
    const snapshots = await run((uow) => study.scorers.snapshots(uow, people));
    const [a, b] = [people[0]!.userId, people[1]!.userId];
    expect(() => study.scorers.personality(snapshots, a, b)).toThrow('cannot be compared');
    expect(await run((uow) => uow.cohorts.pairScores(cohort.id))).toEqual([]);
    await run((uow) => uow.participants.update(b, { status: 'withdrawn' }));
    expect(await run((uow) => declarationOf(uow, study, cohort.id))).toEqual(study.declaration);
  });

  test('similarity counts as measured where the questionnaire has no reference', async () => {
    const { cohort } = await cohortOf('cohort', 'cohort');
    await freeze(cohort);
    const { scorers } = await scoringStudy({ similarityReference: () => null });
    await score(cohort, { scorers });
    for (const { personality, personalityRaw } of await run((uow) => uow.cohorts.pairScores(cohort.id)))
      expect(personality).toBe(personalityRaw);
  });

  test('scoring is refused when a rated face is missing from the pack, and asks for the pack of the noted version', async () => {
    const { cohort } = await cohortOf('cohort', 'cohort');
    await freeze(cohort);
    const { scorers } = await scoringStudy({ calibrationFaces: () => new Map() });
    await expect(score(cohort, { scorers })).rejects.toEqual(code('pack-invalid'));
    const asked = new Set<string>();
    const { calibrationFaces } = await scoringReferences();
    const watched = await scoringStudy({
      calibrationFaces: (version) => {
        asked.add(version);
        return calibrationFaces(version);
      },
    });
    await score(cohort, { scorers: watched.scorers });
    expect([...asked]).toEqual([staging.versions.visual]);
  });

  test('an altered pre-registration is refused, although it agrees with the study that scores', async () => {
    const { cohort } = await cohortOf('cohort', 'cohort');
    await freeze(cohort);
    await db.database.withScope(({ query }) =>
      query(
        `UPDATE cohorts SET preregistration = jsonb_set(preregistration::jsonb, '{declaration,weights,visual}', '99') WHERE id = $1`,
        [cohort.id],
      ),
    );
    const weights = { ...study.weights, visual: 99 };
    await expect(score(cohort, { weights, declaration: { ...study.declaration, weights } })).rejects.toThrow(
      /pre-registration was altered/,
    );
  });

  test('a cohort of an earlier version, which registered no analysis, is scored as it was declared', async () => {
    const { cohort } = await cohortOf('cohort', 'cohort');
    await freeze(cohort);
    const { preregistration } = (await run((uow) => uow.cohorts.byId(cohort.id)))!;
    const { included, missingLab, excluded, declaration, seals } = preregistration!;
    const earlier = { included, missingLab, excluded, declaration, seals };
    const hash = preregistrationHash(earlier);
    await run((uow) =>
      uow.cohorts.update(cohort.id, { preregistration: earlier, preregistrationHash: hash }),
    );
    expect(await score(cohort)).toMatchObject({ people: 2 });
    await run((uow) => releaseCohort(uow, { cohortId: cohort.id, now }));
    expect(await run((uow) => uow.cohorts.byId(cohort.id))).toMatchObject({ closesAt: null });
  });

  test('a figure of sensitivity that came after the freeze changes nothing, and one that is gone is a difference', async () => {
    const { cohort } = await cohortOf('cohort', 'cohort');
    const { sensitivity } = study.analysis;
    const earlier = { ...study, analysis: { ...study.analysis, sensitivity: sensitivity.slice(0, -1) } };
    await run((uow) =>
      freezeCohort(uow, staging.digest, { cohortId: cohort.id, by: admin, study: earlier, now }),
    );
    const poorer = { ...study.analysis, sensitivity: sensitivity.slice(1) };
    await expect(score(cohort, { analysis: poorer })).rejects.toThrow(/sensitivity is not what was declared/);
    expect(await score(cohort)).toMatchObject({ people: 2 });
    const { preregistration } = (await run((uow) => uow.cohorts.byId(cohort.id)))!;
    expect(preregistration).toMatchObject({ analysis: { sensitivity: sensitivity.slice(0, -1) } });
  });

  test('a cohort that was frozen before plans were completed is scored as it declared, and a later one is not scored without', async () => {
    const completing = { ...study, declaration: { ...study.declaration, plan: completedPlan } };
    const { cohort } = await cohortOf('cohort', 'cohort');
    await freeze(cohort);
    expect(await score(cohort, completing)).toMatchObject({ people: 2 });
    const { cohort: later } = await cohortOf('cohort', 'cohort');
    await run((uow) =>
      freezeCohort(uow, staging.digest, { cohortId: later.id, by: admin, study: completing, now }),
    );
    await expect(score(later)).rejects.toThrow(/plan is not what was declared/);
    expect(await score(later, completing)).toMatchObject({ pairs: 1, shown: 1, unmet: 2 });
  });

  test('a seal that was changed after the freeze is refused, with the pseudonym', async () => {
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

  test('a release tells the included participants who have not withdrawn, by jobs of its transaction', async () => {
    const { cohort, people } = await cohortOf('cohort', 'cohort', 'cohort', 'questionnaire');
    await freeze(cohort);
    await run((uow) => uow.participants.update(people[0]!.userId, { status: 'withdrawn' }));
    await score(cohort);
    const told = await run((uow) => releaseCohort(uow, { cohortId: cohort.id, now }));
    const expected = people.slice(1, 3);
    expect(told.map(({ userId }) => userId).toSorted()).toEqual(
      expected.map(({ userId }) => userId).toSorted(),
    );
    const jobs = await db.database.withScope(({ query }) =>
      query<{ chat: string }>(
        `SELECT data ->> 'chatId' AS chat FROM pgboss.job WHERE data ->> 'sentence' = 'profiles-arrived'`,
      ),
    );
    const chats = new Set(jobs.map(({ chat }) => chat));
    expect(people.map(({ chatId }) => chats.has(chatId!))).toEqual([false, true, true, false]);
  });

  test('of several freezes at the same moment one succeeds', async () => {
    const { cohort } = await cohortOf('cohort', 'cohort');
    const results = await Promise.allSettled([freeze(cohort), freeze(cohort), freeze(cohort)]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('a participant who withdrew after the freeze is in no scored pair', async () => {
    const { cohort, people } = await cohortOf(...complete);
    await freeze(cohort);
    await run((uow) => uow.participants.update(people[0]!.userId, { status: 'withdrawn' }));
    expect(await score(cohort)).toMatchObject({ people: 3, pairs: 2 });
    const scored = await run((uow) => uow.cohorts.pairScores(cohort.id));
    expect(scored.some(({ a, b }) => [a, b].includes(people[0]!.userId))).toBe(false);
  });
});

describe('invariant 10: a missing phase is declared, and the weights are renormalised', () => {
  test('the freeze seals an absent lab result as missing, with a flag', async () => {
    const { cohort, people } = await cohortOf('cohort', 'lab');
    await freeze(cohort);
    const record = (await run((uow) => uow.phases.of(people[1]!.userId))).get('biological')!;
    expect(record).toMatchObject({ missing: true, flags: ['no-lab-result'], sealedAt: now });
    expect(record.digest).not.toBeNull();
  });

  test('a pair is scored from its present phases, and its coverage is their weight', async () => {
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

describe('no transaction is open while pairs are scored', () => {
  test('who withdraws meanwhile is in no pair: the cohort is scored anew', async () => {
    const { cohort, people } = await cohortOf(...complete);
    await freeze(cohort);
    let left: Promise<void> | undefined;
    const onProgress = (): void => {
      left ??= run((uow) => uow.participants.update(people[0]!.userId, { status: 'withdrawn' }));
    };
    const conclude = async (work: (uow: UnitOfWork) => Promise<CohortScored>): Promise<CohortScored> => {
      await left;
      return run(work);
    };
    const input = { cohortId: cohort.id, now, onProgress, conclude };
    expect(await scoreCohort(db.database, study, input)).toMatchObject({ people: 3, pairs: 2 });
    const scored = await run((uow) => uow.cohorts.pairScores(cohort.id));
    expect(scored.some(({ a, b }) => [a, b].includes(people[0]!.userId))).toBe(false);
  });

  test('a score that differs from that of its pair alone ends the scoring, and nothing is stored', async () => {
    const { cohort } = await cohortOf(...complete);
    await freeze(cohort);
    await expect(score(cohort, { scorers: { ...study.scorers, visual: () => 1 } })).rejects.toEqual(
      code('job-failed'),
    );
    expect(await run((uow) => uow.cohorts.pairScores(cohort.id))).toEqual([]);
    expect((await run((uow) => uow.cohorts.byId(cohort.id)))!.status).toBe('frozen');
  });

  test('a run that was killed before its last step leaves a frozen cohort, and the next one gives the same', async () => {
    const { cohort } = await cohortOf(...complete);
    await freeze(cohort);
    const killed = scoreCohort(db.database, study, {
      cohortId: cohort.id,
      now,
      conclude: () => Promise.reject(new Error('killed')),
    });
    await expect(killed).rejects.toThrow('killed');
    const rows = (): Promise<unknown[]> => run((uow) => uow.cohorts.pairScores(cohort.id));
    const left = await rows();
    expect(left).toHaveLength(8);
    const before = (await run((uow) => uow.cohorts.byId(cohort.id)))!;
    expect(before.status).toBe('frozen');
    expect(await run((uow) => scoreSpread(uow, before))).toBeUndefined();
    await score(cohort);
    expect(await rows()).toEqual(expect.arrayContaining(left));
    expect(await rows()).toHaveLength(8);
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
  // The number of pairs depends on the ids of the participants. All of them are in the plan in any case.
  expect(new Set(first.map(([viewer]) => viewer))).toEqual(new Set(people.keys()));
  expect(await planOf()).toEqual(first);
});
