import { risingOrder } from './auc.ts';
import { indexDyads } from './dyad-index.ts';
import { dyadicVariance, figureWith, type Interval, planConstants } from './dyadic-interval.ts';
import { scoreBins } from './score-bins.ts';
import { suppressSmallCells, type Cell } from './small-cell.ts';

/** A predicted score, the answer, and the two people it belongs to. */
export interface CalibrationRow {
  /** 0–100 */
  score: number;
  yes: boolean;
  viewer: string;
  shown: string;
}

/** The answers whose predicted scores are in one range. */
export interface CalibrationBin {
  /** Lowest and highest score in the bin. */
  from: number;
  to: number;
  meanScore: number;
  /** Share of yes, 0–1. */
  rate: number;
  /** 95 %, clustered by people in any role; null where it is undefined. */
  interval: Interval | null;
  rows: number;
  /** How many different people answered. */
  people: number;
}

/**
 * The share of yes by predicted score, in bins of about equally many answers. Equal scores are never split. Few answers
 * give fewer bins and not smaller ones; a bin of fewer than ten people is withheld. A score is a percentile and not a
 * probability, so a good prediction shows as a share that rises from bin to bin.
 */
export function calibration(rows: readonly CalibrationRow[], count = 5): Cell<CalibrationBin>[] {
  const xs = rows.map(({ score }) => score);
  const order = risingOrder(xs);
  const sorted = Array.from(order, (row) => rows[row]!);
  const ends = scoreBins(xs, order, count);
  const parts = ends.map((end, bin) => sorted.slice(ends[bin - 1] ?? 0, end));
  const bins = new Map(parts.map((part) => [binOf(part), part]));
  return suppressSmallCells([...bins.keys()], (bin) => bins.get(bin)!.map(({ viewer }) => viewer));
}

function binOf(rows: readonly CalibrationRow[]): CalibrationBin {
  const yes = rows.filter((row) => row.yes).length;
  return {
    from: rows[0]!.score,
    to: rows.at(-1)!.score,
    meanScore: rows.reduce((sum, { score }) => sum + score, 0) / rows.length,
    rate: yes / rows.length,
    interval: intervalOfShare(rows, yes / rows.length),
    rows: rows.length,
    people: new Set(rows.map(({ viewer }) => viewer)).size,
  };
}

/** Never narrower than independent answers would give. */
function intervalOfShare(rows: readonly CalibrationRow[], share: number): Interval | null {
  const index = indexDyads(rows.map(({ viewer, shown }) => ({ actor: viewer, partner: shown })));
  const influence = Float64Array.from(rows, ({ yes }) => (Number(yes) - share) / rows.length);
  const variance = Math.max(dyadicVariance(index, influence), (share * (1 - share)) / rows.length);
  return figureWith(share, variance, planConstants(index), [0, 1], rows.length).interval;
}
