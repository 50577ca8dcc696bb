import type { CalibrationBin } from './calibration.ts';
import type { Cell } from './small-cell.ts';

/** The shares of no and of yes above one threshold. */
export interface RocPoint {
  falsePositive: number;
  truePositive: number;
}

/**
 * The ROC curve at the borders of the calibration bins, from (0, 0) to (1, 1). A curve with a step for each answer
 * would reveal single answers; this one reveals no more than the bins do. Undefined when a bin is withheld, and
 * without at least one yes and one no.
 */
export function coarseRoc(bins: readonly Cell<CalibrationBin>[]): RocPoint[] | undefined {
  const shown = bins.flatMap(({ value }) => (value === null ? [] : [value]));
  if (shown.length < bins.length) return undefined;
  const parts = shown
    .toSorted((one, other) => other.from - one.from)
    .map(({ rate, rows }) => ({ yes: Math.round(rate * rows), rows }));
  const yesTotal = parts.reduce((sum, { yes }) => sum + yes, 0);
  const noTotal = parts.reduce((sum, { yes, rows }) => sum + rows - yes, 0);
  if (yesTotal === 0 || noTotal === 0) return undefined;
  let [yesAbove, noAbove] = [0, 0];
  return [
    { falsePositive: 0, truePositive: 0 },
    ...parts.map(({ yes, rows }) => {
      yesAbove += yes;
      noAbove += rows - yes;
      return { falsePositive: noAbove / noTotal, truePositive: yesAbove / yesTotal };
    }),
  ];
}
