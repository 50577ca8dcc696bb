import type { Look, Outcome } from '../ports/cohorts.ts';
import type { CohortId } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

/** New people whose answers appear together, where no looks bound the figures. */
export const batchSize = 10;

declare const permitted: unique symbol;

/**
 * Allows to compute figures that depend on outcomes of one cohort. `figuresPermit` gives one out once a registered look
 * is open; there is no other way to the answers of a cohort.
 */
export interface FiguresPermit {
  readonly [permitted]: true;
  readonly cohortId: CohortId;
  /** Answers that were closed later are not counted; null counts all. */
  readonly until: Date | null;
  /** The open look; null for a cohort without registered looks, whose figures are exploratory. */
  readonly look: Look | null;
}

/** The rows of outcomes by what becomes of them. */
export interface CountedAnswers {
  counted: Outcome[];
  /** Rows that would count and are left out because of "Do not introduce us". */
  excluded: number;
}

/**
 * The answers that count: the viewer closed theirs in time, and both the viewer and the person shown consent to research
 * use. The person shown need not have closed theirs. Rows with "Do not introduce us" are counted apart.
 */
export async function countedAnswers(uow: UnitOfWork, permit: FiguresPermit): Promise<CountedAnswers> {
  const rows = await closedAnswers(uow, permit);
  const counted = rows.filter(({ excludedReason }) => excludedReason === null);
  return { counted, excluded: rows.length - counted.length };
}

/** The answers that count and those that are left out because of "Do not introduce us". */
export async function closedAnswers(uow: UnitOfWork, { cohortId, until }: FiguresPermit): Promise<Outcome[]> {
  const agreed = await uow.consents.granting(cohortId, 'research');
  const reports = await uow.reports.ofCohort(cohortId);
  const closed = new Set(
    reports.flatMap(({ userId, requestedAt }) => (until === null || requestedAt <= until ? [userId] : [])),
  );
  return (await uow.outcomes.ofCohort(cohortId)).filter(
    ({ viewer, shown }) => closed.has(viewer) && agreed.has(viewer) && agreed.has(shown),
  );
}
