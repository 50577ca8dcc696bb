import { createMatrix, type Matrix } from '../../visual/linear-algebra.ts';

/** Rows of numbers and their weights. */
export interface WeightedRows {
  /** Row by row, `columns` numbers each. */
  readonly values: Float64Array;
  readonly columns: number;
  readonly weights: Float64Array;
}

/** The weighted mean of each column. */
export function weightedMean({ values, columns, weights }: WeightedRows): Float64Array {
  const mean = new Float64Array(columns);
  let total = 0;
  weights.forEach((weight, row) => {
    total += weight;
    const start = row * columns;
    for (let column = 0; column < columns; column++) mean[column]! += weight * values[start + column]!;
  });
  return mean.map((sum) => sum / total);
}

/** The weighted standard deviation of each column around `mean`. */
export function weightedDeviation(rows: WeightedRows, mean: Float64Array): Float64Array {
  const { values, columns, weights } = rows;
  const squares = new Float64Array(columns);
  let total = 0;
  weights.forEach((weight, row) => {
    total += weight;
    const start = row * columns;
    for (let column = 0; column < columns; column++) {
      squares[column]! += weight * (values[start + column]! - mean[column]!) ** 2;
    }
  });
  return squares.map((sum) => Math.sqrt(sum / total));
}

/**
 * Sum over rows of weight x (row - centre)(row - centre)'. Four rows at a time, since the matrix
 * does not fit into the cache and each pass reads it once.
 */
export function weightedGram(rows: WeightedRows, centre: Float64Array): Matrix {
  const { columns, weights } = rows;
  const gram = createMatrix(columns, columns);
  for (let first = 0; first < weights.length; first += 4) {
    const [a, b, c, d] = [0, 1, 2, 3].map((offset) => centredRow(rows, centre, first + offset)) as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    for (let row = 0; row < columns; row++) {
      const target = gram.data.subarray(row * columns, (row + 1) * columns);
      const [fa, fb, fc, fd] = [a[row]!, b[row]!, c[row]!, d[row]!];
      for (let column = row; column < columns; column++) {
        target[column]! += fa * a[column]! + fb * b[column]! + fc * c[column]! + fd * d[column]!;
      }
    }
  }
  for (let row = 0; row < columns; row++) {
    for (let column = 0; column < row; column++) {
      gram.data[row * columns + column] = gram.data[column * columns + row]!;
    }
  }
  return gram;
}

/** A row times the square root of its weight; zeros after the last row. */
function centredRow(
  { values, columns, weights }: WeightedRows,
  centre: Float64Array,
  row: number,
): Float64Array {
  const scaled = new Float64Array(columns);
  const weight = weights[row];
  if (weight === undefined) return scaled;
  const root = Math.sqrt(weight);
  for (let column = 0; column < columns; column++) {
    scaled[column] = root * (values[row * columns + column]! - centre[column]!);
  }
  return scaled;
}

/** The arrays concatenated. */
export function concatenate(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
