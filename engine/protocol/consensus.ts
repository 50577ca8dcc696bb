import type { CohortId, Participant, UserId } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { faceFeatures } from '../visual/features.ts';
import { fitPosterior } from '../visual/preference-posterior.ts';
import type { VisualPrior } from '../visual/prior.ts';
import { directedVisualScore } from '../visual/visual-score.ts';

/**
 * What each face is worth to all raters together: the score of a viewer who rated nothing. It is an attractiveness number, so
 * it never leaves the program but in figures over all answers of a cohort.
 */
export async function consensusScores(
  uow: UnitOfWork,
  prior: VisualPrior,
  cohort: { id: CohortId; people: readonly Participant[] },
): Promise<Map<UserId, number>> {
  const noTaste = fitPosterior(prior.raters, []);
  const descriptions = await uow.visual.descriptionsOf(cohort.id);
  const scores = new Map<UserId, number>();
  for (const { userId, sex } of cohort.people) {
    const description = descriptions.get(userId);
    if (!description || !sex) continue;
    const features = faceFeatures(prior, description.embedding, sex);
    scores.set(userId, directedVisualScore(noTaste, features, sex, prior.reference));
  }
  return scores;
}
