import type { Phase } from '../ports/phases.ts';
import { fuse, type PhaseWeights } from './fusion.ts';
import { mutualScore } from './reciprocity.ts';
import type { BothWays } from './score-band.ts';

const middle = 50;

/**
 * How far each phase moved a mutual score from the middle of the scale, in points; null for a phase that is missing or
 * has no weight. They sum to the score minus 50. The harmonic mean is not a sum, so a phase's share depends on what is known before it: this is the
 * mean over all orders (Shapley 1953).
 */
export function phaseMoves(
  percentiles: Readonly<Record<Phase, BothWays | null>>,
  weights: PhaseWeights,
): Record<Phase, number | null> {
  const present = (Object.keys(percentiles) as Phase[]).filter(
    (phase) => percentiles[phase] !== null && weights[phase] > 0,
  );
  const scoreOf = (known: readonly Phase[]): number => {
    const way = (name: keyof BothWays): number =>
      fuse(
        Object.fromEntries(
          present.map((phase) => [phase, known.includes(phase) ? percentiles[phase]![name] : middle]),
        ),
        weights,
      ).score;
    return mutualScore(way('forth'), way('back'));
  };
  const moves: Record<Phase, number | null> = { visual: null, personality: null, biological: null };
  const orders = ordersOf(present);
  for (const phase of present) {
    const steps = orders.map((order) => {
      const before = order.slice(0, order.indexOf(phase));
      return scoreOf([...before, phase]) - scoreOf(before);
    });
    moves[phase] = steps.reduce((sum, step) => sum + step, 0) / steps.length;
  }
  return moves;
}

const ordersOf = (phases: readonly Phase[]): Phase[][] =>
  phases.length === 0
    ? [[]]
    : phases.flatMap((first) =>
        ordersOf(phases.filter((phase) => phase !== first)).map((rest) => [first, ...rest]),
      );
