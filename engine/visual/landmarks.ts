import { type Matrix, rowOf, squaredDistance } from './linear-algebra.ts';

/** Places near means of groups of like faces, from which a Gaussian kernel is measured (Nyström), and its reach. */
export interface Landmarks {
  /** One landmark per row, in components. */
  readonly points: Matrix;
  /** Squared distance at which the kernel has fallen to 1/e. */
  readonly width: number;
}

/** What each landmark adds to the consensus for a face that lies on it, by the sex of the face. */
export interface LandmarkRule extends Landmarks {
  readonly female: Float64Array;
  readonly male: Float64Array;
}

/** exp(-squared distance / width) of a face's components to each landmark, 0..1. */
export function kernelValues({ points, width }: Landmarks, components: Float64Array): Float64Array {
  return Float64Array.from({ length: points.rows }, (_, row) =>
    Math.exp(-squaredDistance(rowOf(points, row), components) / width),
  );
}
