import type { CohortId, UserId } from './participants.ts';

/** What a participant did within 48 hours after a reminder: went a step on, did something, chose another time, or none. */
export type AfterReminder = 'step' | 'back' | 'later' | 'off' | 'nothing';

/** A reminder that was sent, before it is known what followed. */
export interface OpenReminder {
  id: string;
  userId: UserId;
  /** The step at which the participant was. */
  step: string;
  returnedAt: Date | null;
  choice: string | null;
}

/** How many reminders of a cohort were sent, to how many people, and what followed those of which it is known. */
export interface ReminderCounts {
  sent: number;
  people: number;
  followed: Record<AfterReminder, number>;
}

export interface ReminderStore {
  /** `number`: from 1 on in a row of reminders without an answer. */
  add(reminder: { userId: UserId; number: number; step: string; at: Date }): Promise<void>;
  /** Notes that the person did something, beside the newest reminder that was sent after `since`. */
  noteReturn(userId: UserId, at: Date, since: Date): Promise<void>;
  /** Notes the button that the person tapped on the newest reminder. */
  noteChoice(userId: UserId, choice: string): Promise<void>;
  /** The reminders sent until then of which it is not noted what followed. */
  openUntil(moment: Date): Promise<OpenReminder[]>;
  close(id: string, followed: AfterReminder): Promise<void>;
  countIn(cohortId: CohortId): Promise<ReminderCounts>;
}
