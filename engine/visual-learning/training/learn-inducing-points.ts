import { createRandom, type Random } from '../../../foundation/random.ts';
import { type InducingPoints, kernelValues } from '../../visual/inducing-points.ts';
import {
  addScaled,
  choleskyFactor,
  createMatrix,
  type Matrix,
  rowOf,
  solveLower,
  solveUpper,
  squaredDistance,
} from '../../visual/linear-algebra.ts';
import { componentCount, halfPrecision } from '../../visual/prior.ts';
import type { FaceRows } from './learn-consensus.ts';
import { concatenate, weightedDeviation, weightedMean } from './weighted-sums.ts';

export interface InducingPointOptions {
  /** How many times faces are grouped, each time from another start. */
  readonly groupings: number;
  /** Groups of similar faces in each. */
  readonly groups: number;
  /** Squared distance at which the kernel falls to 1/e, in mean squared distances of two faces. */
  readonly bandwidth: number;
  /** Must be secret: with it, the random move of each point could be undone. */
  readonly seed: string;
}

const rounds = 15;
/** The mean of fewer faces would reveal too much about each. */
const fewestFaces = 8;
/**
 * Standard deviation of the random move of a point from its group's mean, in standard deviations of faces within groups.
 * The difference of two means whose groups share all but one face would reveal that face. With the move, the group's mean
 * estimates the face better than the difference does.
 */
const moveSize = 0.2;
/** Keeps the points' own kernel matrix invertible where two points lie close together. */
const jitter = 1e-6;

/**
 * Points near the means of groups of similar faces: k-means several times over, from faces drawn by the seed. Groups of
 * fewer than eight faces are left out and means are moved at random, so that neither one point nor the difference of two
 * is the description of a person.
 */
export function learnInducingPoints(components: Float64Array, options: InducingPointOptions): InducingPoints {
  const faces = createMatrix(components.length / componentCount, componentCount, components);
  const groupings = Array.from({ length: options.groupings }, (_, at) =>
    // The word is part of the random stream: with another one a prior could not be made again.
    groupOnce(faces, options.groups, createRandom(`landmarks ${options.seed} ${at}`)),
  );
  const points = halfPrecision(concatenate(groupings));
  const rows = { values: components, columns: componentCount, weights: new Float64Array(faces.rows).fill(1) };
  const deviation = weightedDeviation(rows, weightedMean(rows));
  const meanSquaredDistance = 2 * deviation.reduce((sum, value) => sum + value ** 2, 0);
  return {
    points: createMatrix(points.length / componentCount, componentCount, points),
    bandwidth: options.bandwidth * meanSquaredDistance,
  };
}

/** The moved means of one grouping, concatenated. */
function groupOnce(faces: Matrix, groups: number, random: Random): Float64Array {
  const start = random.shuffle([...Array(faces.rows).keys()]).slice(0, groups);
  let centres = createMatrix(start.length, faces.columns);
  start.forEach((face, row) => rowOf(centres, row).set(rowOf(faces, face)));
  let members: number[][] = [];
  for (let round = 0; round < rounds; round++) [centres, members] = regroup(faces, centres);
  const within = deviationWithin(faces, centres, members);
  const kept = members.flatMap((own, row) => (own.length >= fewestFaces ? [row] : []));
  return concatenate(
    kept.map((row) =>
      rowOf(centres, row).map((value, at) => value + moveSize * within[at]! * random.normal()),
    ),
  );
}

/** The mean of the faces closest to each centre, and the indices of those faces. */
function regroup(faces: Matrix, centres: Matrix): [Matrix, number[][]] {
  const means = createMatrix(centres.rows, centres.columns);
  const members = Array.from({ length: centres.rows }, (): number[] => []);
  for (let face = 0; face < faces.rows; face++) members[nearest(centres, rowOf(faces, face))]!.push(face);
  members.forEach((own, row) => {
    if (own.length === 0) rowOf(means, row).set(rowOf(centres, row));
    for (const face of own) addScaled(rowOf(means, row), rowOf(faces, face), 1 / own.length);
  });
  return [means, members];
}

function nearest(centres: Matrix, face: Float64Array): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let row = 0; row < centres.rows; row++) {
    const distance = squaredDistance(rowOf(centres, row), face);
    if (distance < least) [best, least] = [row, distance];
  }
  return best;
}

/** Standard deviation of faces around their group's mean, for each component. */
function deviationWithin(
  faces: Matrix,
  means: Matrix,
  members: readonly (readonly number[])[],
): Float64Array {
  const squares = new Float64Array(faces.columns);
  members.forEach((own, row) => {
    const mean = rowOf(means, row);
    for (const face of own) {
      rowOf(faces, face).forEach((value, at) => (squares[at]! += (value - mean[at]!) ** 2));
    }
  });
  return squares.map((sum) => Math.sqrt(sum / faces.rows));
}

/**
 * The kernel as columns for a ridge: L^-1 k, times `size`, where L L' is the kernel of the inducing points with each
 * other. The ridge then shrinks as it would in the kernel's own space (Nyström).
 */
export function nystromColumns(
  inducing: InducingPoints,
  size: number,
): {
  /** The columns of faces, given by their components one after the other. */
  of(components: Float64Array): FaceRows;
  /** A rule over the columns as one over the kernel's values. */
  inKernel(rule: Float64Array): Float64Array;
} {
  const { points } = inducing;
  const own = createMatrix(points.rows, points.rows);
  for (let row = 0; row < points.rows; row++) {
    rowOf(own, row).set(kernelValues(inducing, rowOf(points, row)));
    own.data[row * points.rows + row]! += jitter;
  }
  const factor = choleskyFactor(own);
  return {
    of(components) {
      const count = components.length / componentCount;
      const values = new Float64Array(count * points.rows);
      for (let face = 0; face < count; face++) {
        const near = kernelValues(
          inducing,
          components.subarray(face * componentCount, (face + 1) * componentCount),
        );
        values.set(
          solveLower(factor, near).map((value) => size * value),
          face * points.rows,
        );
      }
      return { values, columns: points.rows };
    },
    inKernel: (rule) =>
      solveUpper(
        factor,
        rule.map((weight) => size * weight),
      ),
  };
}
