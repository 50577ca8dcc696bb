import { type HlaReference, methodVersionOf, methodVersionsOf } from '../biological/index.ts';
import type { CohortId } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

/**
 * The method by which the typings of a cohort are compared: the one that its freeze declared, where it can be had with the
 * reference in use, else the one in use, which then differs from what was declared.
 */
export async function hlaMethodOf(uow: UnitOfWork, hla: HlaReference, cohortId: CohortId): Promise<string> {
  const { preregistration } = (await uow.cohorts.byId(cohortId)) ?? {};
  const declared = preregistration?.['declaration'] as { versions?: { biological?: unknown } } | undefined;
  const method = declared?.versions?.biological;
  return methodVersionsOf(hla).find((each) => each === method) ?? methodVersionOf(hla);
}

/** The study's declaration with the method of a cohort in place of the one in use. */
export function withHlaMethod(declaration: Record<string, unknown>, method: string): Record<string, unknown> {
  const versions = declaration['versions'] as Record<string, unknown>;
  return 'biological' in versions
    ? { ...declaration, versions: { ...versions, biological: method } }
    : declaration;
}
