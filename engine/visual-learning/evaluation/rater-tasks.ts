import { createRandom } from '../../../foundation/random.ts';
import { chooseCalibration } from '../../visual/choose-calibration.ts';
import { faceFeatures } from '../../visual/features.ts';
import { standardise } from '../../visual/features.ts';
import type { VisualPrior } from '../../visual/prior.ts';
import { embeddingOf, type FaceSet, type Rating } from '../training/face-set.ts';

export type RatedSet = Pick<FaceSet, 'faces' | 'embeddings' | 'ratings'>;

/** A face as one rater saw it. */
export interface SeenFace {
  readonly id: string;
  readonly features: Float64Array;
  readonly standard: Float64Array;
  /** 0..1. */
  readonly rating: number;
}

/** One rater's ratings of faces of one sex: some for calibration, the others to be predicted. */
export interface RaterTask {
  readonly rater: string;
  readonly calibration: readonly SeenFace[];
  readonly predicted: readonly SeenFace[];
}

export interface TaskOptions {
  readonly question: Rating['question'];
  /** Number of ratings for calibration; raters with fewer are left out. */
  readonly calibration: number;
  /** How those are chosen among the faces a rater saw. */
  readonly choice: 'd-optimal' | 'random';
  /** Images that are only predicted; without it, all images that are not used for calibration are predicted. */
  readonly testImages?: ReadonlySet<string>;
  /** Images that are neither calibrated on nor, when no test images are named, predicted. */
  readonly excludeCalibration?: ReadonlySet<string>;
  /** False for raters that are left out. */
  readonly keepsRater?: (rater: string) => boolean;
}

/** Splits every rater's faces of each sex into calibration and prediction, independently of the ratings. */
export function raterTasks(prior: VisualPrior, set: RatedSet, options: TaskOptions): RaterTask[] {
  const seen = set.faces.map((face, at) => ({
    id: face.id,
    features: faceFeatures(prior, embeddingOf(set, at), face.sex),
    standard: standardise(prior, embeddingOf(set, at)),
  }));
  const asked = set.ratings.filter(
    ({ question, rater }) => question === options.question && (options.keepsRater?.(rater) ?? true),
  );
  const groups = Map.groupBy(asked, ({ rater, face }) => `${rater} ${set.faces[face]!.sex}`);
  return [...groups.entries()]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([key, ratings]) => {
      const faces = ratings.map(({ face, value }): SeenFace => ({ ...seen[face]!, rating: value }));
      const task = split(prior, key, faces, options);
      return task ? [{ rater: ratings[0]!.rater, ...task }] : [];
    });
}

function split(
  prior: VisualPrior,
  key: string,
  faces: readonly SeenFace[],
  { calibration, choice, testImages, excludeCalibration }: TaskOptions,
): Omit<RaterTask, 'rater'> | undefined {
  const isTest = (face: SeenFace): boolean => testImages?.has(face.id) ?? false;
  const candidates = faces.filter((face) => !isTest(face) && !excludeCalibration?.has(face.id));
  if (candidates.length < calibration) return undefined;
  const chosen = new Set(
    choice === 'random'
      ? createRandom(`evaluate ${key}`).shuffle(candidates).slice(0, calibration)
      : chooseCalibration(
          prior.raters,
          candidates.map(({ features }) => features),
          calibration,
        ).map((at) => candidates[at]!),
  );
  const predicted = faces.filter((face) =>
    testImages ? isTest(face) : !chosen.has(face) && !excludeCalibration?.has(face.id),
  );
  return predicted.length === 0 ? undefined : { calibration: [...chosen], predicted };
}
