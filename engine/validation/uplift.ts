import { indexDyads } from './dyad-index.ts';
import { figureOf } from './dyadic-figures.ts';
import type { Figure } from './dyadic-interval.ts';
import { binOfEach } from './score-bins.ts';
import type { ScoreColumn } from './score-columns.ts';
import { smallestCell } from './small-cell.ts';
import type { StudyRow } from './study-row.ts';
import { reasonAgainst, viewersOf } from './tell.ts';
import { missing, type Told } from './told.ts';

/** Share of would-meet where the score is in its top fifth, against pairs drawn from the whole range. */
export interface Uplift {
  top: number;
  topAnswers: number;
  range: number;
  rangeAnswers: number;
  /** top − range, 95 %. */
  difference: Figure;
  /** top / range; null where no answer of a range pair is a yes. */
  ratio: number | null;
}

/**
 * What choosing by the score brings over choosing at random: pairs of the plan that were drawn from the whole range stand for a
 * random choice. An answer may belong to both sides; the interval knows that.
 */
export function upliftOf(column: ScoreColumn<StudyRow>): Told<Uplift> {
  const against = reasonAgainst(column);
  if (against) return missing(against);
  const { rows, xs, order, outcome } = column;
  const bins = binOfEach(xs, order, 5);
  const highest = bins[order.at(-1)!]!;
  const isTop = (row: number): boolean => bins[row] === highest;
  const isRange = (row: number): boolean => rows[row]!.kind === 'range';
  const used = Array.from(rows.keys()).filter((row) => isTop(row) || isRange(row));
  const [top, range] = [used.filter(isTop), used.filter(isRange)];
  if (range.length === 0) return missing('no-range-pairs');
  const viewers = (some: readonly number[]): number => viewersOf(some.map((row) => rows[row]!));
  if (Math.min(viewers(top), viewers(range)) < smallestCell) return missing('too-few-people');
  const rateOf = (some: readonly number[]): number =>
    some.reduce((sum, row) => sum + outcome.ys[row]!, 0) / some.length;
  const [topRate, rangeRate] = [rateOf(top), rateOf(range)];
  const influence = Float64Array.from(used, (row) => {
    const y = outcome.ys[row]!;
    return (
      (isTop(row) ? (y - topRate) / top.length : 0) - (isRange(row) ? (y - rangeRate) / range.length : 0)
    );
  });
  const index = indexDyads(used.map((row) => rows[row]!));
  return {
    value: {
      top: topRate,
      topAnswers: top.length,
      range: rangeRate,
      rangeAnswers: range.length,
      difference: figureOf(index, { estimate: topRate - rangeRate, influence }, [-1, 1])!,
      ratio: rangeRate > 0 ? topRate / rangeRate : null,
    },
  };
}
