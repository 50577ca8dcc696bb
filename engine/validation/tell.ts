import { varies } from './auc-influence.ts';
import type { Figure, Interval } from './dyadic-interval.ts';
import type { JudgedDyad } from './judged-dyad.ts';
import { figureAtLook } from './looks.ts';
import type { ScoreColumn } from './score-columns.ts';
import { smallestCell } from './small-cell.ts';
import { missing, type Told } from './told.ts';

/** Why the rows of a column allow no figure; undefined where they may allow one. */
export function reasonAgainst({ answered, rows, outcome, xs }: ScoreColumn) {
  if (answered === 0) return 'no-answers';
  if (rows.length === 0) return 'no-scores';
  if (viewersOf(rows) < smallestCell) return 'too-few-people';
  if (!varies(outcome.ys)) return 'answers-equal';
  if (!varies(xs)) return 'scores-equal';
  return undefined;
}

/** A statistic of a column, or why there is none. It is computed only where the rows allow it. */
export function tell<T, Row extends JudgedDyad>(
  column: ScoreColumn<Row>,
  statistic: (column: ScoreColumn<Row>) => T | null,
): Told<T> {
  const against = reasonAgainst(column);
  if (against) return missing(against);
  const value = statistic(column);
  return value === null ? missing('undefined') : { value };
}

/** The figure with the interval of a look's boundary; without a boundary it keeps its 95 %. */
export function toldAtLook(told: Told<Figure>, z: number | undefined, bounds: Interval): Told<Figure> {
  if (z === undefined || !told.value?.degrees) return told;
  return { value: figureAtLook(told.value, told.value.degrees, z, bounds) };
}

/** Different people who answered. */
export const viewersOf = (rows: readonly JudgedDyad[]): number =>
  new Set(rows.map(({ actor }) => actor)).size;
