import { type Cell, suppressSmallCells } from './small-cell.ts';

/** The number of pairs whose score is in one range. */
export interface ScoreBin {
  /** The range, 0–100: `from` included, `to` only in the last bin. */
  from: number;
  to: number;
  pairs: number;
  /** Number of different people in those pairs. */
  people: number;
}

/** Pairs by their mutual score in equal ranges; a range of fewer than ten people is withheld. */
export function scoreDistribution(
  pairs: readonly { a: string; b: string; mutual: number }[],
  bins = 10,
): Cell<ScoreBin>[] {
  const byBin = Map.groupBy(pairs, ({ mutual }) =>
    Math.min(bins - 1, Math.max(0, Math.floor((mutual / 100) * bins))),
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
