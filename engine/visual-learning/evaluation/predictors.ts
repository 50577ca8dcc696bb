import { addScaled, dot } from '../../visual/linear-algebra.ts';
import { fitScaled, type ScaledRating, scaleSwipe, type Swipe } from '../../visual/preference-posterior.ts';
import type { VisualPrior } from '../../visual/prior.ts';
import type { RaterTask, SeenFace } from './rater-tasks.ts';

/** Predicts a rating from the rater's ratings of the calibration faces. */
export type Predictor = (prior: VisualPrior, task: RaterTask) => (face: SeenFace) => number;

/** The posterior and the simpler predictors that it is compared with. */
export const predictors = {
  /** Ratings as they were given. */
  posterior: (prior, { calibration }) =>
    byPosterior(
      prior,
      calibration.map(({ features, rating }) => ({ features, value: rating })),
    ),
  /** Ratings rounded to the bot's four swipes. */
  gradedSwipes: (prior, { calibration }) =>
    byPosterior(
      prior,
      calibration.map(({ features, rating }) => ({ features, value: scaleSwipe(swipeOf(rating)) })),
    ),
  /** Ratings rounded to yes or no. */
  binarySwipes: (prior, { calibration }) =>
    byPosterior(
      prior,
      calibration.map(({ features, rating }) => ({ features, value: rating > 0.5 ? 0.75 : 0.25 })),
    ),
  /** The consensus alone: the same for all raters. */
  consensus: () => (face) => face.features[1]!,
  /** Liked faces minus disliked ones, as in the linear case without a prior. */
  preferenceVector: (_, { calibration }) => {
    const mean = calibration.reduce((sum, { rating }) => sum + rating, 0) / calibration.length;
    const direction = new Float64Array(calibration[0]!.standard.length);
    for (const { standard, rating } of calibration) addScaled(direction, standard, rating - mean);
    return (face) => dot(direction, face.standard);
  },
} as const satisfies Record<string, Predictor>;

export type PredictorName = keyof typeof predictors;

function byPosterior(prior: VisualPrior, ratings: readonly ScaledRating[]): (face: SeenFace) => number {
  const { mean } = fitScaled(prior.raters, ratings);
  return ({ features }) => dot(features, mean);
}

const swipeOf = (rating: number): Swipe => Math.min(4, 1 + Math.floor(rating * 4)) as Swipe;
