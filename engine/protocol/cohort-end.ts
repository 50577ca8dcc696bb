import type { Cohort } from '../ports/cohorts.ts';

/** Days after the close in which participants may still answer, for their own report. */
export const lateDays = 7;

const dayMs = 86_400_000;

/** A date some days after another. */
export const daysAfter = (date: Date, days: number): Date => new Date(date.getTime() + days * dayMs);

/** True once a cohort is closed and the days for late answers are over too. */
export const answersOver = ({ closedAt }: Pick<Cohort, 'closedAt'>, now: Date): boolean =>
  closedAt !== null && now > daysAfter(closedAt, lateDays);

/** The state of a cohort in one word, for messages. */
export const stateOf = ({ status, closedAt }: Pick<Cohort, 'status' | 'closedAt'>): CohortState =>
  closedAt === null ? status : 'closed';

/** A closed cohort keeps the status `released`: what participants may see does not change by the close. */
export type CohortState = Cohort['status'] | 'closed';
