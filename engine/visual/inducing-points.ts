import { type Matrix, rowOf, squaredDistance } from './linear-algebra.ts';

/**
 * Inducing points of a Gaussian kernel (Nyström approximation): each is near the mean of a group of similar faces.
 */
export interface InducingPoints {
  /** One point per row, in principal components. */
  readonly points: Matrix;
  /** Squared distance at which the kernel has fallen to 1/e. */
  readonly bandwidth: number;
}

/** The kernel's part of the consensus: a weight for each inducing point, by the sex of the face. */
export interface KernelRule extends InducingPoints {
  readonly female: Float64Array;
  readonly male: Float64Array;
}

/** exp(-squared distance / bandwidth) of a face's components to each inducing point, 0..1. */
export function kernelValues({ points, bandwidth }: InducingPoints, components: Float64Array): Float64Array {
  return Float64Array.from({ length: points.rows }, (_, row) =>
    Math.exp(-squaredDistance(rowOf(points, row), components) / bandwidth),
  );
}
