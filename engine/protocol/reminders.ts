import type { Participant } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import type { Step } from './journey.ts';

/** Reminders in a row; an update from the participant sets the count back to 0. */
export const mostReminders = 2;

/**
 * Steps at which a participant has nothing to do: the laboratory or the organisers are next, or the study is over. A
 * choice after a freeze has a date instead of reminders.
 */
const stepsWithoutReminder: ReadonlySet<Step> = new Set(['lab', 'cohort', 'report', 'leftout']);

const dayMs = 86_400_000;

interface Moment {
  now: Date;
  /** Days of silence before a reminder. */
  reminderDays: number;
}

/** What decides whether a participant is reminded. */
export interface ReminderFacts {
  participant: Pick<Participant, 'status' | 'remindersOff' | 'remindersSent' | 'lastActiveAt'>;
  step: Step;
  /** False while the participant has blocked the bot. */
  reachable: boolean;
}

/** True when a participant stopped at a step that is theirs to finish and is to be reminded now. */
export function reminderDue({ participant, step, reachable }: ReminderFacts, moment: Moment): boolean {
  return (
    reachable &&
    participant.status === 'active' &&
    !participant.remindersOff &&
    participant.remindersSent < mostReminders &&
    participant.lastActiveAt < silentBefore(moment) &&
    !stepsWithoutReminder.has(step)
  );
}

/** The participants for whom `reminderDue` may be true; their step and their chat are still to be looked at. */
export const silentParticipants = (uow: UnitOfWork, moment: Moment): Promise<Participant[]> =>
  uow.participants.silentSince(silentBefore(moment), mostReminders);

/** Counts a reminder; the next one is due after as many days again. */
export async function countReminder(
  uow: UnitOfWork,
  { userId, remindersSent }: Pick<Participant, 'userId' | 'remindersSent'>,
  now: Date,
): Promise<void> {
  await uow.participants.update(userId, { remindersSent: remindersSent + 1, lastActiveAt: now });
  await uow.audit.append({
    actor: 'system',
    action: 'reminded',
    subject: userId,
    details: { count: remindersSent + 1 },
    at: now,
  });
}

/** Notes that a participant did something; the audit log says when it was the first thing after a reminder. */
export async function noteActivity(
  uow: UnitOfWork,
  { userId, remindersSent }: Pick<Participant, 'userId' | 'remindersSent'>,
  now: Date,
): Promise<void> {
  await uow.participants.update(userId, { lastActiveAt: now, remindersSent: 0 });
  if (remindersSent === 0) return;
  await uow.audit.append({
    actor: userId,
    action: 'returned',
    subject: userId,
    details: { count: remindersSent },
    at: now,
  });
}

const silentBefore = ({ now, reminderDays }: Moment): Date => new Date(now.getTime() - reminderDays * dayMs);
