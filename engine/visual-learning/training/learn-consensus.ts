import { dot } from '../../visual/linear-algebra.ts';
import type { VisualPrior } from '../../visual/prior.ts';
import { consensusRidge, type RidgeCell, type RidgeOptions } from './consensus-ridge.ts';
import { type ConsensusTargets, consensusTargets } from './consensus-targets.ts';
import type { FaceSet } from './face-set.ts';
import { type Fold, inFold } from './fold.ts';

export interface ConsensusOptions extends RidgeOptions {
  /**
   * The sets whose raters the rater prior is learned from. London's raters all saw the same hundred studio portraits;
   * a prior learned from them fits those portraits and predicts other photographs worse than the consensus does.
   */
  readonly ratersFrom: readonly FaceSet['name'][];
  /** The sets whose kind of photograph the consensus is to predict best. */
  readonly leansTo: readonly FaceSet['name'][];
  /** Weight of a face of each set. */
  readonly mixture: Readonly<Record<FaceSet['name'], number>>;
}

/** A set's faces as numbers that a linear rule reads, `columns` for each. */
export interface FaceRows {
  readonly values: Float64Array;
  readonly columns: number;
}

const innerFolds = 5;

/**
 * The consensus rule of each sex over the mixture of sets, in the space of `rows`, learned without the faces of the fold
 * `leftOut` in sets whose raters are learned from.
 */
export function learnConsensus(
  sets: readonly FaceSet[],
  rows: readonly FaceRows[],
  options: ConsensusOptions,
  leftOut?: Fold,
): VisualPrior['consensus'] {
  const cells = sets.flatMap((set, at) => {
    const targets = consensusTargets(set);
    const wanted = options.leansTo.includes(set.name);
    const skips = (face: number): boolean =>
      leftOut !== undefined && options.ratersFrom.includes(set.name) && inFold(leftOut, set.faces[face]!.id);
    const known = [...set.faces.keys()].filter((face) => targets.weights[face]! > 0 && !skips(face));
    return (['female', 'male'] as const).map((sex) => ({
      ...collectRows(
        known.filter((face) => set.faces[face]!.sex === sex),
        rows[at]!,
        targets,
        options.mixture[set.name],
      ),
      sex,
      wanted,
    }));
  });
  return consensusRidge(cells, options);
}

/**
 * Features whose consensus comes from a ridge fitted without the face. The consensus fits the faces that it was learned
 * from too well; with it, raters would seem to follow the consensus more than they do.
 */
export function withUnseenConsensus(
  sets: readonly FaceSet[],
  rows: readonly FaceRows[],
  features: readonly (readonly Float64Array[])[],
  options: ConsensusOptions,
): Float64Array[][] {
  const result = features.map((own) => own.map((row) => Float64Array.from(row)));
  for (let index = 1; index <= innerFolds; index++) {
    const fold = { index, count: innerFolds, split: 'inner ' };
    const consensus = learnConsensus(sets, rows, options, fold);
    sets.forEach((set, at) => {
      const { values, columns } = rows[at]!;
      set.faces.forEach((face, row) => {
        if (!inFold(fold, face.id)) return;
        const { weights, intercept } = consensus[face.sex];
        result[at]![row]![1] = dot(weights, values.subarray(row * columns, (row + 1) * columns)) + intercept;
      });
    });
  }
  return result;
}

function collectRows(
  faces: readonly number[],
  { values, columns }: FaceRows,
  targets: ConsensusTargets,
  share: number,
): Omit<RidgeCell, 'sex' | 'wanted'> {
  const picked = new Float64Array(faces.length * columns);
  faces.forEach((face, row) => {
    picked.set(values.subarray(face * columns, (face + 1) * columns), row * columns);
  });
  return {
    values: picked,
    columns,
    weights: Float64Array.from(faces, (face) => share * targets.weights[face]!),
    targets: Float64Array.from(faces, (face) => targets.values[face]!),
  };
}
