import { beforeAll, describe, expect, test } from '@jest/globals';
import { HarmoniaError } from '../../../foundation/errors.ts';
import type { CohortId, Participant, UserId } from '../../../engine/ports/participants.ts';
import type { UnitOfWork } from '../../../engine/ports/unit-of-work.ts';
import { eraseParticipant } from '../../../engine/privacy/erase.ts';
import { withdrawConsent } from '../../../engine/privacy/withdraw.ts';
import { freezeCohort } from '../../../engine/protocol/cohort.ts';
import {
  answerIntroduction,
  introductionsOf,
  proposeIntroductions,
} from '../../../engine/protocol/introductions.ts';
import { releaseCohort } from '../../../engine/protocol/release.ts';
import { reportContent } from '../../../engine/protocol/report-content.ts';
import { answerProfile, profilesOf, requestReport } from '../../../engine/protocol/reveal.ts';
import type { DeclaringStudy } from '../../../engine/protocol/registration.ts';
import { scoreCohort, type ScoringStudy } from '../../../engine/protocol/score-cohort.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { freshChat } from '../../support/participants.ts';
import { stagePerson, type Staging } from '../../support/staged-people.ts';
import { reportingStudy, scoringStudy, stagingOn, within } from './staging.ts';

let db: TestDatabase;
let staging: Staging;
let study: ScoringStudy & DeclaringStudy;
let admin: UserId;
beforeAll(async () => {
  db = await createTestDatabase();
  staging = await stagingOn(db);
  study = await scoringStudy();
  about = { study: await reportingStudy(staging, study), now };
  const account = { email: 'admin@example.org', passwordHash: 'h', role: 'admin' } as const;
  admin = (await run((uow) => uow.accounts.create(account))).id;
});

const now = new Date('2026-05-01T12:00:00Z');
const run = <T>(work: (uow: UnitOfWork) => Promise<T>): Promise<T> => db.database.transact(work);
const code = (expected: string): unknown => expect.objectContaining({ code: expected });
let about: Parameters<typeof reportContent>[2];

type Pair = [ann: Participant, bob: Participant];

/** Two eligible participants in a cohort of their own, brought to a status. */
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
  if (status === 'open') return;
  await freezeCohort(uow, staging.digest, { cohortId, by: admin, study, now });
  if (status === 'frozen') return;
  await scoreCohort(within(uow), study, { cohortId, now });
  if (status === 'released') await releaseCohort(uow, { cohortId, now });
}

/** Stores an answer and closes it by requesting the report. */
const answer = (viewer: Participant, shown: Participant, wouldMeet: boolean, wtm = 5): Promise<void> =>
  run(async (uow) => {
    const seen = { cohortId: viewer.cohortId, viewer: viewer.userId, shown: shown.userId, at: now };
    await uow.outcomes.markShown(seen);
    await answerProfile(uow, viewer.userId, shown.userId, { wtm, wouldMeet, at: now });
    await requestReport(uow, viewer, now);
  });
const introductions = (me: Participant): Promise<string[]> =>
  run(async (uow) => {
    await proposeIntroductions(uow, me);
    return (await introductionsOf(uow, me)).map(({ other }) => other.displayName!);
  });
const secondAnswer = (me: Participant, other: Participant, yes: boolean): Promise<boolean> =>
  run((uow) => answerIntroduction(uow, { from: me.userId, about: other.userId, yes, now }));

describe('invariant 3: before the release no data of others and no score are visible', () => {
  test.each(['open', 'frozen', 'scored'] as const)('in a cohort that is %s', async (status) => {
    const [ann] = await pairAt(status);
    await expect(run((uow) => profilesOf(uow, ann))).rejects.toEqual(code('not-yet-visible'));
    await expect(run((uow) => reportContent(uow, ann, about))).rejects.toEqual(code('not-yet-visible'));
    await expect(run((uow) => requestReport(uow, ann, now))).rejects.toEqual(code('not-yet-visible'));
    expect(await run((uow) => uow.reports.of(ann.userId))).toBeUndefined();
    const data = JSON.stringify(await run((uow) => uow.personalData.export(ann.userId)));
    expect(/lust_score|visual_score|hla_score|total_compatibility|mutual|Bob/.exec(data)).toBeNull();
  });

  test('a report row inserted before the release makes nothing visible', async () => {
    const [ann] = await pairAt('scored');
    await run((uow) => uow.reports.request(ann.userId, ann.cohortId, now));
    await expect(run((uow) => reportContent(uow, ann, about))).rejects.toEqual(code('not-yet-visible'));
  });

  test('an answer about a participant who was not shown is refused', async () => {
    const [ann, bob] = await pairAt('scored');
    await expect(
      run((uow) => answerProfile(uow, ann.userId, bob.userId, { wtm: 7, at: now })),
    ).rejects.toEqual(code('not-found'));
  });
});

