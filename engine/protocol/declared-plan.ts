import type { Cohort } from '../ports/cohorts.ts';

/** What a freeze declares of the plan. Cohorts that were frozen before it was completed declare nothing of it. */
export const completedPlan = 'in levels, then completed by exchanging pairs';

/** Whether the plan of a cohort is completed, as its freeze declared. */
export const isCompleted = ({ preregistration }: Pick<Cohort, 'preregistration'>): boolean =>
  (preregistration?.['declaration'] as { plan?: unknown } | undefined)?.plan === completedPlan;

/** The study's declaration, without the plan's rule for a cohort that declared none. */
export function withPlanOf(
  declaration: Record<string, unknown>,
  { preregistration }: Pick<Cohort, 'preregistration'>,
): Record<string, unknown> {
  const declared = preregistration?.['declaration'];
  if (typeof declared === 'object' && declared !== null && 'plan' in declared) return declaration;
  return Object.fromEntries(Object.entries(declaration).filter(([name]) => name !== 'plan'));
}
