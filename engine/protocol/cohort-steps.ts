import type { Cohort } from '../ports/cohorts.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { suppressSmallCells } from '../validation/small-cell.ts';
import { currentStep, readJourney, type Step, steps } from './journey.ts';

/** The people of a cohort by step. */
export interface CohortSteps {
  people: number;
  /** Null where the count is withheld because a group has fewer than ten people. */
  steps: { step: Step | 'withdrawn'; count: number | null }[];
}

/** Counts the people at each step; steps without people are left out. */
export async function cohortSteps(uow: UnitOfWork, { id }: Pick<Cohort, 'id'>): Promise<CohortSteps> {
  const people = await uow.participants.ofCohort(id);
  const counts = new Map<Step | 'withdrawn', number>();
  for (const person of people) {
    const step = person.status === 'withdrawn' ? 'withdrawn' : currentStep(await readJourney(uow, person));
    counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  const parts = [...steps, 'withdrawn' as const].map((step) => ({ step, people: counts.get(step) ?? 0 }));
  const cells = suppressSmallCells(parts);
  return {
    people: people.length,
    steps: parts.flatMap(({ step, people: count }, index) =>
      count === 0 ? [] : [{ step, count: cells[index]!.value?.people ?? null }],
    ),
  };
}
