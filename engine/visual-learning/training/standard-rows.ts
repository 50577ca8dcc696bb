import { descriptionLength, type VisualPrior } from '../../visual/prior.ts';
import type { FaceSet } from './face-set.ts';
import type { ConsensusOptions } from './learn-consensus.ts';
import { concatenate, weightedDeviation, weightedMean, type WeightedRows } from './weighted-sums.ts';

export type Scale = Pick<VisualPrior, 'centre' | 'spread'>;

/** Centre and spread of the roots; half of each spread is the common one, so that silent numbers stay quiet. */
export function learnScale(sets: readonly FaceSet[], mixture: ConsensusOptions['mixture']): Scale {
  const rows: WeightedRows = {
    values: concatenate(sets.map((set) => Float64Array.from(set.embeddings, Math.sqrt))),
    columns: descriptionLength,
    weights: concatenate(sets.map((set) => new Float64Array(set.faces.length).fill(mixture[set.name]))),
  };
  const centre = weightedMean(rows);
  const deviation = weightedDeviation(rows, centre);
  const common = deviation.reduce((sum, value) => sum + value, 0) / deviation.length;
  return { centre, spread: deviation.map((value) => (value + common) / 2) };
}

/** Descriptions as the linear rules see them: root, centred, scaled. */
export function standardRows(set: FaceSet, { centre, spread }: Scale): Float64Array {
  return Float64Array.from(set.embeddings, (value, at) => {
    const column = at % descriptionLength;
    return (Math.sqrt(value) - centre[column]!) / spread[column]!;
  });
}
