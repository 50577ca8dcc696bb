import {
  choleskyFactor,
  choleskySolve,
  createMatrix,
  dot,
  type Matrix,
} from '../../visual/linear-algebra.ts';
import type { Sex } from '../../ports/participants.ts';
import { weightedGram, weightedMean, type WeightedRows } from './weighted-sums.ts';

/** Faces of one sex and one source with what to predict for each. */
export interface RidgeCell extends WeightedRows {
  readonly sex: Sex;
  /** Whether the rule is meant for this kind of photograph. */
  readonly wanted: boolean;
  readonly targets: Float64Array;
}

export interface LinearRule {
  readonly weights: Float64Array;
  readonly intercept: number;
}

export interface RidgeOptions {
  readonly penalty: number;
  /** How far the rules of the sexes may differ; the smaller, the more each borrows from the other. */
  readonly sharing: number;
  /** How far the rule for the wanted photographs may differ from that for the others; 0 for one rule. */
  readonly leaning: number;
}

/**
 * Ridge regression for all cells at once: weights = common ± sharing x sexes + leaning x wanted, each part penalised
 * by `penalty`. Every cell has its own intercept. The sources' women and men differ in their mean rating, and with one
 * intercept for all cells the weights would be fitted to that difference.
 */
export function consensusRidge(
  cells: readonly RidgeCell[],
  { penalty, sharing, leaning }: RidgeOptions,
): Record<Sex, LinearRule> {
  const known = cells.filter(({ weights }) => weights.some((weight) => weight > 0)).map(normalEquations);
  const { columns } = known[0]!.cell;
  const parts = leaning > 0 ? 3 : 2;
  const factorsOf = ({ sex, wanted }: Pick<RidgeCell, 'sex' | 'wanted'>): number[] =>
    [1, sex === 'female' ? sharing : -sharing, wanted ? leaning : 0].slice(0, parts);
  const size = parts * columns;
  const system = createMatrix(size, size);
  const right = new Float64Array(size);
  for (const { cell, gram, moment } of known) addCell(system, right, gram, moment, factorsOf(cell));
  for (let row = 0; row < size; row++) system.data[row * size + row]! += penalty;
  const solution = choleskySolve(choleskyFactor(system), right);
  const rule = (sex: Sex): LinearRule => {
    const factors = factorsOf({ sex, wanted: true });
    const weights = Float64Array.from({ length: columns }, (_, column) =>
      factors.reduce((sum, factor, part) => sum + factor * solution[part * columns + column]!, 0),
    );
    const own = known.filter(({ cell }) => cell.sex === sex);
    const answering = own.some(({ cell }) => cell.wanted) ? own.filter(({ cell }) => cell.wanted) : own;
    const total = answering.reduce((sum, one) => sum + one.total, 0);
    const intercept = answering.reduce(
      (sum, one) => sum + (one.total / total) * (one.level - dot(weights, one.centre)),
      0,
    );
    return { weights, intercept };
  };
  return { female: rule('female'), male: rule('male') };
}

/** Adds one cell's normal equations to the blocks of the parts that its rule is made of. */
function addCell(
  system: Matrix,
  right: Float64Array,
  gram: Matrix,
  moment: Float64Array,
  factors: readonly number[],
): void {
  const { columns } = gram;
  factors.forEach((factor, part) => {
    for (let row = 0; row < columns; row++) {
      right[part * columns + row]! += factor * moment[row]!;
      factors.forEach((other, otherPart) => {
        if (factor * other === 0) return;
        const start = (part * columns + row) * system.columns + otherPart * columns;
        for (let column = 0; column < columns; column++) {
          system.data[start + column]! += factor * other * gram.data[row * columns + column]!;
        }
      });
    }
  });
}

function normalEquations(cell: RidgeCell): {
  cell: RidgeCell;
  gram: Matrix;
  moment: Float64Array;
  centre: Float64Array;
  level: number;
  total: number;
} {
  const { values, columns, weights, targets } = cell;
  const centre = weightedMean(cell);
  const level = weightedMean({ values: targets, columns: 1, weights })[0]!;
  const moment = new Float64Array(columns);
  weights.forEach((weight, row) => {
    const factor = weight * (targets[row]! - level);
    for (let column = 0; column < columns; column++) {
      moment[column]! += factor * (values[row * columns + column]! - centre[column]!);
    }
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return { cell, gram: weightedGram(cell, centre), moment, centre, level, total };
}
