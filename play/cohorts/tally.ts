import { studentCdf } from '../../engine/validation/distributions.ts';
import type { Figure } from '../../engine/validation/dyadic-interval.ts';

/** What is counted of one figure over cohorts. */
export interface Tally {
  /** Intervals that hold the planted value. */
  holding: number;
  /** Cohorts in which the figure differs from chance at any look. */
  found: number;
  /** Cohorts without an interval. */
  undefined: number;
  /** Sum of the widths of intervals. */
  width: number;
  /** P(T ≤ t) of each cohort's standardised error: uniform when the errors are distributed as t. */
  places: number[];
}

export const emptyTally = (): Tally => ({ holding: 0, found: 0, undefined: 0, width: 0, places: [] });

/** Counts the figure of a whole cohort. */
export function count(tally: Tally, figure: Figure | null, planted: number): void {
  if (!figure?.standardError || !figure.interval) {
    tally.undefined += 1;
    return;
  }
  const [low, high] = figure.interval;
  if (low <= planted && planted <= high) tally.holding += 1;
  tally.width += high - low;
  tally.places.push(studentCdf((figure.estimate - planted) / figure.standardError, figure.degrees!));
}

/** Asymptotic p of Kolmogorov's statistic for places that should be uniform on [0, 1], with Stephens' correction. */
export function kolmogorovP(places: readonly number[]): number | null {
  const n = places.length;
  if (n < 10) return null;
  const sorted = places.toSorted((one, other) => one - other);
  const distance = sorted.reduce(
    (largest, place, at) => Math.max(largest, place - at / n, (at + 1) / n - place),
    0,
  );
  const root = Math.sqrt(n);
  const scaled = (root + 0.12 + 0.11 / root) * distance;
  let p = 0;
  for (let term = 1; term <= 100; term++)
    p += 2 * (-1) ** (term - 1) * Math.exp(-2 * term ** 2 * scaled ** 2);
  return Math.max(0, Math.min(1, p));
}
