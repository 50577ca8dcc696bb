import type { Participant } from '../ports/participants.ts';
import type { AfterReminder, OpenReminder } from '../ports/reminders.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { currentStep, readJourney, type Step, steps } from './journey.ts';
import { isQuiet, type Snooze, snoozedUntil } from './local-time.ts';

/**
 * Steps at which a participant has nothing to do: the organisers are next, or the study is over. A choice after a freeze
 * has a date instead of reminders.
 */
export const stepsWithoutReminder: ReadonlySet<Step> = new Set(['cohort', 'report', 'leftout']);

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** What a participant does later than this after a reminder is not counted as following it. */
const followsWithinMs = 48 * hourMs;

/** When reminders are sent. */
export interface ReminderPlan {
  /** The days of silence after which each of them is due, rising; an update from the participant starts anew. */
  reminderDays: readonly number[];
  /** The time zone of participants who have not named theirs. */
  timeZone: string;
}

interface Moment extends ReminderPlan {
  now: Date;
}

/** What decides whether a participant is reminded. */
export interface ReminderFacts {
  participant: Pick<
    Participant,
    | 'status'
    | 'remindersOff'
    | 'remindersSent'
    | 'lastActiveAt'
    | 'timeZone'
    | 'remindAt'
    | 'remindersPausedUntil'
  >;
  step: Step;
  /** False while the participant has blocked the bot. */
  reachable: boolean;
}

/** The time zone by which a participant's day and night are told. */
export const zoneOf = (
  { timeZone }: Pick<Participant, 'timeZone'>,
  plan: Pick<ReminderPlan, 'timeZone'>,
): string => timeZone ?? plan.timeZone;

/**
 * True when a participant stopped at a step that is theirs to finish and is to be reminded now: at a time that they chose
 * themselves, or else after the days of silence of the next reminder; never at night and never while reminders pause.
 */
export function reminderDue({ participant, step, reachable }: ReminderFacts, moment: Moment): boolean {
  const { now } = moment;
  const { remindAt, remindersPausedUntil: pausedUntil, remindersSent, lastActiveAt } = participant;
  return (
    reachable &&
    participant.status === 'active' &&
    !participant.remindersOff &&
    remindersSent < moment.reminderDays.length &&
    !stepsWithoutReminder.has(step) &&
    (pausedUntil === null || now >= pausedUntil) &&
    (remindAt === null ? lastActiveAt < silentBefore(moment, remindersSent) : now >= remindAt) &&
    !isQuiet(now, zoneOf(participant, moment))
  );
}

/** The participants for whom `reminderDue` may be true; their step and their chat are still to be looked at. */
export const silentParticipants = (uow: UnitOfWork, moment: Moment): Promise<Participant[]> =>
  uow.participants.silentSince({
    before: new Date(Math.max(...moment.reminderDays.map((_, sent) => silentBefore(moment, sent).getTime()))),
    now: moment.now,
    limit: moment.reminderDays.length,
  });

/** Counts a reminder at a step; the days until the next one begin now. */
export async function countReminder(
  uow: UnitOfWork,
  { userId, remindersSent }: Pick<Participant, 'userId' | 'remindersSent'>,
  { step, now }: { step: Step; now: Date },
): Promise<void> {
  const number = remindersSent + 1;
  await uow.participants.update(userId, { remindersSent: number, lastActiveAt: now, remindAt: null });
  await uow.reminders.add({ userId, number, step, at: now });
  await uow.audit.append({
    actor: 'system',
    action: 'reminded',
    subject: userId,
    details: { count: number },
    at: now,
  });
}

/** Notes that a participant did something; the audit log says when it was the first thing after a reminder. */
export async function noteActivity(
  uow: UnitOfWork,
  { userId, remindersSent }: Pick<Participant, 'userId' | 'remindersSent'>,
  now: Date,
): Promise<void> {
  await uow.participants.update(userId, { lastActiveAt: now, remindersSent: 0, remindAt: null });
  if (remindersSent === 0) return;
  await uow.reminders.noteReturn(userId, now, new Date(now.getTime() - followsWithinMs));
  await uow.audit.append({
    actor: userId,
    action: 'returned',
    subject: userId,
    details: { count: remindersSent },
    at: now,
  });
}

/** Puts the next reminder off, as its participant chose; returns when it comes. Reminders go on after a pause. */
export async function snooze(
  uow: UnitOfWork,
  participant: Pick<Participant, 'userId' | 'timeZone'>,
  choice: Snooze,
  moment: { now: Date; timeZone: string },
): Promise<Date> {
  const { userId } = participant;
  const until = snoozedUntil(choice, moment.now, zoneOf(participant, moment));
  await uow.participants.update(
    userId,
    choice === 'pause'
      ? { remindersOff: false, remindersPausedUntil: until, remindAt: null }
      : { remindersOff: false, remindersPausedUntil: null, remindAt: until },
  );
  await uow.reminders.noteChoice(userId, choice);
  return until;
}

/** Switches reminders off, or on again: then the days of silence begin now. */
export async function switchReminders(
  uow: UnitOfWork,
  { userId }: Pick<Participant, 'userId'>,
  { on, now }: { on: boolean; now: Date },
): Promise<void> {
  await uow.participants.update(userId, {
    ...{ remindersOff: !on, remindAt: null, remindersPausedUntil: null },
    ...(on && { remindersSent: 0, lastActiveAt: now }),
  });
  if (!on) await uow.reminders.noteChoice(userId, 'off');
}

/** Notes what followed each reminder whose 48 hours are over. */
export async function closeReminders(uow: UnitOfWork, now: Date): Promise<void> {
  for (const reminder of await uow.reminders.openUntil(new Date(now.getTime() - followsWithinMs)))
    await uow.reminders.close(reminder.id, await whatFollowed(uow, reminder));
}

async function whatFollowed(
  uow: UnitOfWork,
  { userId, step, returnedAt, choice }: OpenReminder,
): Promise<AfterReminder> {
  const participant = returnedAt && (await uow.participants.byUser(userId));
  if (participant) {
    const reached = currentStep(await readJourney(uow, participant));
    return placeOf(reached) > placeOf(step) ? 'step' : 'back';
  }
  if (choice === null) return 'nothing';
  return choice === 'off' ? 'off' : 'later';
}

const placeOf = (step: string): number => steps.findIndex((candidate) => candidate === step);

/** Before which moment the last sign of life lies when the reminder after `sent` others is due. */
function silentBefore({ now, reminderDays }: Moment, sent: number): Date {
  const days = reminderDays[sent]! - (reminderDays[sent - 1] ?? 0);
  return new Date(now.getTime() - days * dayMs);
}
