import { createHash } from 'node:crypto';
import { addScaled, createMatrix, type Matrix, multiplyVector, rowOf } from '../../visual/linear-algebra.ts';
import type { Sex } from '../../ports/participants.ts';
import { componentCount, descriptionLength, halfPrecision, type VisualPrior } from '../../visual/prior.ts';
import type { LinearRule } from './consensus-ridge.ts';
import { type ConsensusOptions, type FaceRows, learnConsensus } from './learn-consensus.ts';
import type { FaceSet } from './face-set.ts';
import { type InducingPointOptions, learnInducingPoints, nystromColumns } from './learn-inducing-points.ts';
import { leadingEigenvectors } from './principal-components.ts';
import { learnScale, standardRows } from './standard-rows.ts';
import { concatenate, weightedGram, weightedMean, type WeightedRows } from './weighted-sums.ts';

export interface FeatureOptions extends ConsensusOptions {
  readonly seed: string;
  /** How many principal components the linear part of the consensus is learned from. */
  readonly consensusComponents: number;
  /** The points that the kernel part of the consensus is measured from. */
  readonly inducingPoints: Omit<InducingPointOptions, 'seed'>;
  /** Size of the kernel's columns beside those of the components: the larger, the less linear the consensus may be. */
  readonly kernelSize: number;
}

/** The part of a prior that makes features of a face. */
export type LearnedFeatures = Pick<VisualPrior, 'mean' | 'deviation' | 'consensus' | 'components' | 'kernel'>;

/**
 * Enough for the space of the components. Eigenvectors of nearly equal eigenvalues may stay mixed; rules over the whole
 * space are the same.
 */
const eigenvectorRounds = 40;

/**
 * Learns the features of a face: principal components of the descriptions, and the consensus of the raters. `reduced` has,
 * for each set, the rows that the consensus was learned from.
 */
export function learnFeatures(
  sets: readonly FaceSet[],
  options: FeatureOptions,
): { learned: LearnedFeatures; reduced: FaceRows[] } {
  const scale = learnScale(sets, options.mixture);
  const standard = sets.map((set) => standardRows(set, scale));
  const { vectors, factor } = learnComponents(sets, standard, options);
  const components = createMatrix(
    componentCount,
    descriptionLength,
    halfPrecision(
      vectors.data.subarray(0, componentCount * descriptionLength).map((value) => value * factor),
    ),
  );
  const placed = standard.map((rows) => project(rows, components).values);
  const inducing = learnInducingPoints(concatenate(placed), {
    ...options.inducingPoints,
    seed: `${options.seed} ${digestOf(sets)}`,
  });
  const columns = nystromColumns(inducing, options.kernelSize);
  const reduced = standard.map((rows, at) => beside(project(rows, vectors), columns.of(placed[at]!)));
  const rules = learnConsensus(sets, reduced, options);
  const consensus = inDescriptions(rules, vectors);
  const weightsOf = (sex: Sex): Float64Array => columns.inKernel(rules[sex].weights.subarray(vectors.rows));
  const kernel = { ...inducing, female: weightsOf('female'), male: weightsOf('male') };
  return { learned: { ...scale, consensus, components, kernel }, reduced };
}

/** Cannot be computed without all the descriptions. Unlike the last digit of a sum, it is the same on every machine. */
function digestOf(sets: readonly FaceSet[]): string {
  const hash = createHash('sha256');
  for (const { embeddings } of sets) {
    hash.update(new Uint8Array(embeddings.buffer, embeddings.byteOffset, embeddings.byteLength));
  }
  return hash.digest('hex');
}

/** Directions of length 1, and one factor for all that gives the scores of the first direction variance 1. */
function learnComponents(
  sets: readonly FaceSet[],
  standard: readonly Float64Array[],
  { mixture, consensusComponents }: FeatureOptions,
): { vectors: Matrix; factor: number } {
  const rows: WeightedRows = {
    values: concatenate(standard),
    columns: descriptionLength,
    weights: concatenate(sets.map((set) => new Float64Array(set.faces.length).fill(mixture[set.name]))),
  };
  const total = rows.weights.reduce((sum, weight) => sum + weight, 0);
  const gram = weightedGram(rows, weightedMean(rows));
  const { vectors, values } = leadingEigenvectors(gram, consensusComponents, eigenvectorRounds);
  return { vectors, factor: 1 / Math.sqrt(values[0]! / total) };
}

function project(standard: Float64Array, vectors: Matrix): FaceRows {
  const count = standard.length / descriptionLength;
  const values = new Float64Array(count * vectors.rows);
  for (let row = 0; row < count; row++) {
    const own = standard.subarray(row * descriptionLength, (row + 1) * descriptionLength);
    values.set(multiplyVector(vectors, own), row * vectors.rows);
  }
  return { values, columns: vectors.rows };
}

/** The columns of both, side by side for every face. */
function beside(one: FaceRows, other: FaceRows): FaceRows {
  const columns = one.columns + other.columns;
  const values = new Float64Array((one.values.length / one.columns) * columns);
  for (let row = 0; row * columns < values.length; row++) {
    values.set(one.values.subarray(row * one.columns, (row + 1) * one.columns), row * columns);
    const own = other.values.subarray(row * other.columns, (row + 1) * other.columns);
    values.set(own, row * columns + one.columns);
  }
  return { values, columns };
}

/** A rule's weights of components, as weights of standardised descriptions. */
function inDescriptions(rules: VisualPrior['consensus'], vectors: Matrix): VisualPrior['consensus'] {
  const wide = ({ weights, intercept }: LinearRule): LinearRule => {
    const result = new Float64Array(vectors.columns);
    weights
      .subarray(0, vectors.rows)
      .forEach((weight, row) => addScaled(result, rowOf(vectors, row), weight));
    return { weights: result, intercept };
  };
  return { female: wide(rules.female), male: wide(rules.male) };
}
