import { describe, expect, test } from '@jest/globals';
import { steps } from '../../../engine/protocol/journey.ts';
import { reminderDue, type ReminderFacts } from '../../../engine/protocol/reminders.ts';

const now = new Date('2026-05-10T12:00:00Z');
const moment = { now, reminderDays: [2, 4, 7, 14, 21], timeZone: 'UTC' };
const hoursAgo = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);

const facts = (
  participant: Partial<ReminderFacts['participant']> = {},
  rest: Partial<Omit<ReminderFacts, 'participant'>> = {},
): ReminderFacts => ({
  participant: {
    status: 'active',
    remindersOff: false,
    remindersSent: 0,
    lastActiveAt: hoursAgo(49),
    timeZone: null,
    remindAt: null,
    remindersPausedUntil: null,
    ...participant,
  },
  step: 'questionnaire',
  reachable: true,
  ...rest,
});

describe('a reminder', () => {
  test('is due two days after the last sign of life, and then 2, 3, 7 and 7 days after the one before: at most five', () => {
    const dueAfter = (remindersSent: number): number =>
      [...Array(30).keys()].find((day) =>
        reminderDue(facts({ remindersSent, lastActiveAt: hoursAgo(24 * day + 1) }), moment),
      ) ?? -1;
    expect([0, 1, 2, 3, 4, 5, 6].map(dueAfter)).toEqual([2, 2, 3, 7, 7, -1, -1]);
    expect(reminderDue(facts({ lastActiveAt: hoursAgo(48) }), moment)).toBe(false);
  });

  test('is due at the steps that the participant can finish, the kit and the profiles among them', () => {
    const due = steps.filter((step) => reminderDue(facts({}, { step }), moment));
    expect(steps.filter((step) => !due.includes(step))).toEqual(['cohort', 'report']);
  });

  test('waits for the time that the participant chose, however long or short the silence, and for the end of a pause', () => {
    const chosen = (remindAt: Date) => facts({ remindersSent: 1, lastActiveAt: hoursAgo(3), remindAt });
    expect(reminderDue(chosen(now), moment)).toBe(true);
    expect(reminderDue(chosen(new Date(now.getTime() + 1)), moment)).toBe(false);
    const paused = (remindersPausedUntil: Date) =>
      facts({ lastActiveAt: hoursAgo(300), remindersPausedUntil });
    expect(reminderDue(paused(now), moment)).toBe(true);
    expect(reminderDue(paused(new Date(now.getTime() + 1)), moment)).toBe(false);
  });

  test('is never due between 21 and 9 where the participant lives, or else by the time of the study', () => {
    const hoursDue = (timeZone: string | null, studyZone: string): number[] =>
      [...Array(24).keys()].filter((hour) =>
        reminderDue(facts({ timeZone }), {
          ...moment,
          now: new Date(Date.UTC(2026, 4, 20, hour)),
          timeZone: studyZone,
        }),
      );
    const from = (first: number): number[] => Array.from({ length: 12 }, (_, index) => (first + index) % 24);
    expect(hoursDue(null, 'UTC')).toEqual(from(9));
    expect(hoursDue(null, 'Europe/Madrid')).toEqual(from(7));
    expect(hoursDue('Asia/Vladivostok', 'UTC').toSorted()).toEqual([...from(23)].toSorted());
    expect(hoursDue('Asia/Kolkata', 'UTC')).toEqual(from(4));
  });

  test.each([
    ['switched reminders off', facts({ remindersOff: true })],
    ['paused', facts({ status: 'paused' })],
    ['withdrew', facts({ status: 'withdrawn' })],
    ['blocked the bot', facts({}, { reachable: false })],
  ])('is not due for a participant who %s', (_, refused) => {
    expect(reminderDue(refused, moment)).toBe(false);
  });
});