describe('invariant 6: willingness to meet is collected before any score is shown', () => {
  test('the report is refused until every profile is answered and the answers are closed', async () => {
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

  test('closed answers cannot be changed, by the code or in the database', async () => {
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

  test('an answer cannot be moved to other participants with SQL', async () => {
    const [ann, bob] = await pairAt('released');
    await answer(ann, bob, true, 3);
    for (const change of ['viewer = $2, shown = $1', 'shown = $1'])
      await expect(
        db.database.withScope(({ query }) =>
          query(`UPDATE outcomes SET ${change} WHERE viewer = $1 AND shown = $2`, [ann.userId, bob.userId]),
        ),
      ).rejects.toEqual(code('phase-sealed'));
  });

  test.each([0, 8, 3.5, Number.NaN])('%s is refused as willingness to meet', async (wtm) => {
    const [ann, bob] = await pairAt('released');
    await expect(run((uow) => answerProfile(uow, ann.userId, bob.userId, { wtm, at: now }))).rejects.toEqual(
      code('bad-request'),
    );
  });

  test('when one participant closes their answers, nothing becomes visible to the other', async () => {
    const [ann, bob] = await pairAt('released');
    await answer(ann, bob, true);
    await expect(run((uow) => reportContent(uow, bob, about))).rejects.toEqual(code('not-yet-visible'));
    expect(await introductions(bob)).toEqual([]);
  });

  test('a report gives one visual score for both directions, the same to both readers', async () => {
    const [ann, bob] = await pairAt('released');
    await answer(ann, bob, true);
    await answer(bob, ann, true);
    const visual = async (me: Participant): Promise<number | null> =>
      (await run((uow) => reportContent(uow, me, about))).matches[0]!.phases.visual;
    expect(await visual(ann)).toBe(await visual(bob));
  });
});

describe('a match in a report', () => {
  const matchOf = async (me: Participant, given = about) =>
    (await run((uow) => reportContent(uow, me, given))).matches[0]!;

  test('has a range around its score, what each phase moved, and the same for both readers but their own draws', async () => {
    const [ann, bob] = await pairAt('released');
    await answer(ann, bob, true);
    await answer(bob, ann, true);
    const [forth, back] = [await matchOf(ann), await matchOf(bob)];
    for (const { mutual, band, moved } of [forth, back]) {
      expect(band[0]).toBeGreaterThan(0);
      expect(band[0]).toBeLessThan(mutual - 2);
      expect(band[1]).toBeGreaterThan(mutual + 2);
      expect(moved.visual! + moved.personality! + moved.biological!).toBeCloseTo(mutual - 50, 8);
    }
    expect(forth.moved.visual).toBeCloseTo(back.moved.visual!, 8);
    expect(await matchOf(ann)).toEqual(forth);
    // A pack may be gone after the scoring: the range is then that of a taste without ratings.
    const packs = {
      ...about.study.packs,
      begunWith(): never {
        throw new HarmoniaError('pack-invalid', 'gone');
      },
    };
    const without = await matchOf(ann, { ...about, study: { ...about.study, packs } });
    expect(without.mutual).toBe(forth.mutual);
    expect(without.moved).toEqual(forth.moved);
    expect(without.band).not.toEqual(forth.band);
  });

  test('has age and photo only of a person who agreed to the text that says so', async () => {
    const [ann, bob] = await pairAt('released');
    await answer(ann, bob, true);
    expect(await matchOf(ann)).toMatchObject({
      label: 'Bob',
      age: expect.any(Number),
      photoPath: expect.any(String),
    });
    const earlier = { textVersion: '2026-11', textHash: 'h', locale: 'en', at: new Date(now.getTime() + 1) };
    await run((uow) =>
      uow.consents.record({ userId: bob.userId, purpose: 'matching', granted: true, ...earlier }),
    );
    expect(await matchOf(ann)).toMatchObject({ label: 'Bob', age: null, photoPath: null });
  });

  test('says when HLA types were compared by name only, by what the freeze declared', async () => {
    const [ann, bob] = await pairAt('released');
    await answer(ann, bob, true);
    const byName = async (biological: string): Promise<boolean> =>
      (
        await run((uow) =>
          reportContent(uow, ann, {
            ...about,
            study: { ...about.study, versions: { ...staging.versions, biological } },
          }),
        )
      ).hlaByNameOnly;
    expect([await byName('hla-names-1'), await byName('hla-groove-1')]).toEqual([true, false]);
  });
});

describe('the stored files of a report', () => {
  test.each(['erases everything', 'withdraws the face'])(
    'are deleted when a person who stands in it %s, and are made anew when asked for',
    async (how) => {
      const [ann, bob] = await pairAt('released');
      await answer(ann, bob, true);
      await answer(bob, ann, true);
      const files = { path: 'reports/of-ann.pdf', docxPath: 'reports/of-ann.docx' };
      await run(async (uow) => {
        await uow.reports.markReady(ann.userId, files, now);
        await uow.reports.markDelivered(ann.userId, now);
      });
      await run((uow) =>
        how === 'erases everything'
          ? eraseParticipant(uow, { userId: bob.userId, now })
          : withdrawConsent(uow, { userId: bob.userId, purpose: 'face', now }),
      );
      expect(await run((uow) => uow.reports.of(ann.userId))).toMatchObject({
        path: null,
        docxPath: null,
        status: 'delivered',
      });
      const deleted = await db.database.withScope(({ query }) =>
        query<{ path: string }>(`SELECT data ->> 'path' AS path FROM pgboss.job WHERE name = 'delete-file'`),
      );
      expect(deleted.map(({ path }) => path)).toEqual(expect.arrayContaining(Object.values(files)));
      expect((await run((uow) => reportContent(uow, ann, about))).matches).toEqual([]);
    },
  );
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

  test('are not proposed by reading them', async () => {
    const [ann, bob] = await pairAt('released');
    await answer(ann, bob, true);
    await answer(bob, ann, true);
    expect(await run((uow) => introductionsOf(uow, ann))).toEqual([]);
    await expect(secondAnswer(ann, bob, true)).rejects.toEqual(code('not-found'));
    await run((uow) => proposeIntroductions(uow, bob));
    expect(await run((uow) => introductionsOf(uow, ann))).toMatchObject([{ mine: null, introduced: false }]);
  });

  test('take place once, after both answered yes a second time', async () => {
    const [ann, bob] = await pairAt('released');
    await answer(ann, bob, true);
    await answer(bob, ann, true);
    await introductions(ann);
    expect(await secondAnswer(ann, bob, true)).toBe(false);
    expect(await secondAnswer(ann, bob, true)).toBe(false);
    expect(await secondAnswer(bob, ann, true)).toBe(true);
    expect(await secondAnswer(bob, ann, true)).toBe(false);
    const trail = await run((uow) => uow.audit.of(ann.userId));
    expect(trail.filter(({ action }) => action === 'introduced')).toHaveLength(1);
  });

  test('take place once when both second answers arrive at the same moment', async () => {
    const [ann, bob] = await pairAt('released');
    await answer(ann, bob, true);
    await answer(bob, ann, true);
    await introductions(ann);
    const said = await Promise.all([secondAnswer(ann, bob, true), secondAnswer(bob, ann, true)]);
    expect(said.filter(Boolean)).toHaveLength(1);
  });

  test('do not take place after a second answer of no', async () => {
    const [ann, bob] = await pairAt('released');
    await answer(ann, bob, true);
    await answer(bob, ann, true);
    await introductions(ann);
    expect(await secondAnswer(ann, bob, false)).toBe(false);
    expect(await secondAnswer(bob, ann, true)).toBe(false);
  });

  test('are not proposed after one "would not meet", and no second answer is accepted', async () => {
    const [ann, bob] = await pairAt('released');
    await answer(ann, bob, true);
    await answer(bob, ann, false);
    expect([await introductions(ann), await introductions(bob)]).toEqual([[], []]);
    await expect(secondAnswer(ann, bob, true)).rejects.toEqual(code('not-found'));
  });

  test('are closed when a participant blocks the other or leaves after the question', async () => {
    for (const goes of ['blocks', 'leaves'] as const) {
      const [ann, bob] = await pairAt('released');
      await answer(ann, bob, true);
      await answer(bob, ann, true);
      await introductions(ann);
      expect(await secondAnswer(bob, ann, true)).toBe(false);
      await run((uow) =>
        goes === 'blocks'
          ? uow.outcomes.block(bob.userId, ann.userId, now)
          : uow.participants.update(bob.userId, { status: 'withdrawn' }),
      );
      expect(await introductions(ann)).toEqual([]);
      await expect(secondAnswer(ann, bob, true)).rejects.toEqual(code('not-found'));
    }
  });
});

describe('a participant who withdrew after the release', () => {
  test('is no longer shown, and the others can close their answers', async () => {
    const [ann, bob] = await pairAt('released');
    await run((uow) => uow.participants.update(bob.userId, { status: 'withdrawn' }));
    expect(await run((uow) => profilesOf(uow, ann))).toEqual([]);
    await run((uow) => requestReport(uow, ann, now));
    expect((await run((uow) => reportContent(uow, ann, about))).matches).toEqual([]);
  });
});
