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

/** The same with four sums. With one, each addition waits for the one before, which slows down large systems. */
function interleavedDot(a: Float64Array, b: Float64Array): number {
  const { length } = a;
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  let at = 0;
  for (; at + 3 < length; at += 4) {
    first += a[at]! * b[at]!;
    second += a[at + 1]! * b[at + 1]!;
    third += a[at + 2]! * b[at + 2]!;
    fourth += a[at + 3]! * b[at + 3]!;
  }
  for (; at < length; at++) first += a[at]! * b[at]!;
  return first + second + third + fourth;
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

/** Rows of a factor that are computed together, so that the rows above are read into the cache once for all of them. */
const rowsAtOnce = 32;

/** The lower triangular L with L L' = matrix. @throws RangeError when the matrix is not positive definite */
export function choleskyFactor(matrix: Matrix): Matrix {
  const size = matrix.rows;
  const factor = createMatrix(size, size);
  for (let first = 0; first < size; first += rowsAtOnce) {
    const end = Math.min(size, first + rowsAtOnce);
    for (let column = 0; column < end; column++) {
      const other = factor.data.subarray(column * size, column * size + column);
      for (let row = Math.max(first, column); row < end; row++) {
        const lower = rowOf(factor, row);
        const rest = matrix.data[row * size + column]! - interleavedDot(other, lower);
        if (column < row) lower[column] = rest / factor.data[column * size + column]!;
        else if (rest > 0) lower[column] = Math.sqrt(rest);
        else throw new RangeError('the matrix is not positive definite');
      }
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
    // A row is contiguous in memory; a column is not.
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
