import { HarmoniaError } from '../../foundation/errors.ts';
import type { Cohort } from '../ports/cohorts.ts';
import type { CohortId } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { previewFreeze } from './freeze-preview.ts';
import { preregistrationHash } from './preregistration-hash.ts';
import { type DeclaringStudy, type Registration, registrationOf } from './registration.ts';

const weekMs = 7 * 86_400_000;
/** The rate of people who finish is that of the last two weeks. */
const recentMs = 2 * weekMs;

/** A freeze rehearsed: what it would declare now, and what is still to come. */
export interface Rehearsal {
  /** True when enough people have finished for a freeze. */
  enough: boolean;
  /** It changes with each person and with the moment of the freeze. */
  hash: string;
  registration: Registration;
  /** People who have sealed both the photo and the questionnaire in the last two weeks, per week. */
  finishedPerWeek: number;
}

/**
 * What a freeze of an open cohort would declare at this moment. Changes nothing.
 * @throws HarmoniaError `cohort-state` unless the cohort is open, `not-found`
 */
export async function rehearseFreeze(
  uow: UnitOfWork,
  { cohortId, study, now }: { cohortId: CohortId; study: DeclaringStudy; now: Date },
): Promise<Rehearsal> {
  const cohort = await uow.cohorts.byId(cohortId);
  if (!cohort) throw new HarmoniaError('not-found', 'there is no such cohort');
  if (cohort.status !== 'open')
    throw new HarmoniaError('cohort-state', `the cohort "${cohort.name}" is ${cohort.status}, not open`);
  const preview = await previewFreeze(uow, cohort);
  const registration = await registrationOf(uow, cohort, { study, preview, now });
  return {
    enough: preview.enough,
    hash: preregistrationHash({ ...registration }),
    registration,
    finishedPerWeek: await finishedPerWeek(uow, cohort, now),
  };
}

async function finishedPerWeek(uow: UnitOfWork, { id, createdAt }: Cohort, now: Date): Promise<number> {
  const people = await uow.participants.ofCohort(id);
  const phases = await uow.phases.ofUsers(people.map(({ userId }) => userId));
  // A cohort of a few days is counted as one of a week: its first day would promise too much.
  const span = Math.min(recentMs, Math.max(weekMs, now.getTime() - createdAt.getTime()));
  const finished = people.filter(({ userId, status }) => {
    const sealedAt = phases.get(userId)?.get('personality')?.sealedAt;
    return status !== 'withdrawn' && sealedAt != null && now.getTime() - sealedAt.getTime() <= span;
  });
  return finished.length / (span / weekMs);
}
