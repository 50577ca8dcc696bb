import { HarmoniaError } from '../../foundation/errors.ts';
import type { Phase } from '../ports/phases.ts';

/** The weight of each phase; only the ratios matter. */
export type PhaseWeights = Readonly<Record<Phase, number>>;

/** The default. The configuration may choose other weights; a freeze declares the ones in use (invariant 7). */
export const defaultWeights: PhaseWeights = { visual: 40, personality: 30, biological: 30 };

export interface FusedScore {
  /** 0–100 */
  score: number;
  /** The weights of the phases present as a share of all weights, 0–1; 1 when no phase is missing. */
  coverage: number;
  /** The weights after renormalisation over the phases present; they sum to 1, and a missing phase has 0. */
  weightsUsed: PhaseWeights;
}

const phases = ['visual', 'personality', 'biological'] as const satisfies readonly Phase[];

/**
 * The score of one direction: sum of w·p over the phases present, divided by the sum of their w
 * (protocol invariants 5 and 10).
 * @param percentiles frozen-reference percentile of each phase, 0–100; absent where the phase is missing
 * @throws HarmoniaError `phase-incomplete` when no weighted phase is present, `bad-request` for a percentile outside
 * 0–100, `config-invalid` for weights that cannot be used.
 */
export function fuse(
  percentiles: Readonly<Partial<Record<Phase, number | null | undefined>>>,
  weights: PhaseWeights = defaultWeights,
): FusedScore {
  const total = phases.reduce((sum, phase) => sum + requireWeight(weights[phase]), 0);
  let present = 0;
  let sum = 0;
  for (const phase of phases) {
    const percentile = percentiles[phase] ?? null;
    if (percentile === null) continue;
    if (!(percentile >= 0 && percentile <= 100)) {
      throw new HarmoniaError('bad-request', `the ${phase} percentile is not within 0–100`);
    }
    present += weights[phase];
    sum += weights[phase] * percentile;
  }
  if (present === 0) throw new HarmoniaError('phase-incomplete', 'no phase that counts has a score');
  const used = (phase: Phase): number =>
    (percentiles[phase] ?? null) === null ? 0 : weights[phase] / present;
  return {
    score: sum / present,
    coverage: present / total,
    weightsUsed: {
      visual: used('visual'),
      personality: used('personality'),
      biological: used('biological'),
    },
  };
}

/** Fuses the phases of many pairs: the same numbers as `fuse`, with NaN for a missing phase. */
export interface Fuser {
  /** @throws HarmoniaError `phase-incomplete` when no weighted phase is present */
  score(visual: number, personality: number, biological: number): number;
  coverage(visual: number, personality: number, biological: number): number;
}

/** @throws HarmoniaError `config-invalid` for weights that cannot be used */
export function createFuser(weights: PhaseWeights): Fuser {
  const [v, p, b] = phases.map((phase) => requireWeight(weights[phase])) as [number, number, number];
  const total = v + p + b;
  return {
    score(visual, personality, biological) {
      let [present, sum] = [0, 0];
      if (!Number.isNaN(visual)) {
        present += v;
        sum += v * visual;
      }
      if (!Number.isNaN(personality)) {
        present += p;
        sum += p * personality;
      }
      if (!Number.isNaN(biological)) {
        present += b;
        sum += b * biological;
      }
      if (present === 0) throw new HarmoniaError('phase-incomplete', 'no phase that counts has a score');
      return sum / present;
    },
    coverage: (visual, personality, biological) =>
      ((Number.isNaN(visual) ? 0 : v) +
        (Number.isNaN(personality) ? 0 : p) +
        (Number.isNaN(biological) ? 0 : b)) /
      total,
  };
}

function requireWeight(weight: number): number {
  if (Number.isFinite(weight) && weight >= 0) return weight;
  throw new HarmoniaError('config-invalid', 'a phase weight must be a number that is not negative');
}
