import { type Matrix, rowOf } from './linear-algebra.ts';

/** Means of groups of like faces, in components, and how far each reaches. */
export interface BendCentres {
  /** One centre per row. */
  readonly centres: Matrix;
  /** Squared distance at which closeness has fallen to 1/e. */
  readonly width: number;
}

/** By how much the consensus rises or falls close to each centre, for the sex of the face. */
export interface Bends extends BendCentres {
  readonly female: Float64Array;
  readonly male: Float64Array;
}

/** exp(-squared distance / width) of a face's components to each centre, 0..1. */
export function closeness({ centres, width }: BendCentres, components: Float64Array): Float64Array {
  return Float64Array.from({ length: centres.rows }, (_, row) =>
    Math.exp(-squaredDistance(rowOf(centres, row), components) / width),
  );
}

export function squaredDistance(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += (one[at]! - other[at]!) ** 2;
  return sum;
}
