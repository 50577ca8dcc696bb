import { HarmoniaError } from '../../foundation/errors.ts';
import type { Cohort } from '../ports/cohorts.ts';
import type { ChatId, UserId } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { stateOf } from './cohort-end.ts';
import { fewestFrozen, previewFreeze } from './freeze-preview.ts';

/** The state that a cohort must be in for each step. */
const stateNeeded = { freeze: 'open', score: 'frozen', release: 'scored', close: 'released' } as const;

/** What takes a cohort from one state to the next. */
export type CohortStep = keyof typeof stateNeeded;
export const cohortSteps = ['freeze', 'score', 'release', 'close'] as const satisfies readonly CohortStep[];

/** True when a cohort is in the state that the step needs. */
export const mayTake = (cohort: Cohort, step: CohortStep): boolean => stateOf(cohort) === stateNeeded[step];

/**
 * Begins a step: a background job takes it, since declarations simulate cohorts, and a release writes to each
 * participant. `replyTo` is the chat that is told what came of it.
 */
export async function beginStep(
  uow: Pick<UnitOfWork, 'jobs'>,
  step: CohortStep,
  { cohort, by, replyTo }: { cohort: Cohort; by: UserId; replyTo: ChatId | undefined },
): Promise<void> {
  const data = { cohortId: cohort.id, by, ...(replyTo !== undefined && { replyTo }) };
  await uow.jobs.enqueue(`${step}-cohort`, data, { singletonKey: cohort.id });
}

/**
 * Refuses a step that cannot be taken now.
 * @throws HarmoniaError `cohort-state`; `cohort-too-small` (details: included) when too few have finished for a freeze
 */
export async function requireStep(uow: UnitOfWork, step: CohortStep, cohort: Cohort): Promise<void> {
  if (cohort.archivedAt || !mayTake(cohort, step))
    throw new HarmoniaError(
      'cohort-state',
      `the cohort is ${cohort.archivedAt ? 'archived' : stateOf(cohort)}`,
    );
  if (step !== 'freeze') return;
  const { enough, included } = await previewFreeze(uow, cohort);
  if (!enough)
    throw new HarmoniaError('cohort-too-small', `fewer than ${fewestFrozen} people finished`, {
      details: { included: included.length },
    });
}
