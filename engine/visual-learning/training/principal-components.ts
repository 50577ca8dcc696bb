import { createRandom } from '../../../foundation/random.ts';
import { addScaled, createMatrix, dot, type Matrix, multiply, rowOf } from '../../visual/linear-algebra.ts';

/**
 * The leading eigenvectors of a symmetric positive semidefinite matrix, one per row, largest first, by subspace
 * iteration with a few spare vectors. The sign of each is fixed by its largest element, so the result depends on
 * the matrix alone.
 */
export function leadingEigenvectors(
  matrix: Matrix,
  count: number,
  rounds = 80,
): { vectors: Matrix; values: Float64Array } {
  const spare = Math.min(matrix.rows, count + 16);
  const random = createRandom('subspace');
  let basis = createMatrix(spare, matrix.rows);
  for (let at = 0; at < basis.data.length; at++) basis.data[at] = random.normal();
  orthonormalise(basis);
  for (let round = 0; round < rounds; round++) {
    basis = multiply(basis, matrix);
    orthonormalise(basis);
  }
  const image = multiply(basis, matrix);
  const order = Array.from({ length: spare }, (_, row) => ({
    row,
    value: dot(rowOf(basis, row), rowOf(image, row)),
  })).sort((one, other) => other.value - one.value);
  const vectors = createMatrix(count, matrix.rows);
  const values = new Float64Array(count);
  order.slice(0, count).forEach(({ row, value }, at) => {
    const vector = rowOf(basis, row);
    const largest = vector.reduce((best, entry) => (Math.abs(entry) > Math.abs(best) ? entry : best), 0);
    addScaled(rowOf(vectors, at), vector, Math.sign(largest));
    values[at] = value;
  });
  return { vectors, values };
}

/** Gram–Schmidt on the rows, twice, because one pass leaves nearly equal rows not quite orthogonal. */
function orthonormalise(basis: Matrix): void {
  for (let row = 0; row < basis.rows; row++) {
    const vector = rowOf(basis, row);
    for (let pass = 0; pass < 2; pass++) {
      for (let other = 0; other < row; other++) {
        const fixed = rowOf(basis, other);
        addScaled(vector, fixed, -dot(vector, fixed));
      }
    }
    const length = Math.sqrt(dot(vector, vector));
    vector.forEach((value, at) => (vector[at] = value / length));
  }
}
