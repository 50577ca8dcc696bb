import { createRandom } from '../../../clock.ts';
import { kernelValues, type Landmarks } from '../landmarks.ts';
import {
  addScaled,
  choleskyFactor,
  createMatrix,
  type Matrix,
  rowOf,
  solveLower,
  solveUpper,
  squaredDistance,
} from '../linear-algebra.ts';
import { componentCount } from '../prior.ts';
import type { FaceRows } from './learn-consensus.ts';
import { weightedDeviation, weightedMean } from './weighted-sums.ts';

const rounds = 15;
/** The mean of fewer faces would say too much about each. */
const fewestFaces = 5;
/** Keeps the landmarks' own matrix invertible where two lie close together. */
const jitter = 1e-6;

/**
 * Means of groups of like faces by k-means, from faces drawn by the seed; groups of fewer than five faces are left
 * out, so that no landmark is the description of a person. The width is the mean squared distance of two faces.
 */
export function learnLandmarks(components: Float64Array, groups: number, seed: string): Landmarks {
  const count = components.length / componentCount;
  const faces = createMatrix(count, componentCount, components);
  const start = createRandom(`bends ${seed}`)
    .shuffle(Array.from({ length: count }, (_, face) => face))
    .slice(0, groups);
  let centres = createMatrix(start.length, componentCount);
  start.forEach((face, row) => rowOf(centres, row).set(rowOf(faces, face)));
  let sizes = new Float64Array(centres.rows);
  for (let round = 0; round < rounds; round++) [centres, sizes] = regroup(faces, centres);
  const kept = [...sizes.keys()].filter((row) => sizes[row]! >= fewestFaces);
  const result = createMatrix(kept.length, componentCount);
  kept.forEach((row, at) => rowOf(result, at).set(rowOf(centres, row)));
  const rows = { values: components, columns: componentCount, weights: new Float64Array(count).fill(1) };
  const deviation = weightedDeviation(rows, weightedMean(rows));
  return { points: result, width: 2 * deviation.reduce((sum, value) => sum + value ** 2, 0) };
}

/** The mean of the faces that are closest to each centre, and how many they are. */
function regroup(faces: Matrix, centres: Matrix): [Matrix, Float64Array<ArrayBuffer>] {
  const means = createMatrix(centres.rows, centres.columns);
  const sizes = new Float64Array(centres.rows);
  for (let face = 0; face < faces.rows; face++) {
    const own = rowOf(faces, face);
    let nearest = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let row = 0; row < centres.rows; row++) {
      const distance = squaredDistance(rowOf(centres, row), own);
      if (distance < least) [nearest, least] = [row, distance];
    }
    addScaled(rowOf(means, nearest), own, 1);
    sizes[nearest]!++;
  }
  sizes.forEach((size, row) => {
    if (size === 0) rowOf(means, row).set(rowOf(centres, row));
    else rowOf(means, row).forEach((sum, at, mean) => (mean[at] = sum / size));
  });
  return [means, sizes];
}

/**
 * The kernel as columns for a ridge: L^-1 k with L L' the landmarks' kernel with each other, so that the ridge
 * shrinks as it would in the space of the kernel (Nyström), times `size`.
 */
export function nystromColumns(
  landmarks: Landmarks,
  size: number,
): {
  /** The columns of faces, given by their components one after the other. */
  of(components: Float64Array): FaceRows;
  /** A rule over the columns as one over the kernel's values. */
  inKernel(rule: Float64Array): Float64Array;
} {
  const { points } = landmarks;
  const own = createMatrix(points.rows, points.rows);
  for (let row = 0; row < points.rows; row++) {
    rowOf(own, row).set(kernelValues(landmarks, rowOf(points, row)));
    own.data[row * points.rows + row]! += jitter;
  }
  const factor = choleskyFactor(own);
  return {
    of(components) {
      const count = components.length / componentCount;
      const values = new Float64Array(count * points.rows);
      for (let face = 0; face < count; face++) {
        const near = kernelValues(
          landmarks,
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
