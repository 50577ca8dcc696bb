import { createHash } from 'node:crypto';
import { addScaled, createMatrix, type Matrix, multiplyVector, rowOf } from '../../visual/linear-algebra.ts';
import { faceFeatures } from '../../visual/features.ts';
import { HarmoniaError } from '../../../foundation/errors.ts';
import type { Sex } from '../../ports/participants.ts';
import {
  componentCount,
  descriptionLength,
  encodeFloats,
  encodeHalfFloats,
  featureCount,
  halfPrecision,
  type PriorFile,
  priorFormat,
  type VisualPrior,
} from '../../visual/prior.ts';
import type { ScaledRating } from '../../visual/preference-posterior.ts';
import type { LinearRule } from './consensus-ridge.ts';
import {
  type ConsensusOptions,
  type FaceRows,
  learnConsensus,
  withUnseenConsensus,
} from './learn-consensus.ts';
import { embeddingOf, type FaceSet, type Rating } from './face-set.ts';
import { type InducingPointOptions, learnInducingPoints, nystromColumns } from './learn-inducing-points.ts';
import { leadingEigenvectors } from './principal-components.ts';
import { learnRaterPrior } from './rater-prior.ts';
import { learnScale, standardRows } from './standard-rows.ts';
import { concatenate, weightedGram, weightedMean, type WeightedRows } from './weighted-sums.ts';

export interface TrainingOptions extends ConsensusOptions {
  /** Version of the resulting prior. */
  readonly version: string;
  readonly seed: string;
  /** The rater prior is learned from ratings given to these questions. */
  readonly questions: readonly Rating['question'][];
  readonly rounds: number;
  readonly diagonalShare: number;
  /** How many principal components the linear part of the consensus is learned from. */
  readonly consensusComponents: number;
  /** The points that the kernel part of the consensus is measured from. */
  readonly inducingPoints: Omit<InducingPointOptions, 'seed'>;
  /** Size of the kernel's columns beside those of the components: the larger, the less linear the consensus may be. */
  readonly kernelSize: number;
  /** The fitted noise is multiplied by this, since tastes are not quite linear in the features. */
  readonly noiseFactor: number;
}

/** The settings with the best figures on held-out raters and faces (docs/visual.md). */
export const trainingDefaults: Omit<TrainingOptions, 'version' | 'seed'> = {
  questions: ['date', 'attractive'],
  ratersFrom: ['mebeauty'],
  leansTo: ['mebeauty'],
  mixture: { scut: 0.5, london: 0.2, mebeauty: 1 },
  penalty: 4000,
  sharing: 0.7,
  leaning: 0.55,
  consensusComponents: 256,
  inducingPoints: { groupings: 3, groups: 400, bandwidth: 2 / 3 },
  kernelSize: 42,
  rounds: 40,
  diagonalShare: 0.05,
  noiseFactor: 2,
};

/** Raters with fewer ratings of one sex are left out. */
const fewestRatings = 4;
/**
 * Enough for the space of the components. Eigenvectors of nearly equal eigenvalues may stay mixed; rules over the whole
 * space are the same.
 */
const eigenvectorRounds = 40;

type Learned = Pick<VisualPrior, 'mean' | 'deviation' | 'consensus' | 'components' | 'kernel'>;

