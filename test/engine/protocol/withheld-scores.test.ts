import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Participant, UserId } from '../../../engine/ports/participants.ts';
import type { UnitOfWork } from '../../../engine/ports/unit-of-work.ts';
import { recordConsent } from '../../../engine/privacy/consent.ts';
import { withdrawConsent } from '../../../engine/privacy/withdraw.ts';
import { freezeCohort } from '../../../engine/protocol/cohort.ts';
import {
  answerFollowUp,
  askFollowUps,
  closeFollowUps,
  openFollowUps,
  sealFollowUp,
} from '../../../engine/protocol/follow-up-answers.ts';
import { answerIntroduction, proposeIntroductions } from '../../../engine/protocol/introductions.ts';
import { releaseCohort } from '../../../engine/protocol/release.ts';
import { reportContent } from '../../../engine/protocol/report-content.ts';
import { answerProfile, requestReport } from '../../../engine/protocol/reveal.ts';
import type { DeclaringStudy } from '../../../engine/protocol/registration.ts';
import { scoreCohort, type ScoringStudy } from '../../../engine/protocol/score-cohort.ts';
import { withheldScores } from '../../../engine/protocol/withheld-scores.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { freshChat } from '../../support/participants.ts';
import { stagePerson, type Staging } from '../../support/staged-people.ts';
import { reportingStudy, scoringStudy, stagingOn, within } from './staging.ts';

let db: TestDatabase;
let staging: Staging;
let scoring: ScoringStudy & DeclaringStudy;
let reporting: Awaited<ReturnType<typeof reportingStudy>>;
let admin: UserId;
beforeAll(async () => {
  db = await createTestDatabase();
  staging = await stagingOn(db);
  scoring = await scoringStudy();
  reporting = await reportingStudy(staging, scoring);
  const account = { email: 'admin@example.org', passwordHash: 'h', role: 'admin' } as const;
  admin = (await run((uow) => uow.accounts.create(account))).id;
});

const start = new Date('2026-05-01T12:00:00Z');
const day = (days: number): Date => new Date(start.getTime() + days * 86_400_000);
const run = <T>(work: (uow: UnitOfWork) => Promise<T>): Promise<T> => db.database.transact(work);
const code = (expected: string): unknown => expect.objectContaining({ code: expected });
const study = { followUpDays: 10 };

/** Ann and Bob in a released cohort that declared a blind follow-up or none. */
async function pair(followUp: object = { followUp: { blind: true, afterDays: 10, openDays: 21 } }) {
  const { id: cohortId } = await run((uow) => uow.cohorts.create({ name: 'Test', createdAt: start }));
  const one = (seed: number, sex: 'female' | 'male', seeks: 'female' | 'male', name: string) =>
    stagePerson(
      db.database,
      staging,
      { cohortId, chatId: freshChat(), seed, sex, seeks, name, now: start },
      'cohort',
    );
  const [ann, bob] = [await one(1, 'female', 'male', 'Ann'), await one(2, 'male', 'female', 'Bob')];
  const declaration = { ...scoring.declaration, ...followUp };
  await run(async (uow) => {
    await freezeCohort(uow, staging.digest, {
      cohortId,
      by: admin,
      study: { ...scoring, declaration },
      now: start,
    });
    await scoreCohort(within(uow), { ...scoring, declaration }, { cohortId, now: start });
    await releaseCohort(uow, { cohortId, now: start });
  });
  return { ann, bob };
}

const close = (viewer: Participant, shown: Participant, wouldMeet: boolean, now = start): Promise<void> =>
  run(async (uow) => {
    const { cohortId } = viewer;
    await uow.outcomes.markShown({ cohortId, viewer: viewer.userId, shown: shown.userId, at: now });
    await answerProfile(uow, viewer.userId, shown.userId, { wtm: 5, wouldMeet, at: now });
    await requestReport(uow, viewer, now);
  });

