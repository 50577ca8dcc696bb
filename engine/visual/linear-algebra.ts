/** A dense matrix, row by row. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

export function createMatrix(rows: number, columns: number, data?: ArrayLike<number>): Matrix {
  if (data && data.length !== rows * columns) throw new RangeError(`expected ${rows * columns} numbers`);
  return { rows, columns, data: data ? Float64Array.from(data) : new Float64Array(rows * columns) };
}

/** A view of one row; writing to it writes to the matrix. */
export function rowOf(matrix: Matrix, row: number): Float64Array {
  return matrix.data.subarray(row * matrix.columns, (row + 1) * matrix.columns);
}

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += a[index]! * b[index]!;
  return sum;
}

export function squaredDistance(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += (one[at]! - other[at]!) ** 2;
  return sum;
}

/** matrix x vector. */
export function multiplyVector(matrix: Matrix, vector: ArrayLike<number>): Float64Array {
  const result = new Float64Array(matrix.rows);
  for (let row = 0; row < matrix.rows; row++) result[row] = dot(rowOf(matrix, row), vector);
  return result;
}

/** a x b. */
export function multiply(a: Matrix, b: Matrix): Matrix {
  const result = createMatrix(a.rows, b.columns);
  for (let row = 0; row < a.rows; row++) {
    const target = rowOf(result, row);
    for (let inner = 0; inner < a.columns; inner++) {
      addScaled(target, rowOf(b, inner), a.data[row * a.columns + inner]!);
    }
  }
  return result;
}

/** target += factor x vector, in place. */
export function addScaled(target: Float64Array, vector: ArrayLike<number>, factor: number): void {
  if (factor === 0) return;
  for (let index = 0; index < target.length; index++) target[index]! += factor * vector[index]!;
}

/** The lower triangular L with L L' = matrix. @throws RangeError when the matrix is not positive definite */
export function choleskyFactor(matrix: Matrix): Matrix {
  const size = matrix.rows;
  const factor = createMatrix(size, size);
  for (let row = 0; row < size; row++) {
    const lower = rowOf(factor, row);
    for (let column = 0; column <= row; column++) {
      const other = factor.data.subarray(column * size, column * size + column);
      let sum = matrix.data[row * size + column]!;
      for (let index = 0; index < column; index++) sum -= lower[index]! * other[index]!;
      if (column < row) lower[column] = sum / factor.data[column * size + column]!;
      else if (sum > 0) lower[column] = Math.sqrt(sum);
      else throw new RangeError('the matrix is not positive definite');
    }
  }
  return factor;
}

/** x with L L' x = right, for the factor L of a positive definite matrix. */
export function choleskySolve(factor: Matrix, right: ArrayLike<number>): Float64Array {
  return solveUpper(factor, solveLower(factor, right));
}

/** x with L x = right. */
export function solveLower(factor: Matrix, right: ArrayLike<number>): Float64Array {
  const size = factor.rows;
  const solution = Float64Array.from(right);
  for (let row = 0; row < size; row++) {
    let sum = solution[row]!;
    for (let index = 0; index < row; index++) sum -= factor.data[row * size + index]! * solution[index]!;
    solution[row] = sum / factor.data[row * size + row]!;
  }
  return solution;
}

/** x with L' x = right. */
export function solveUpper(factor: Matrix, right: ArrayLike<number>): Float64Array {
  const size = factor.rows;
  const solution = Float64Array.from(right);
  for (let row = size - 1; row >= 0; row--) {
    const value = solution[row]! / factor.data[row * size + row]!;
    solution[row] = value;
    // Walking along the row keeps the memory access in order; the column would jump.
    for (let index = 0; index < row; index++) solution[index]! -= factor.data[row * size + index]! * value;
  }
  return solution;
}

/** The inverse of a positive definite matrix. */
export function inverse(matrix: Matrix): Matrix {
  const factor = choleskyFactor(matrix);
  const result = createMatrix(matrix.rows, matrix.rows);
  const unit = new Float64Array(matrix.rows);
  for (let row = 0; row < matrix.rows; row++) {
    unit.fill(0)[row] = 1;
    rowOf(result, row).set(choleskySolve(factor, unit));
  }
  return result;
}

/** v' M v. */
export function quadraticForm(matrix: Matrix, vector: ArrayLike<number>): number {
  return dot(multiplyVector(matrix, vector), vector);
}