/** Learns a prior; the same sets and options give the same file. */
export function trainPrior(sets: readonly FaceSet[], options: TrainingOptions): PriorFile {
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
  const learned = { ...scale, consensus, components, kernel };
  const features = sets.map((set) => featuresOf(learned, set));
  const unseen = withUnseenConsensus(sets, reduced, features, options);
  const groups = sets.flatMap((set, at) =>
    options.ratersFrom.includes(set.name) ? raterGroups(set, unseen[at]!, options.questions) : [],
  );
  if (groups.length === 0) {
    throw new HarmoniaError('bad-request', 'no rater answered often enough');
  }
  const fitted = learnRaterPrior(groups, { ...options, leadingFeatures: 2 });
  const raters = { ...fitted, noise: fitted.noise * options.noiseFactor };
  return {
    format: priorFormat,
    version: options.version,
    licence:
      'Research use only: learned from SCUT-FBP5500 (non-commercial research), MEBeauty (research) and the Face ' +
      'Research Lab London Set (CC BY 4.0). Holds no face, rating or description of any single person.',
    provenance: provenance(sets, options, groups),
    centre: encodeFloats(scale.mean),
    spread: encodeFloats(scale.deviation),
    consensus: {
      female: { ...consensus.female, weights: encodeFloats(consensus.female.weights) },
      male: { ...consensus.male, weights: encodeFloats(consensus.male.weights) },
    },
    components: encodeHalfFloats(components.data),
    landmarks: encodeKernel(kernel),
    raters: {
      mean: encodeFloats(raters.mean),
      covariance: encodeFloats(raters.covariance.data),
      noise: raters.noise,
    },
    reference: {
      female: summarise(sets, features, 'female'),
      male: summarise(sets, features, 'male'),
    },
  };
}

/** Cannot be computed without all the descriptions. Unlike the last digit of a sum, it is the same on every machine. */
function digestOf(sets: readonly FaceSet[]): string {
  const hash = createHash('sha256');
  for (const { embeddings } of sets) {
    hash.update(new Uint8Array(embeddings.buffer, embeddings.byteOffset, embeddings.byteLength));
  }
  return hash.digest('hex');
}

function encodeKernel({ bandwidth, points, female, male }: VisualPrior['kernel']): PriorFile['landmarks'] {
  return {
    width: bandwidth,
    points: encodeHalfFloats(points.data),
    female: encodeFloats(female),
    male: encodeFloats(male),
  };
}

function provenance(
  sets: readonly FaceSet[],
  options: TrainingOptions,
  groups: readonly (readonly ScaledRating[])[],
): PriorFile['provenance'] {
  return {
    question: options.questions.join(' and '),
    seed: options.seed,
    description: '@vladmandic/human 3.3.6 faceres, photo fitted to 480 x 480',
    inputs: sets.map(({ name, citation, files }) => ({ name, citation, files: { ...files } })),
    counts: {
      faces: sets.reduce((sum, { faces }) => sum + faces.length, 0),
      raterGroups: groups.length,
      ratings: groups.reduce((sum, group) => sum + group.length, 0),
    },
  };
}

/** Directions of length 1, and one factor for all that gives the scores of the first direction variance 1. */
function learnComponents(
  sets: readonly FaceSet[],
  standard: readonly Float64Array[],
  { mixture, consensusComponents }: TrainingOptions,
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

function featuresOf(learned: Learned, set: FaceSet): Float64Array[] {
  return set.faces.map((face, at) => faceFeatures(learned, embeddingOf(set, at), face.sex));
}

/** Ratings by rater and sex of the face, in the order of the raters' names. */
function raterGroups(
  set: FaceSet,
  features: readonly Float64Array[],
  questions: TrainingOptions['questions'],
): ScaledRating[][] {
  const groups = new Map<string, ScaledRating[]>();
  for (const { rater, question: asked, face, value } of set.ratings) {
    if (!questions.includes(asked)) continue;
    const key = `${rater} ${asked} ${set.faces[face]!.sex}`;
    const group = groups.get(key) ?? [];
    group.push({ features: features[face]!, value });
    groups.set(key, group);
  }
  return [...groups.entries()]
    .filter(([, group]) => group.length >= fewestRatings)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, group]) => group);
}

/** Mean and covariance of the features of one sex over the faces of all sets, each with the same weight. */
function summarise(
  sets: readonly FaceSet[],
  features: readonly (readonly Float64Array[])[],
  sex: Sex,
): PriorFile['reference']['female'] {
  const rows = sets.flatMap((set, at) => features[at]!.filter((_, index) => set.faces[index]!.sex === sex));
  const pool: WeightedRows = {
    values: concatenate(rows),
    columns: featureCount,
    weights: new Float64Array(rows.length).fill(1 / rows.length),
  };
  const mean = weightedMean(pool);
  const covariance = weightedGram(pool, mean);
  return { faces: rows.length, mean: encodeFloats(mean), covariance: encodeFloats(covariance.data) };
}
