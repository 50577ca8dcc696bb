import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Cohort } from '../../../engine/ports/cohorts.ts';
import type { Participant } from '../../../engine/ports/participants.ts';
import type { Phase } from '../../../engine/ports/phases.ts';
import type { UnitOfWork } from '../../../engine/ports/unit-of-work.ts';
import { cohortProgress } from '../../../engine/protocol/progress.ts';
import {
  closeReminders,
  countReminder,
  noteActivity,
  snooze,
  switchReminders,
} from '../../../engine/protocol/reminders.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { enrol } from '../../support/participants.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
const run = <T>(work: (uow: UnitOfWork) => Promise<T>): Promise<T> => db.database.transact(work);
const start = new Date('2026-05-01T08:00:00Z');
const after = (hours: number): Date => new Date(start.getTime() + hours * 3_600_000);

/** A cohort in which so many people are at each step. */
async function cohortWith(
  uow: UnitOfWork,
  counts: { language: number; selfie: number; lab: number; withdrawn: number },
): Promise<{ cohort: Cohort; people: Participant[] }> {
  const cohort = await uow.cohorts.create({ name: 'Test', createdAt: start });
  const people: Participant[] = [];
  for (const [step, count] of Object.entries(counts))
    for (let index = 0; index < count; index++) {
      const person = await enrol(uow, { cohortId: cohort.id, now: start });
      people.push(person);
      if (step === 'withdrawn') await uow.participants.update(person.userId, { status: 'withdrawn' });
      if (step === 'selfie' || step === 'lab') await joined(uow, person);
      if (step === 'lab') await sealed(uow, person, ['visual', 'personality'], index);
    }
  return { cohort, people };
}

async function joined(uow: UnitOfWork, { userId }: Participant): Promise<void> {
  for (const purpose of ['face', 'personality', 'genetic', 'matching', 'research'] as const)
    await uow.consents.record({
      ...{ userId, purpose, granted: true, textVersion: '1', textHash: 'h', locale: 'en', at: start },
    });
  await uow.participants.update(userId, {
    ...{ locale: 'en', adultConfirmedAt: start, accountCompletedAt: start, sex: 'female', seeks: 'male' },
    ...{ birthYear: 1990, seeksAgeMin: 18, seeksAgeMax: 99, displayName: 'Kim', aboutConfirmedAt: start },
  });
}

/** Seals phases, the first after `index` + 1 hours and the next after four days each. */
async function sealed(
  uow: UnitOfWork,
  { userId }: Participant,
  phases: readonly Phase[],
  index: number,
): Promise<void> {
  for (const [order, phase] of phases.entries()) {
    const openedAt = after(2 + order * 100);
    const sealedAt = after(2 + order * 100 + (order === 0 ? index + 1 : 96));
    await uow.phases.open({ userId, phase, instrumentVersion: 'test', openedAt });
    await uow.phases.seal(userId, phase, { sealedAt, digest: 'd', missing: false, flags: [] });
  }
}

describe('the progress of a cohort', () => {
  test('counts people now and so far, and the median time of a stage of ten people', async () => {
    const progress = await run(async (uow) => {
      const { cohort } = await cohortWith(uow, { language: 12, selfie: 10, lab: 11, withdrawn: 0 });
      return cohortProgress(uow, cohort);
    });
    const at = (step: string) => progress.funnel.find((stage) => stage.step === step)!;
    expect(at('language')).toMatchObject({ here: { value: { people: 12 } }, reached: 33 });
    expect(at('selfie')).toMatchObject({ here: { value: { people: 10 } }, reached: 21 });
    expect(at('lab')).toMatchObject({ here: { value: { people: 11 } }, reached: 11 });
    expect(at('report')).toMatchObject({ here: { value: { people: 0 } }, reached: 0 });
    const hours = Object.fromEntries(progress.medianHours.map((one) => [one.stage, one.hours.value]));
    expect(hours).toMatchObject({ joining: 2, visual: 6, personality: 96, biological: null, profiles: null });
    expect(progress.minutesToSealed).toEqual({ value: 60 * (2 + 100 + 96) });
    expect(progress.response).toBeUndefined();
  });

  test('withholds small groups, and every sum from which one could be computed', async () => {
    const progress = await run(async (uow) => {
      const { cohort } = await cohortWith(uow, { language: 15, selfie: 3, lab: 12, withdrawn: 0 });
      return cohortProgress(uow, cohort);
    });
    const shown = progress.funnel.filter(({ here }) => here.value === null).map(({ step }) => step);
    // The three, and the smallest other group, without which the three could be subtracted from the total.
    expect(shown).toEqual(['selfie', 'lab']);
    const reached = Object.fromEntries(progress.funnel.map((stage) => [stage.step, stage.reached]));
    expect(reached).toMatchObject({
      language: 30,
      adult: 15,
      selfie: 15,
      calibration: null,
      lab: null,
      cohort: 0,
    });
    expect(progress.medianHours.find(({ stage }) => stage === 'visual')!.hours.value).not.toBeNull();
  });

  test('tells what followed a reminder within 48 hours, from ten people on', async () => {
    const [early, enough] = await run(async (uow) => {
      const { cohort, people } = await cohortWith(uow, { language: 10, selfie: 0, lab: 0, withdrawn: 0 });
      const remind = (person: Participant) =>
        countReminder(uow, person, { step: 'language', now: after(80) });
      const reminded = async () => (await cohortProgress(uow, cohort)).reminders;
      const acts = (person: Participant, hours: number) =>
        noteActivity(uow, { ...person, remindersSent: 1 }, after(hours));
      for (const person of people.slice(0, 9)) await remind(person);
      // Two came back, a third finished the step, and a fourth came too late.
      for (const person of people.slice(0, 3)) await acts(person, 81);
      await joined(uow, people[2]!);
      await acts(people[3]!, 129);
      const zone = { now: after(82), timeZone: 'UTC' };
      for (const person of people.slice(4, 6)) await snooze(uow, person, 'tomorrow', zone);
      await switchReminders(uow, people[6]!, { on: false, now: after(83) });
      await closeReminders(uow, after(127.9));
      const early = await reminded();
      await remind(people[9]!);
      await closeReminders(uow, after(128));
      return [early, await reminded()];
    });
    const withheld = { value: null, reason: 'too-few-people' };
    expect(early).toEqual({ sent: 9, yield: withheld });
    expect(enough).toEqual({ sent: 10, yield: { value: { back: 30, further: 10, later: 20, off: 10 } } });
  });
});
