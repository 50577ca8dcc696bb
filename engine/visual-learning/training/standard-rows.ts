import { descriptionLength, type VisualPrior } from '../../visual/prior.ts';
import type { FaceSet } from './face-set.ts';
import type { ConsensusOptions } from './learn-consensus.ts';
import { concatenate, weightedDeviation, weightedMean, type WeightedRows } from './weighted-sums.ts';

export type Scale = Pick<VisualPrior, 'mean' | 'deviation'>;

/**
 * Mean and standard deviation of the roots. Each deviation is averaged with that of all numbers, so that numbers which
 * hardly vary are not enlarged.
 */
export function learnScale(sets: readonly FaceSet[], mixture: ConsensusOptions['mixture']): Scale {
  const rows: WeightedRows = {
    values: concatenate(sets.map((set) => Float64Array.from(set.embeddings, Math.sqrt))),
    columns: descriptionLength,
    weights: concatenate(sets.map((set) => new Float64Array(set.faces.length).fill(mixture[set.name]))),
  };
  const mean = weightedMean(rows);
  const own = weightedDeviation(rows, mean);
  const common = own.reduce((sum, value) => sum + value, 0) / own.length;
  return { mean, deviation: own.map((value) => (value + common) / 2) };
}

/** Descriptions as the linear rules take them: square roots, minus their mean, divided by their standard deviation. */
export function standardRows(set: FaceSet, { mean, deviation }: Scale): Float64Array {
  return Float64Array.from(set.embeddings, (value, at) => {
    const column = at % descriptionLength;
    return (Math.sqrt(value) - mean[column]!) / deviation[column]!;
  });
}
