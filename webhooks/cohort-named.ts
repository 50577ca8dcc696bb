import { z } from 'zod';
import type { Cohort } from '../engine/ports/cohorts.ts';
import type { UnitOfWork } from '../engine/ports/unit-of-work.ts';
import { cohortNamed, longestCohortName } from '../engine/protocol/cohort-list.ts';
import { HarmoniaError } from '../foundation/errors.ts';

/** The name of a cohort in an address or a body; case and spaces around it do not count. */
export const cohortName = z
  .string()
  .min(1)
  .max(2 * longestCohortName);

/** The cohort of a name. @throws HarmoniaError `not-found` */
export async function requireCohort(uow: Pick<UnitOfWork, 'cohorts'>, name: string): Promise<Cohort> {
  const cohort = await cohortNamed(uow, name);
  if (!cohort) throw new HarmoniaError('not-found', 'no cohort has this name');
  return cohort;
}