async function introduce(ann: Participant, bob: Participant): Promise<void> {
  await close(ann, bob, true);
  await close(bob, ann, true);
  await run(async (uow) => {
    await proposeIntroductions(uow, ann);
    await answerIntroduction(uow, { from: ann.userId, about: bob.userId, yes: true, now: start });
    await answerIntroduction(uow, { from: bob.userId, about: ann.userId, yes: true, now: start });
  });
}

/** What the report holds now, and as if it were made: what it leaves out is stored as the job does. */
const reportOn = (reader: Participant, now: Date) =>
  run(async (uow) => {
    const { matches, withheld } = await reportContent(uow, reader, { study: reporting, now });
    const left = await withheldScores(uow, reader, now);
    await uow.reports.markReady(reader.userId, { path: 'reports/x.pdf', docxPath: 'reports/x.docx' }, now);
    await uow.followUps.withhold(reader.userId, [...left]);
    return { shown: matches.map(({ label }) => label), withheld };
  });
const askedOn = (viewer: Participant, now: Date) =>
  run(async (uow) => {
    const told = await askFollowUps(uow, viewer, { study, now, reachable: true });
    await recordConsent(uow, {
      userId: viewer.userId,
      purpose: 'follow-up',
      granted: true,
      text: '',
      locale: 'en',
      now,
    });
    return told;
  });
const tell = (
  viewer: Participant,
  about: Participant,
  now: Date,
  answers: readonly object[],
): Promise<void> =>
  run(async (uow) => {
    for (const answer of answers)
      await answerFollowUp(uow, viewer, { about: about.userId, answer, study, now });
  });
const whole = [{ met: true }, { again: 6 }, { would: true }, { alike: 2 }];
const hidden = { shown: [], withheld: 1 };
const shown = (name: string) => ({ shown: [name], withheld: 0 });

describe('invariant 6b: with a declared blind follow-up', () => {
  test('the report and the export leave the score out until the follow-up is sealed, and the answer is blind', async () => {
    const { ann, bob } = await pair();
    await introduce(ann, bob);
    expect(await reportOn(ann, day(1))).toEqual(hidden);
    const exported = await run((uow) => uow.personalData.export(ann.userId));
    expect(exported).not.toHaveProperty('matches');
    expect(await askedOn(ann, day(10))).toBe('asked');
    await tell(ann, bob, day(11), whole);
    expect(await reportOn(ann, day(11))).toEqual(hidden);
    await run((uow) => sealFollowUp(uow, ann, { about: bob.userId, study, now: day(11) }));
    expect(await reportOn(ann, day(11))).toEqual(shown('Bob'));
    expect(await run((uow) => uow.personalData.export(ann.userId))).toHaveProperty('matches');
    expect(await run((uow) => uow.followUps.ofCohort(ann.cohortId))).toMatchObject([
      { viewer: ann.userId, shown: bob.userId, met: true, again: 6, would: true, alike: 2, blind: true },
    ]);
    // Ann's answer changes nothing in what Bob is shown.
    expect(await reportOn(bob, day(12))).toEqual(hidden);
  });

  test('a "no" of the other person is not told by a score that is shown earlier', async () => {
    const { ann, bob } = await pair();
    await close(bob, ann, false);
    await close(ann, bob, true);
    expect(await reportOn(ann, day(20))).toEqual(hidden);
    expect(await reportOn(bob, day(20))).toEqual(shown('Ann'));
    expect(await reportOn(ann, day(21))).toEqual(shown('Bob'));
  });

  test('a score that was shown is not withheld again, and an answer after it is not blind', async () => {
    const { ann, bob } = await pair();
    await close(ann, bob, true);
    expect(await reportOn(ann, day(21))).toEqual(shown('Bob'));
    await close(bob, ann, true, day(22));
    await run((uow) => proposeIntroductions(uow, ann));
    for (const [from, about] of [
      [ann, bob],
      [bob, ann],
    ] as const)
      await run((uow) =>
        answerIntroduction(uow, { from: from.userId, about: about.userId, yes: true, now: day(22) }),
      );
    expect(await reportOn(ann, day(23))).toEqual(shown('Bob'));
    await askedOn(ann, day(32));
    await tell(ann, bob, day(32), [{ met: false }]);
    await run((uow) => sealFollowUp(uow, ann, { about: bob.userId, study, now: day(32) }));
    expect(await run((uow) => uow.followUps.of(ann.userId))).toMatchObject([{ met: false, blind: false }]);
  });

  test('a withdrawn consent ends the wait', async () => {
    const { ann, bob } = await pair();
    await introduce(ann, bob);
    expect(await reportOn(ann, day(1))).toEqual(hidden);
    await askedOn(ann, day(10));
    await run((uow) => withdrawConsent(uow, { userId: ann.userId, purpose: 'follow-up', now: day(10) }));
    expect(await reportOn(ann, day(10))).toEqual(shown('Bob'));
  });
});

