import { pearson } from '../validation/correlation.ts';
import { minimumShared } from './similarity.ts';
import { sins, type TraitScores } from './sins.ts';

/** The mean of each trait over people; null for a trait that no profile has. */
export function meanProfile(profiles: readonly TraitScores[]): TraitScores {
  return Object.fromEntries(
    sins.map((sin) => {
      const known = profiles.flatMap((profile) => profile[sin] ?? []);
      return [sin, known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0) / known.length];
    }),
  ) as TraitScores;
}

/**
 * Similarity of what is distinctive in two people, 0–100: 50 · (1 + r), where r is the correlation of their traits after the
 * mean profile is taken off (Furr 2008, doi 10.1111/j.1467-6494.2008.00521.x). Two people whose answers are like those of
 * everyone are similar by `similarity`, and not by this. Symmetric; null with fewer than four shared traits, or where a
 * person differs from the mean by the same in all of them.
 */
export function distinctiveSimilarity(a: TraitScores, b: TraitScores, mean: TraitScores): number | null {
  const shared = sins.filter((sin) => a[sin] !== null && b[sin] !== null && mean[sin] !== null);
  if (shared.length < minimumShared) return null;
  const distinctive = (traits: TraitScores): number[] => shared.map((sin) => traits[sin]! - mean[sin]!);
  const correlation = pearson(distinctive(a), distinctive(b));
  return correlation === null ? null : 50 * (1 + correlation);
}
