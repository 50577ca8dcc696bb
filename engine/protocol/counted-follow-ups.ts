import type { FollowUp, Outcome } from '../ports/cohorts.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import type { FollowUpAnswer } from '../validation/study-row.ts';
import { batchSize, type FiguresPermit } from './counted-answers.ts';

/**
 * The sealed follow-ups about pairs whose answers count, by viewer and shown person. They arrive one by one after a look, so
 * they are counted in batches of ten viewers: two showings of the figures cannot be subtracted.
 */
export async function countedFollowUps(
  uow: UnitOfWork,
  { cohortId }: FiguresPermit,
  counted: readonly Pick<Outcome, 'viewer' | 'shown'>[],
): Promise<(pair: Pick<Outcome, 'viewer' | 'shown'>) => FollowUpAnswer | null> {
  const pairs = new Set(counted.map(keyOf));
  const sealed = (await uow.followUps.ofCohort(cohortId)).filter(
    (followUp) => followUp.answeredAt !== null && followUp.refusedAt === null && pairs.has(keyOf(followUp)),
  );
  const first = new Map<string, number>();
  for (const { viewer, answeredAt } of sealed)
    first.set(viewer, Math.min(first.get(viewer) ?? Number.POSITIVE_INFINITY, answeredAt!.getTime()));
  const viewers = [...first].toSorted(([, one], [, other]) => one - other).map(([viewer]) => viewer);
  const whole = new Set(viewers.slice(0, Math.floor(viewers.length / batchSize) * batchSize));
  const byPair = new Map(
    sealed.filter(({ viewer }) => whole.has(viewer)).map((row) => [keyOf(row), answersOf(row)]),
  );
  return (pair) => byPair.get(keyOf(pair)) ?? null;
}

const keyOf = ({ viewer, shown }: Pick<Outcome, 'viewer' | 'shown'>): string => `${viewer} ${shown}`;

const answersOf = ({ met, again, would, alike }: FollowUp): FollowUpAnswer => ({ met, again, would, alike });
