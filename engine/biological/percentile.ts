import { readFileSync } from 'node:fs';
import { HarmoniaError } from '../../foundation/errors.ts';
import { ranksIn } from '../quantile-ranks.ts';

/** Scores of unrelated pairs as a frozen table. */
export interface ScoreDistribution {
  readonly methodVersion: string;
  /** Ascending scores at equally spaced ranks, the least and the greatest included. */
  readonly quantiles: readonly number[];
}

/** The distributions shipped with the code, and where they come from. */
export interface ReferenceDistributions {
  readonly version: number;
  readonly source: string;
  readonly haplotypes: number;
  readonly pairs: number;
  readonly seed: string;
  readonly release: string;
  readonly distributions: readonly ScoreDistribution[];
}

const tableFile = new URL('./reference-distribution.json', import.meta.url);

let shipped: ReferenceDistributions | undefined;

/** The shipped distributions of scores among unrelated pairs, read once. */
export const referenceDistributions = (): ReferenceDistributions =>
  (shipped ??= JSON.parse(readFileSync(tableFile, 'utf8')) as ReferenceDistributions);

/** Methods that score the simulated people alike: these have names of the release, which need not be brought up to it. */
const sameScores: Readonly<Record<string, string>> = { 'hla-groove-2': 'hla-groove-1' };

/** The shipped distribution for scores of a method (`HlaComparison.methodVersion`). Throws `hla-invalid`. */
export function referenceDistribution(methodVersion: string): ScoreDistribution {
  const simulated = sameScores[methodVersion] ?? methodVersion;
  const found = referenceDistributions().distributions.find((table) => table.methodVersion === simulated);
  if (found === undefined)
    throw new HarmoniaError('hla-invalid', `no reference distribution for ${methodVersion}`);
  return found;
}

/** A distribution of a cohort's own pair scores, to take the place of the shipped one. Throws `hla-invalid`. */
export function createDistribution(
  methodVersion: string,
  scores: readonly number[],
  points = 1001,
): ScoreDistribution {
  if (scores.length === 0) throw new HarmoniaError('hla-invalid', 'a distribution needs scores');
  const sorted = Float64Array.from(scores).sort();
  const quantiles = Array.from({ length: points }, (_, index) => {
    const rank = (index * (sorted.length - 1)) / (points - 1);
    return Number((sorted[Math.round(rank)] ?? 0).toFixed(4));
  });
  return { methodVersion, quantiles };
}

/**
 * Percentile 0–100 of a score among unrelated pairs: the share below it and half the share equal to it, so that
 * the many pairs with the same score share one percentile. Interpolates between the table's entries.
 */
export const hlaPercentile = (score: number, distribution: ScoreDistribution): number =>
  createHlaPercentiles(distribution)(score);

/** The same for many scores. */
export function createHlaPercentiles({ quantiles }: ScoreDistribution): (score: number) => number {
  const ranks = ranksIn(quantiles);
  const steps = quantiles.length - 1;
  const fraction = (rank: number, score: number): number => {
    if (rank === 0) return 0;
    if (rank > steps) return 1;
    const before = quantiles[rank - 1] ?? 0;
    const after = quantiles[rank] ?? 0;
    const part = after > before ? Math.min(1, Math.max(0, (score - before) / (after - before))) : 0;
    return Math.min(1, (rank - 1 + part) / steps);
  };
  return (score) =>
    50 * (fraction(ranks.below(score - tolerance), score) + fraction(ranks.upTo(score + tolerance), score));
}

/** Table entries are rounded to four decimals. */
const tolerance = 1e-4;
