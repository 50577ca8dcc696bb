import { sins, type TraitScores } from './sins.ts';

/**
 * Similarity of two people's traits, 0–100: 100 × (1 − ‖a − b‖ / √k) over the k traits that both have. Complete records
 * have k = 7; the division by √k keeps the scale when a trait is missing. Symmetric. Null when they share fewer than
 * `minimumShared` traits, because a distance over so few is mostly noise.
 */
export function similarity(a: TraitScores, b: TraitScores): number | null {
  let squares = 0;
  let shared = 0;
  for (const sin of sins) {
    const mine = a[sin];
    const theirs = b[sin];
    if (mine === null || theirs === null) continue;
    squares += (mine - theirs) ** 2;
    shared += 1;
  }
  return shared < minimumShared ? null : 100 * (1 - Math.sqrt(squares / shared));
}

/** More than half of the seven traits. */
export const minimumShared = 4;

/** How many traits both have. */
export const sharedTraits = (a: TraitScores, b: TraitScores): number =>
  sins.filter((sin) => a[sin] !== null && b[sin] !== null).length;
