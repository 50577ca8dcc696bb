import { distinctiveSimilarity, meanProfile } from '../personality/distinctive-similarity.ts';
import type { CohortId, UserId } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

/**
 * Distinctive similarity of two people of a cohort, 0–100 or null, with the mean profile of its people who agreed to research
 * use. A figure of sensitivity: no score of a pair is made of it.
 */
export async function distinctiveScores(
  uow: UnitOfWork,
  cohortId: CohortId,
): Promise<(one: UserId, other: UserId) => number | null> {
  const agreed = await uow.consents.granting(cohortId, 'research');
  const profiles = new Map(
    [...(await uow.personality.sealedOf(cohortId))].filter(([userId]) => agreed.has(userId)),
  );
  const mean = meanProfile([...profiles.values()].map(({ traits }) => traits));
  return (one, other) => {
    const [mine, theirs] = [profiles.get(one), profiles.get(other)];
    return mine && theirs ? distinctiveSimilarity(mine.traits, theirs.traits, mean) : null;
  };
}
