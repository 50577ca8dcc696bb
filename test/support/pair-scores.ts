import type { PairScore } from '../../engine/ports/cohorts.ts';
import type { CohortId } from '../../engine/ports/participants.ts';
import { type ScoreColumns, type ScoreNumber, scoreNumbers } from '../../engine/ports/scoring.ts';
import type { UnitOfWork } from '../../engine/ports/unit-of-work.ts';

/** Stores these scores in place of the cohort's, as scoring does; its plan goes too. */
export async function storePairScores(
  { scoring }: UnitOfWork,
  cohortId: CohortId,
  scores: readonly PairScore[],
): Promise<void> {
  const columns = Object.fromEntries(
    scoreNumbers.map((name) => [name, scores.map((score) => score[name] ?? Number.NaN)]),
  ) as Pick<ScoreColumns, ScoreNumber>;
  await scoring.clear(cohortId);
  await scoring.addScores(cohortId, {
    a: scores.map(({ a }) => a),
    b: scores.map(({ b }) => b),
    kind: scores.map(() => 'every'),
    ...columns,
  });
}
