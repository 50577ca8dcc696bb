import { faceFeatures } from '../../visual/features.ts';
import { HarmoniaError } from '../../../foundation/errors.ts';
import type { Sex } from '../../ports/participants.ts';
import {
  encodeFloats,
  encodeHalfFloats,
  featureCount,
  type PriorFile,
  priorFormat,
  type VisualPrior,
} from '../../visual/prior.ts';
import type { ScaledRating } from '../../visual/preference-posterior.ts';
import { type FeatureOptions, type LearnedFeatures, learnFeatures } from './learn-features.ts';
import { withUnseenConsensus } from './learn-consensus.ts';
import { embeddingOf, type FaceSet, type Rating } from './face-set.ts';
import { learnRaterPrior } from './rater-prior.ts';
import { concatenate, weightedGram, weightedMean, type WeightedRows } from './weighted-sums.ts';

export interface TrainingOptions extends FeatureOptions {
  /** Version of the resulting prior. */
  readonly version: string;
  /** The rater prior is learned from ratings given to these questions. */
  readonly questions: readonly Rating['question'][];
  readonly rounds: number;
  readonly diagonalShare: number;
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

/** Learns a prior; the same sets and options give the same file. */
export function trainPrior(sets: readonly FaceSet[], options: TrainingOptions): PriorFile {
  const { learned, reduced } = learnFeatures(sets, options);
  const { mean, deviation, consensus, components, kernel } = learned;
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
    centre: encodeFloats(mean),
    spread: encodeFloats(deviation),
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

function featuresOf(learned: LearnedFeatures, set: FaceSet): Float64Array[] {
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
