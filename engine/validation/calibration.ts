import { smallestCell, suppressSmallCells, type Cell } from './small-cell.ts';

/** A predicted score, the answer, and the person who answered. */
export interface CalibrationRow {
  /** 0–100 */
  score: number;
  yes: boolean;
  rater: string;
}

/** The answers whose predicted scores are in one range. */
export interface CalibrationBin {
  /** Lowest and highest score in the bin. */
  from: number;
  to: number;
  meanScore: number;
  /** Share of yes, 0–1, with Wilson's 95 % interval. */
  rate: number;
  interval: readonly [low: number, high: number];
  rows: number;
  /** How many different people answered. */
  people: number;
}

const z = 1.959964;

/**
 * The share of yes by predicted score, in bins of about equally many answers. Equal scores are never split. Few answers
 * give fewer bins and not smaller ones; a bin of fewer than ten people is withheld. A score is a percentile and not a
 * probability, so a good prediction shows as a share that rises from bin to bin.
 */
export function calibration(rows: readonly CalibrationRow[], bins = 5): Cell<CalibrationBin>[] {
  const sorted = rows.toSorted((one, other) => one.score - other.score);
  const count = Math.max(1, Math.min(bins, Math.floor(sorted.length / smallestCell)));
  const parts: CalibrationRow[][] = [];
  for (let first = 0; first < sorted.length;) {
    const left = Math.max(1, count - parts.length);
    let end = left === 1 ? sorted.length : first + Math.round((sorted.length - first) / left);
    while (end < sorted.length && sorted[end]!.score === sorted[end - 1]!.score) end += 1;
    parts.push(sorted.slice(first, end));
    first = end;
  }
  return suppressSmallCells(parts.map(binOf));
}

function binOf(rows: readonly CalibrationRow[]): CalibrationBin {
  const yes = rows.filter((row) => row.yes).length;
  return {
    from: rows[0]!.score,
    to: rows.at(-1)!.score,
    meanScore: rows.reduce((sum, { score }) => sum + score, 0) / rows.length,
    rate: yes / rows.length,
    interval: wilson(yes, rows.length),
    rows: rows.length,
    people: new Set(rows.map(({ rater }) => rater)).size,
  };
}

/** Wilson's score interval of a share (Wilson 1927). */
export function wilson(yes: number, total: number): readonly [low: number, high: number] {
  if (total === 0) return [0, 1];
  const share = yes / total;
  const middle = (share + z ** 2 / (2 * total)) / (1 + z ** 2 / total);
  const half =
    (z / (1 + z ** 2 / total)) * Math.sqrt((share * (1 - share)) / total + z ** 2 / (4 * total ** 2));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}
