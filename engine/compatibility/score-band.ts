import { createRandom, type Random } from '../../foundation/random.ts';
import type { Phase } from '../ports/phases.ts';
import { fuse, type PhaseWeights } from './fusion.ts';
import { mutualScore } from './reciprocity.ts';

/** The percentiles of one phase in the two directions of a pair, 0–100. */
export interface BothWays {
  forth: number;
  back: number;
}

/** For each phase one draw of what it would have measured; null for a missing phase. */
export type PhaseDraws = Readonly<Record<Phase, ((random: Random) => BothWays) | null>>;

const draws = 500;
/**
 * Five of six draws lie within the band. Two bands of this width that do not overlap are about as far apart as a
 * difference significant at .05 (Goldstein & Healy 1995, J. R. Stat. Soc. A 158:175).
 */
const outside = 1 / 12;

/** The range in which a mutual score would lie if all were measured again, from 500 seeded draws through `fuse`. */
export function scoreBand(
  measured: PhaseDraws,
  weights: PhaseWeights,
  { mutual, seed }: { mutual: number; seed: string },
): [low: number, high: number] {
  // After a withdrawal a score may be left without any phase that it could be drawn from.
  if (!(Object.keys(measured) as Phase[]).some((phase) => measured[phase] !== null && weights[phase] > 0))
    return [mutual, mutual];
  const random = createRandom(seed);
  const scores = Array.from({ length: draws }, () => {
    const [forth, back]: [Partial<Record<Phase, number>>, Partial<Record<Phase, number>>] = [{}, {}];
    for (const [phase, draw] of Object.entries(measured) as [Phase, PhaseDraws[Phase]][]) {
      if (draw === null) continue;
      const drawn = draw(random);
      forth[phase] = drawn.forth;
      back[phase] = drawn.back;
    }
    return mutualScore(fuse(forth, weights).score, fuse(back, weights).score);
  }).sort((one, other) => one - other);
  const at = (share: number): number => scores[Math.round(share * (draws - 1))]!;
  // Draws of a score near an end of its scale move inwards, past the score itself.
  return [Math.min(mutual, at(outside)), Math.max(mutual, at(1 - outside))];
}
