import type { DyadIndex } from './dyad-index.ts';
import { studentQuantile } from './distributions.ts';

/** 95 %. */
export type Interval = readonly [low: number, high: number];

/** Fewer degrees of freedom say so little that no interval is given. */
export const fewestDegrees = 4;
/** What rounding leaves of a variance that is zero. */
const smallestVariance = 1e-18;

/**
 * What the plan alone says about the precision of a sum over its rows.
 *
 * `sharing` is K, the number of ordered pairs of rows that share a person, each row with itself included; `factor` is
 * 1 / (1 − K / n²), the exact bias of the variance of a mean on a balanced plan; `degrees` are Satterthwaite's degrees of
 * freedom of that variance.
 */
export interface PlanConstants {
  sharing: number;
  factor: number;
  degrees: number;
}

/** From k, the number of units that share a person with each of n units. */
export function constantsOf(sharingOfEach: Iterable<number>, units: number): PlanConstants {
  let [sharing, squares] = [0, 0];
  for (const k of sharingOfEach) {
    sharing += k;
    squares += k * k;
  }
  const denominator = sharing - (2 * squares) / units + (sharing / units) ** 2;
  return {
    sharing,
    factor: 1 / (1 - sharing / units ** 2),
    degrees: denominator > 0 ? (units - sharing / units) ** 2 / denominator : 0,
  };
}

/** The constants of a plan of answers. */
export function planConstants({ rows, people, dyads, actor, partner, dyad }: DyadIndex): PlanConstants {
  const roles = new Int32Array(people);
  const ofDyad = new Int32Array(dyads);
  for (let row = 0; row < rows; row++) {
    roles[actor[row]!]! += 1;
    roles[partner[row]!]! += 1;
    ofDyad[dyad[row]!]! += 1;
  }
  const sharing = Float64Array.from(
    actor,
    (person, row) => roles[person]! + roles[partner[row]!]! - ofDyad[dyad[row]!]!,
  );
  return constantsOf(sharing, rows);
}

/**
 * The variance of a sum of influences when two answers depend on each other as soon as they share a person in any role:
 * the sum of ψ_r ψ_s over such pairs, in linear time (Aronow, Samii & Assenova 2015). Two rows share both people only when
 * they are of one dyad; those are counted at both people and taken off once.
 * @param influence ψ, one number a row, summing to about 0
 */
export function dyadicVariance(
  { rows, people, dyads, actor, partner, dyad }: DyadIndex,
  influence: Float64Array,
): number {
  const ofPerson = new Float64Array(people);
  const ofDyad = new Float64Array(dyads);
  for (let row = 0; row < rows; row++) {
    const own = influence[row]!;
    ofPerson[actor[row]!]! += own;
    ofPerson[partner[row]!]! += own;
    ofDyad[dyad[row]!]! += own;
  }
  return sumOfSquares(ofPerson) - sumOfSquares(ofDyad);
}

export const sumOfSquares = (values: Float64Array): number => {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
};

/** A figure with its 95 % interval. */
export interface Figure {
  estimate: number;
  /** Estimate ± t(degrees) · standard error, cut to what the statistic can be; null where it is undefined. */
  interval: Interval | null;
  standardError: number | null;
  /** Degrees of freedom of the standard error; null together with it. */
  degrees: number | null;
  /** Units that it rests on: answers, or comparisons of answers. */
  n: number;
}

/**
 * The figure of an estimate. Interval and standard error are null where the variance is not positive or there are fewer than
 * four degrees of freedom.
 * @param variance before the plan's factor
 * @param bounds what the statistic can be
 */
export function figureWith(
  estimate: number,
  variance: number,
  { factor, degrees }: Pick<PlanConstants, 'factor' | 'degrees'>,
  bounds: Interval,
  n: number,
): Figure {
  const isDefined = variance > smallestVariance && factor > 0 && degrees >= fewestDegrees;
  if (!isDefined) return { estimate, interval: null, standardError: null, degrees: null, n };
  const standardError = Math.sqrt(factor * variance);
  const half = studentQuantile(0.975, degrees) * standardError;
  return { estimate, interval: cutTo(bounds, estimate, half), standardError, degrees, n };
}

/** The interval of an estimate and half its width, cut to what the statistic can be. */
export const cutTo = ([lowest, highest]: Interval, estimate: number, half: number): Interval => [
  Math.max(lowest, estimate - half),
  Math.min(highest, estimate + half),
];