describe('without it', () => {
  test('the report shows everything at once', async () => {
    const { ann, bob } = await pair({});
    await introduce(ann, bob);
    expect(await reportOn(ann, day(0))).toEqual(shown('Bob'));
  });

  test('answers need consent, a meeting and an open follow-up, and are sealed for good', async () => {
    const { ann, bob } = await pair({});
    await introduce(ann, bob);
    const { cohortId } = ann;
    await run((uow) => uow.followUps.ask({ viewer: ann.userId, shown: bob.userId, cohortId, at: day(10) }));
    await expect(tell(ann, bob, day(10), [{ met: true }])).rejects.toEqual(code('consent-missing'));
    expect(await askedOn(ann, day(10))).toBe(false);
    await expect(tell(ann, bob, day(10), [{ again: 4 }])).rejects.toEqual(code('bad-request'));
    await expect(tell(ann, bob, day(10), [{ met: true }, { again: 8 }])).rejects.toEqual(code('bad-request'));
    await expect(tell(bob, ann, day(10), [{ met: true }])).rejects.toEqual(code('consent-missing'));
    await tell(ann, bob, day(10), [{ met: true }, { again: 4 }]);
    const seal = (now: Date) => run((uow) => sealFollowUp(uow, ann, { about: bob.userId, study, now }));
    await expect(seal(day(10))).rejects.toEqual(code('phase-incomplete'));
    // "Not met" after all erases what was answered about the meeting.
    await tell(ann, bob, day(10), [{ met: false }]);
    expect(await run((uow) => uow.followUps.of(ann.userId))).toMatchObject([{ met: false, again: null }]);
    await seal(day(10));
    await expect(tell(ann, bob, day(11), [{ met: true }])).rejects.toEqual(code('not-found'));
    const change = 'UPDATE follow_ups SET met = TRUE WHERE viewer = $1';
    await expect(db.database.withScope(({ query }) => query(change, [ann.userId]))).rejects.toEqual(
      code('phase-sealed'),
    );
  });

  test('whole answers that were not finished are sealed when the time is over, and others are not', async () => {
    const { ann, bob } = await pair({});
    await introduce(ann, bob);
    await askedOn(ann, day(10));
    await askedOn(bob, day(10));
    await tell(ann, bob, day(12), whole);
    await tell(bob, ann, day(12), [{ met: true }, { again: 2 }]);
    await run((uow) => closeFollowUps(uow, { study, now: day(30.9) }));
    const sealed = async () =>
      (await run((uow) => uow.followUps.ofCohort(ann.cohortId))).map(({ viewer, answeredAt }) => [
        viewer === ann.userId ? 'Ann' : 'Bob',
        answeredAt,
      ]);
    expect(Object.fromEntries(await sealed())).toEqual({ Ann: null, Bob: null });
    await run((uow) => closeFollowUps(uow, { study, now: day(31) }));
    expect(Object.fromEntries(await sealed())).toEqual({ Ann: day(31), Bob: null });
    expect(await run((uow) => openFollowUps(uow, bob, { study, now: day(31) }))).toEqual([]);
  });
});
