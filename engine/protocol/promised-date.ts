import type { CohortId, UserId } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { HarmoniaError } from '../../foundation/errors.ts';
import { smallestCell } from '../validation/small-cell.ts';
import { isSealed } from './journey.ts';

const halfDayMs = 43_200_000;
/** The furthest day that is taken for no slip. */
const mostDays = 1100;
const dayPattern = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Notes the day by which the results of a cohort are promised.
 * @param day such as 2027-03-01
 * @throws HarmoniaError `bad-request` for what is no day of the next three years, `cohort-state` after the release
 */
export async function promiseDate(
  uow: UnitOfWork,
  { cohortId, day, by, now }: { cohortId: CohortId; day: string; by: UserId; now: Date },
): Promise<Date> {
  const at = new Date(`${day}T12:00:00Z`);
  const exists = dayPattern.test(day) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
  if (!exists || isPast(at, now) || at.getTime() - now.getTime() > mostDays * 2 * halfDayMs)
    throw new HarmoniaError('bad-request', 'no day of the next three years');
  const cohort = await uow.cohorts.lock(cohortId);
  if (!cohort || cohort.releasedAt) throw new HarmoniaError('cohort-state', 'the results are released');
  await uow.cohorts.update(cohortId, { promisedAt: at });
  const details = { cohort: cohortId, day };
  await uow.audit.append({ actor: by, action: 'date-promised', subject: null, details, at: now });
  return at;
}

const isPast = (noon: Date, now: Date): boolean => now.getTime() >= noon.getTime() + halfDayMs;

/** What a participant who waits is told of the others and of the promised day. */
export interface Outlook {
  /** How many of the cohort have completed all stages, of how many; undefined while either group is small. */
  done: { done: number; people: number } | undefined;
  promisedAt: Date | null;
  /** True once the promised day is over without a release. */
  isOver: boolean;
}

/** Counts how far the cohort of a participant is. A count of few people, or of few that are left, is not told. */
export async function outlookOf(
  uow: UnitOfWork,
  { cohortId, now }: { cohortId: CohortId; now: Date },
): Promise<Outlook> {
  const cohort = await uow.cohorts.byId(cohortId);
  const members = (await uow.participants.ofCohort(cohortId)).filter(({ status }) => status !== 'withdrawn');
  const phases = await uow.phases.ofUsers(members.map(({ userId }) => userId));
  const done = members.filter(({ userId }) => isSealed(phases.get(userId) ?? new Map(), 'biological')).length;
  const left = members.length - done;
  const isTold = done >= smallestCell && (left === 0 || left >= smallestCell);
  const promisedAt = cohort?.promisedAt ?? null;
  return {
    done: isTold ? { done, people: members.length } : undefined,
    promisedAt,
    isOver: promisedAt !== null && !cohort?.releasedAt && isPast(promisedAt, now),
  };
}
