import type { Sex } from '../../ports/participants.ts';
import { dot } from '../linear-algebra.ts';
import { descriptionLength, type VisualPrior } from '../prior.ts';
import { consensusRidge, type RidgeRows } from './consensus-ridge.ts';
import { type ConsensusTargets, consensusTargets } from './consensus-targets.ts';
import type { FaceSet } from './face-set.ts';
import { type Fold, inFold } from './fold.ts';

export interface ConsensusOptions {
  /**
   * The sets whose raters the prior is of. London's raters all saw the same hundred studio portraits; with them the
   * prior fits those and predicts other photographs worse than the consensus does.
   */
  readonly ratersFrom: readonly FaceSet['name'][];
  /** How much a face of each set counts. */
  readonly mixture: Readonly<Record<FaceSet['name'], number>>;
  readonly penalty: number;
  readonly sharing: number;
}

const innerFolds = 5;

/**
 * The consensus rule of each sex over the mixture of sets; `leftOut` keeps a part of the raters' own faces out of it.
 */
export function learnConsensus(
  sets: readonly FaceSet[],
  standard: readonly Float64Array[],
  { mixture, penalty, sharing, ratersFrom }: ConsensusOptions,
  leftOut?: Fold,
): VisualPrior['consensus'] {
  const targets = sets.map((set) => {
    const { values, weights } = consensusTargets(set);
    const skips = (at: number): boolean =>
      leftOut !== undefined && ratersFrom.includes(set.name) && inFold(leftOut, set.faces[at]!.id);
    return { values, weights: weights.map((weight, at) => (skips(at) ? 0 : weight)) };
  });
  const rows = (sex: Sex): RidgeRows => collectRows(sets, standard, targets, mixture, sex);
  return consensusRidge({ female: rows('female'), male: rows('male') }, penalty, sharing);
}

/**
 * Features whose consensus comes from a ridge that did not see the face: on faces that it was fitted to, the
 * consensus looks better than it is, and raters would seem to follow it more than they do.
 */
export function withUnseenConsensus(
  sets: readonly FaceSet[],
  standard: readonly Float64Array[],
  features: readonly (readonly Float64Array[])[],
  options: ConsensusOptions,
): Float64Array[][] {
  const result = features.map((rows) => rows.map((row) => Float64Array.from(row)));
  for (let index = 1; index <= innerFolds; index++) {
    const fold = { index, count: innerFolds, split: 'inner ' };
    const consensus = learnConsensus(sets, standard, options, fold);
    sets.forEach((set, at) => {
      set.faces.forEach((face, row) => {
        if (!inFold(fold, face.id)) return;
        const { weights, intercept } = consensus[face.sex];
        const start = row * descriptionLength;
        const own = standard[at]!.subarray(start, start + descriptionLength);
        result[at]![row]![1] = dot(weights, own) + intercept;
      });
    });
  }
  return result;
}

function collectRows(
  sets: readonly FaceSet[],
  standard: readonly Float64Array[],
  targets: readonly ConsensusTargets[],
  mixture: ConsensusOptions['mixture'],
  sex: Sex,
): RidgeRows {
  const picked = sets.flatMap((set, at) =>
    set.faces.flatMap((face, index) =>
      face.sex === sex && targets[at]!.weights[index]! > 0 ? [{ at, index }] : [],
    ),
  );
  const values = new Float64Array(picked.length * descriptionLength);
  picked.forEach(({ at, index }, row) => {
    const start = index * descriptionLength;
    values.set(standard[at]!.subarray(start, start + descriptionLength), row * descriptionLength);
  });
  return {
    values,
    columns: descriptionLength,
    weights: Float64Array.from(
      picked,
      ({ at, index }) => mixture[sets[at]!.name] * targets[at]!.weights[index]!,
    ),
    targets: Float64Array.from(picked, ({ at, index }) => targets[at]!.values[index]!),
  };
}
