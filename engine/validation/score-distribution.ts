import { type Cell, cellOf, suppressSmallCells } from './small-cell.ts';

/** The number of pairs whose score is in one range. */
export interface ScoreBin {
  /** The range, 0–100: `from` included, `to` only in the last bin. */
  from: number;
  to: number;
  pairs: number;
  /** Number of different people in those pairs. */
  people: number;
}

/** A pair with one score, 0–100. */
export interface ScoredPair {
  a: string;
  b: string;
  score: number;
}

/** The scores of which a researcher sees the distribution: percentiles, and `-raw` as measured. */
export const distributedScores = [
  'visual',
  'mutual',
  'personality',
  'personality-raw',
  'biological',
  'biological-raw',
] as const;

/** How one score is spread over the pairs of a cohort. */
export interface ScoreSummary {
  score: (typeof distributedScores)[number];
  pairs: number;
  people: number;
  /** Median and quartiles. */
  middle: Cell<{ median: number; lower: number; upper: number }>;
  bins: Cell<ScoreBin>[];
}

/** Bins, median and quartiles of a score; nothing about fewer than ten people. */
export function summarizeScores(score: ScoreSummary['score'], pairs: readonly ScoredPair[]): ScoreSummary {
  const people = new Set(pairs.flatMap(({ a, b }) => [a, b])).size;
  const sorted = Float64Array.from(pairs, (pair) => pair.score).sort();
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))]!;
  return {
    score,
    pairs: pairs.length,
    people,
    middle: cellOf(people, () => ({ median: at(0.5), lower: at(0.25), upper: at(0.75) })),
    bins: scoreDistribution(pairs),
  };
}

/** Pairs by their score in equal ranges; a range of fewer than ten people is withheld. */
export function scoreDistribution(pairs: readonly ScoredPair[], bins = 10): Cell<ScoreBin>[] {
  const byBin = Map.groupBy(pairs, ({ score }) =>
    Math.min(bins - 1, Math.max(0, Math.floor((score / 100) * bins))),
  );
  return suppressSmallCells(
    Array.from({ length: bins }, (_, index) => {
      const inside = byBin.get(index) ?? [];
      return {
        from: (100 * index) / bins,
        to: (100 * (index + 1)) / bins,
        pairs: inside.length,
        people: new Set(inside.flatMap(({ a, b }) => [a, b])).size,
      };
    }),
  );
}
