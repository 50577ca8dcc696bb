import { describe, expect, test } from '@jest/globals';
import { steps } from '../../../engine/protocol/journey.ts';
import { mostReminders, reminderDue, type ReminderFacts } from '../../../engine/protocol/reminders.ts';

const now = new Date('2026-05-10T12:00:00Z');
const moment = { now, reminderDays: 3 };
const hoursAgo = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);

const facts = (
  participant: Partial<ReminderFacts['participant']> = {},
  rest: Partial<Omit<ReminderFacts, 'participant'>> = {},
): ReminderFacts => ({
  participant: {
    status: 'active',
    remindersOff: false,
    remindersSent: 0,
    lastActiveAt: hoursAgo(73),
    ...participant,
  },
  step: 'questionnaire',
  reachable: true,
  ...rest,
});

describe('a reminder', () => {
  test('is due after more than the configured days of silence, and not earlier', () => {
    expect(reminderDue(facts({ lastActiveAt: hoursAgo(73) }), moment)).toBe(true);
    expect(reminderDue(facts({ lastActiveAt: hoursAgo(72) }), moment)).toBe(false);
    expect(reminderDue(facts({ lastActiveAt: hoursAgo(73) }), { now, reminderDays: 4 })).toBe(false);
  });

  test('is sent at most twice in a row', () => {
    expect(mostReminders).toBe(2);
    const due = [0, 1, 2, 3].map((remindersSent) => reminderDue(facts({ remindersSent }), moment));
    expect(due).toEqual([true, true, false, false]);
  });

  test('is due at the steps that the participant can finish, and at no other', () => {
    const due = steps.filter((step) => reminderDue(facts({}, { step }), moment));
    expect(steps.filter((step) => !due.includes(step))).toEqual(['lab', 'cohort', 'report']);
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
