import { varies } from './auc-influence.ts';
import type { DyadIndex } from './dyad-index.ts';
import { type Figure, figureWith, sumOfSquares } from './dyadic-interval.ts';

/** Alternating projections stop here; a regular plan needs about forty rounds. */
const mostRounds = 2000;

/**
 * Correlation of prediction and answer after taking off what belongs to the viewer and what belongs to the shown person on
 * both sides: the figure about compatibility rather than popularity. The interval clusters by dyad and counts the people's
 * means as estimated, with n − p degrees of freedom. Null where nothing is left to vary, as for a score that is the same for
 * every viewer.
 */
export function doubleCentredCorrelation(
  index: DyadIndex,
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
): Figure | null {
  const n = index.rows;
  const degrees = n - rankOfPeople(index);
  if (degrees < 1 || !varies(xs) || !varies(ys)) return null;
  const [x, y] = [doubleCentred(index, xs), doubleCentred(index, ys)];
  const [squaresX, squaresY] = [sumOfSquares(x), sumOfSquares(y)];
  if (squaresX <= 1e-9 * about(xs) || squaresY <= 1e-9 * about(ys)) return null;
  let product = 0;
  for (let row = 0; row < n; row++) product += x[row]! * y[row]!;
  const estimate = Math.max(-1, Math.min(1, product / Math.sqrt(squaresX * squaresY)));
  const ofDyad = new Float64Array(index.dyads);
  for (let row = 0; row < n; row++) {
    const [zx, zy] = [x[row]! / Math.sqrt(squaresX), y[row]! / Math.sqrt(squaresY)];
    ofDyad[index.dyad[row]!]! += zx * zy - (estimate * (zx * zx + zy * zy)) / 2;
  }
  return figureWith(estimate, sumOfSquares(ofDyad), { factor: n / degrees, degrees }, [-1, 1], n);
}

/** What is left of a column after the means of viewers and of shown people are taken off together. */
export function doubleCentred(index: DyadIndex, values: ArrayLike<number>): Float64Array {
  const left = Float64Array.from(values);
  const enough = 1e-12 * Math.sqrt(about(values));
  for (let round = 0; round < mostRounds; round++) {
    const moved = Math.max(
      takeMeans(left, index.actor, index.people),
      takeMeans(left, index.partner, index.people),
    );
    if (moved <= enough) break;
  }
  return left;
}

/** Takes each group's mean off its rows. @returns the largest mean that was taken off */
function takeMeans(left: Float64Array, group: Int32Array, groups: number): number {
  const sums = new Float64Array(groups);
  const counts = new Int32Array(groups);
  for (let row = 0; row < left.length; row++) {
    sums[group[row]!]! += left[row]!;
    counts[group[row]!]! += 1;
  }
  let largest = 0;
  for (let one = 0; one < groups; one++) {
    if (counts[one]! > 0) sums[one]! /= counts[one]!;
    largest = Math.max(largest, Math.abs(sums[one]!));
  }
  for (let row = 0; row < left.length; row++) left[row]! -= sums[group[row]!]!;
  return largest;
}

/** Sum of squares about the mean. */
function about(values: ArrayLike<number>): number {
  let [sum, squares] = [0, 0];
  for (let row = 0; row < values.length; row++) sum += values[row]!;
  const mean = sum / values.length;
  for (let row = 0; row < values.length; row++) squares += (values[row]! - mean) ** 2;
  return squares;
}

/** Rank of the dummies of viewers and shown people: one fewer than their number for each connected part of the plan. */
function rankOfPeople({ rows, people, actor, partner }: DyadIndex): number {
  // A viewer is node g, a shown person node people + g.
  const parent = Int32Array.from({ length: 2 * people }, (_, node) => node);
  const root = (node: number): number => {
    while (parent[node] !== node) node = parent[node] = parent[parent[node]!]!;
    return node;
  };
  const seen = new Set<number>();
  for (let row = 0; row < rows; row++) {
    const [viewer, shown] = [actor[row]!, people + partner[row]!];
    seen.add(viewer).add(shown);
    parent[root(viewer)] = root(shown);
  }
  return seen.size - new Set([...seen].map(root)).size;
}
