import { choleskyFactor, choleskySolve, createMatrix, dot } from '../linear-algebra.ts';
import type { Sex } from '../../ports/participants.ts';
import { weightedGram, weightedMean, type WeightedRows } from './weighted-sums.ts';

/** Faces of one sex with what to predict for each. */
export interface RidgeRows extends WeightedRows {
  readonly targets: Float64Array;
}

export interface LinearRule {
  readonly weights: Float64Array;
  readonly intercept: number;
}

/**
 * Ridge regression for both sexes at once: weights = common + own for women's faces, common - own for men's.
 * The common part is penalised by `penalty`, the own part by `penalty / sharing^2`, so that each sex borrows
 * from the other where its own faces are too few.
 */
export function consensusRidge(
  rows: Readonly<Record<Sex, RidgeRows>>,
  penalty: number,
  sharing: number,
): Record<Sex, LinearRule> {
  const { columns } = rows.female;
  const female = normalEquations(rows.female);
  const male = normalEquations(rows.male);
  const size = 2 * columns;
  const system = createMatrix(size, size);
  const right = new Float64Array(size);
  for (let row = 0; row < columns; row++) {
    right[row] = female.right[row]! + male.right[row]!;
    right[columns + row] = sharing * (female.right[row]! - male.right[row]!);
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column;
      const sum = female.gram.data[at]! + male.gram.data[at]!;
      const difference = sharing * (female.gram.data[at]! - male.gram.data[at]!);
      system.data[row * size + column] = sum;
      system.data[(columns + row) * size + column] = difference;
      system.data[row * size + columns + column] = difference;
      system.data[(columns + row) * size + columns + column] = sharing ** 2 * sum;
    }
  }
  for (let row = 0; row < size; row++) system.data[row * size + row]! += penalty;
  const solution = choleskySolve(choleskyFactor(system), right);
  const rule = (sign: 1 | -1, { centre, level }: ReturnType<typeof normalEquations>): LinearRule => {
    const weights = Float64Array.from(
      { length: columns },
      (_, column) => solution[column]! + sign * sharing * solution[columns + column]!,
    );
    return { weights, intercept: level - dot(weights, centre) };
  };
  return { female: rule(1, female), male: rule(-1, male) };
}

function normalEquations(rows: RidgeRows): {
  gram: ReturnType<typeof weightedGram>;
  right: Float64Array;
  centre: Float64Array;
  level: number;
} {
  const { values, columns, weights, targets } = rows;
  const centre = weightedMean(rows);
  const level = weightedMean({ values: targets, columns: 1, weights })[0]!;
  const right = new Float64Array(columns);
  weights.forEach((weight, row) => {
    const factor = weight * (targets[row]! - level);
    for (let column = 0; column < columns; column++) {
      right[column]! += factor * (values[row * columns + column]! - centre[column]!);
    }
  });
  return { gram: weightedGram(rows, centre), right, centre, level };
}
