import { beforeAll, describe, expect, test } from '@jest/globals';
import { createRandom } from '../../../foundation/random.ts';
import { evaluateRaters } from '../../../engine/visual-learning/evaluation/evaluate-raters.ts';
import { consensusFairness } from '../../../engine/visual-learning/evaluation/fairness.ts';
import { predictionFigure } from '../../../engine/visual-learning/evaluation/figure.ts';
import {
  type RatedSet,
  type RaterTask,
  raterTasks,
  type TaskOptions,
} from '../../../engine/visual-learning/evaluation/rater-tasks.ts';
import { faceFeatures } from '../../../engine/visual/features.ts';
import { dot } from '../../../engine/visual/linear-algebra.ts';
import { loadPrior, type VisualPrior } from '../../../engine/visual/prior.ts';

const options: TaskOptions = { question: 'date', calibration: 12, choice: 'd-optimal' };
const random = createRandom('evaluation');
let prior: VisualPrior;
let set: RatedSet;
let tasks: RaterTask[];

/** Raters whose tastes are drawn from the prior itself, so that the posterior has something to find. */
beforeAll(async () => {
  prior = await loadPrior();
  const faces = Array.from({ length: 60 }, (_, at) => ({
    id: `m${at}`,
    sex: 'female' as const,
    group: at % 2 ? 'a' : 'b',
  }));
  const embeddings = Float32Array.from({ length: 60 * 1024 }, () =>
    Math.max(0, 0.2 + 0.33 * random.normal()),
  );
  const features = faces.map((_, at) =>
    faceFeatures(prior, embeddings.subarray(at * 1024, (at + 1) * 1024), 'female'),
  );
  const ratings = Array.from({ length: 30 }, (_, rater) => {
    const taste = prior.raters.mean.map(
      (mean, at) => mean + 2 * Math.sqrt(prior.raters.covariance.data[at * 51]!) * random.normal(),
    );
    return features.map((own, face) => ({
      rater: `r${rater}`,
      question: 'date' as const,
      face,
      value: Math.min(1, Math.max(0, 0.5 + dot(own, taste) - taste[0]!)),
    }));
  }).flat();
  set = { faces, embeddings, ratings };
  tasks = raterTasks(prior, set, options);
});

describe('the split of a rater’s faces', () => {
  test('never predicts what it calibrates on and never calibrates on a test image', () => {
    const testImages = new Set(['m1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7', 'm8', 'm9']);
    const excludeCalibration = new Set(['m10', 'm11']);
    const split = raterTasks(prior, set, { ...options, testImages, excludeCalibration });
    expect(split).toHaveLength(30);
    for (const { calibration, predicted } of split) {
      expect(calibration).toHaveLength(12);
      expect(calibration.some(({ id }) => testImages.has(id) || excludeCalibration.has(id))).toBe(false);
      expect(predicted.map(({ id }) => id).sort()).toEqual([...testImages].sort());
    }
  });

  test('does not depend on the ratings', () => {
    const turned = { ...set, ratings: set.ratings.map((rating) => ({ ...rating, value: 1 - rating.value })) };
    const chosen = (from: RatedSet, choice: TaskOptions['choice']): string[][] =>
      raterTasks(prior, from, { ...options, choice }).map((task) => task.calibration.map(({ id }) => id));
    for (const choice of ['d-optimal', 'random'] as const)
      expect(chosen(turned, choice)).toEqual(chosen(set, choice));
  });

  test('leaves out raters with too few ratings, and other questions', () => {
    const few = { ...set, ratings: set.ratings.filter(({ rater, face }) => rater !== 'r0' || face < 11) };
    expect(raterTasks(prior, few, options).map(({ rater }) => rater)).not.toContain('r0');
    expect(raterTasks(prior, set, { ...options, question: 'attractive' })).toEqual([]);
  });
});

test('the posterior beats consensus and preference vector where tastes differ, and intervals hold the mean', () => {
  const figures = evaluateRaters(tasks.map((task) => ({ prior, task })));
  expect(figures).toMatchObject({ raters: 30, groups: 30, predictedRatings: 30 * 48 });
  const { posterior, consensus, preferenceVector } = figures.predictors;
  expect(posterior.r.mean).toBeGreaterThan(consensus.r.mean);
  expect(posterior.r.mean).toBeGreaterThan(preferenceVector.r.mean);
  for (const { r } of Object.values(figures.predictors)) {
    expect(r.low).toBeLessThan(r.mean);
    expect(r.high).toBeGreaterThan(r.mean);
  }
  for (const { auc } of [posterior, consensus]) expect(auc.mean).toBeGreaterThan(0.5);
});

test('the gain over the consensus is computed within groups, and the bootstrap draws whole raters', () => {
  const tasksOfAll = tasks.map((task) => ({ prior, task }));
  const { gain, predictors } = evaluateRaters(tasksOfAll);
  const { posterior, consensus } = predictors;
  expect(gain.mean).toBeCloseTo(posterior.r.mean - consensus.r.mean, 10);
  expect(gain.groups).toBe(30);
  expect(gain.low).toBeGreaterThan(0);
  expect(gain.high).toBeGreaterThan(gain.mean);
  expect(evaluateRaters([...tasksOfAll, ...tasksOfAll]).gain).toEqual({
    ...gain,
    groups: 60,
    mean: expect.closeTo(gain.mean, 10),
    low: expect.closeTo(gain.low, 10),
    high: expect.closeTo(gain.high, 10),
  });
});

test('a rater who gives every face the same rating is left out of the gain', () => {
  const [task] = tasks as [RaterTask];
  const flat = {
    ...task,
    rater: 'flat',
    predicted: task.predicted.map((face) => ({ ...face, rating: 0.5 })),
  };
  const alone = evaluateRaters([{ prior, task }]);
  expect(
    evaluateRaters([
      { prior, task },
      { prior, task: flat },
    ]).gain,
  ).toMatchObject({
    mean: alone.gain.mean,
    groups: 1,
  });
});

test('a consensus that predicts one group too low shows in its error', () => {
  const level = (at: number): number =>
    set.ratings.filter(({ face }) => face === at).reduce((sum, { value }) => sum + value, 0);
  const fair = set.faces.map((_, at) => level(at));
  const spread = Math.sqrt(fair.reduce((sum, value) => sum + (value - fair[0]!) ** 2, 0) / fair.length);
  const errors = (consensus: number[]): number[] =>
    consensusFairness(set, consensus).map(({ error }) => error);
  for (const error of errors(fair)) expect(Math.abs(error)).toBeLessThan(0.05);
  const unfair = fair.map((value, at) => (set.faces[at]!.group === 'a' ? value - 2 * spread : value));
  expect(errors(unfair)[0]).toBeLessThan(-0.4);
  expect(errors(unfair)[1]).toBeGreaterThan(0.4);
});

test('the figure is an SVG with both panels', () => {
  const svg = predictionFigure(
    tasks.map((task) => ({ prior, task })),
    'a title',
  );
  expect(svg).toContain('a title');
  expect(svg.match(/<circle/g)).toHaveLength(10);
  expect(svg).not.toContain('NaN');
});
