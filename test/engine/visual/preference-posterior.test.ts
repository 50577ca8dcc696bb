import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRandom } from '../../../foundation/random.ts';
import {
  choleskyFactor,
  choleskySolve,
  createMatrix,
  dot,
  inverse,
  multiply,
  quadraticForm,
} from '../../../engine/visual/linear-algebra.ts';
import {
  type FaceRating,
  fitPosterior,
  fitScaled,
  predict,
  type RaterPrior,
  scaleSwipe,
  type Swipe,
} from '../../../engine/visual/preference-posterior.ts';
import {
  directedVisualScore,
  directedVisualSpread,
  normalCumulative,
  normalDeviate,
} from '../../../engine/visual/visual-score.ts';

const size = 5;

function randomPrior(seed: string): RaterPrior {
  const random = createRandom(seed);
  const root = createMatrix(
    size,
    size,
    Float64Array.from({ length: size * size }, () => random.normal() / 4),
  );
  const transposed = createMatrix(size, size);
  root.data.forEach((value, at) => (transposed.data[(at % size) * size + Math.floor(at / size)] = value));
  const covariance = multiply(root, transposed);
  for (let at = 0; at < size; at++) covariance.data[at * size + at]! += 0.05;
  return { mean: Float64Array.from({ length: size }, () => random.normal() / 4), covariance, noise: 0.04 };
}

const face = (random: { normal: () => number }): Float64Array =>
  Float64Array.from({ length: size }, (_, at) => (at === 0 ? 1 : random.normal()));

describe('the posterior', () => {
  test('without ratings is the prior', () => {
    const prior = randomPrior('none');
    expect(fitPosterior(prior, [])).toEqual(prior);
  });

  test('solves the normal equations of the ratings and the prior', () => {
    const prior = randomPrior('equations');
    const random = createRandom('faces');
    const ratings = Array.from({ length: 9 }, () => ({ features: face(random), value: random.next() }));
    const { mean, covariance } = fitScaled(prior, ratings);
    // The same posterior from the precision side: (C^-1 + A'A / s2) w = C^-1 m + A'y / s2.
    const precision = inverse(prior.covariance);
    const right = Float64Array.from({ length: size }, (_, row) =>
      dot(precision.data.subarray(row * size, (row + 1) * size), prior.mean),
    );
    for (const { features, value } of ratings) {
      for (let row = 0; row < size; row++) {
        right[row]! += (features[row]! * value) / prior.noise;
        for (let column = 0; column < size; column++) {
          precision.data[row * size + column]! += (features[row]! * features[column]!) / prior.noise;
        }
      }
    }
    const expected = choleskySolve(choleskyFactor(precision), right);
    mean.forEach((value, at) => expect(value).toBeCloseTo(expected[at]!, 9));
    const expectedCovariance = inverse(precision);
    covariance.data.forEach((value, at) => expect(value).toBeCloseTo(expectedCovariance.data[at]!, 9));
  });

  test('does not depend on the order of the ratings, and its variance never grows', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 14 }),
        (seed, swipes) => {
          const prior = randomPrior(`prior ${seed}`);
          const random = createRandom(seed);
          const ratings = swipes.map((swipe): FaceRating => ({
            features: face(random),
            rating: swipe as Swipe,
          }));
          const other = face(random);
          const one = predict(fitPosterior(prior, ratings), other);
          const two = predict(fitPosterior(prior, random.shuffle(ratings)), other);
          expect(two.mean).toBeCloseTo(one.mean, 8);
          expect(one.sd).toBeLessThanOrEqual(predict(prior, other).sd + 1e-9);
        },
      ),
      { seed: 1, numRuns: 60 },
    );
  });

  test('recovers the taste that simulated ratings were made with', () => {
    const prior = randomPrior('planted');
    const random = createRandom('person');
    const taste = Float64Array.from(prior.mean, (value) => value + random.normal() / 2);
    const ratings = Array.from({ length: 60 }, () => {
      const features = face(random);
      return { features, value: dot(features, taste) + 0.2 * random.normal() };
    });
    fitScaled(prior, ratings).mean.forEach((value, at) =>
      expect(Math.abs(value - taste[at]!)).toBeLessThan(0.12),
    );
  });

  test('gives more weight to ratings of a participant whose repeats agree', () => {
    const prior = randomPrior('noise');
    const random = createRandom('repeats');
    const faces = Array.from({ length: 6 }, () => face(random));
    const shownTwice = (second: (first: Swipe) => Swipe): FaceRating[] =>
      faces.flatMap((features, at) => {
        const rating = (at % 2 === 0 ? 1 : 4) as Swipe;
        return [
          { features, rating },
          { features: Float64Array.from(features), rating: second(rating) },
        ];
      });
    const steady = fitPosterior(
      prior,
      shownTwice((rating) => rating),
    );
    const fickle = fitPosterior(
      prior,
      shownTwice((rating) => (5 - rating) as Swipe),
    );
    expect(steady.noise).toBeLessThan(prior.noise);
    expect(fickle.noise).toBeGreaterThan(prior.noise);
    expect(steady.noise).toBeGreaterThanOrEqual(prior.noise / 2);
    expect(fickle.noise).toBeLessThanOrEqual(prior.noise * 2);
  });
});

test('swipes are evenly spaced on the scale of 0 to 1', () => {
  expect([1, 2, 3, 4].map((swipe) => scaleSwipe(swipe as Swipe))).toEqual([0.125, 0.375, 0.625, 0.875]);
});

describe('the directed score', () => {
  const posterior = fitPosterior(randomPrior('score'), []);
  const random = createRandom('pool');
  const pool = { faces: 100, mean: face(random), covariance: inverse(randomPrior('pool').covariance) };
  const reference = { female: pool, male: pool };

  test('is 50 for the average face of the reference', () => {
    expect(directedVisualScore(posterior, pool.mean, 'female', reference)).toBeCloseTo(50, 4);
  });

  test('is the share of reference faces that the person likes less', () => {
    const features = face(random);
    const spread = Math.sqrt(quadraticForm(pool.covariance, posterior.mean));
    const draws = Array.from(
      { length: 20_000 },
      () => dot(pool.mean, posterior.mean) + spread * random.normal(),
    );
    const below = draws.filter((value) => value < dot(features, posterior.mean)).length / draws.length;
    expect(directedVisualScore(posterior, features, 'male', reference)).toBeCloseTo(100 * below, -1);
  });

  test('stays within 0 and 100 and rises with what is predicted', () => {
    const step = Float64Array.from(posterior.mean);
    const scores = [-50, -1, 0, 1, 50].map((by) =>
      directedVisualScore(
        posterior,
        step.map((value, at) => pool.mean[at]! + by * value),
        'female',
        reference,
      ),
    );
    expect(scores).toEqual([...scores].sort((one, other) => one - other));
    expect(Math.min(...scores)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...scores)).toBeLessThanOrEqual(100);
  });

  test('is uncertain by what drawn tastes differ in, and not at all for the average face', () => {
    const features = face(random);
    const factor = choleskyFactor(posterior.covariance);
    const spread = Math.sqrt(quadraticForm(pool.covariance, posterior.mean));
    const distance = features.map((value, at) => value - pool.mean[at]!);
    const drawn = Array.from({ length: 4000 }, () => {
      const noise = Float64Array.from({ length: size }, () => random.normal());
      const taste = posterior.mean.map(
        (value, row) => value + dot(factor.data.subarray(row * size, row * size + row + 1), noise),
      );
      return dot(distance, taste) / spread;
    });
    const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
    const sd = Math.sqrt(drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / drawn.length);
    expect(directedVisualSpread(posterior, features, 'male', reference) / sd).toBeCloseTo(1, 1);
    expect(directedVisualSpread(posterior, pool.mean, 'male', reference)).toBe(0);
  });

  test('uses the tabulated normal distribution', () => {
    expect(normalCumulative(0)).toBeCloseTo(0.5, 6);
    expect(normalCumulative(1.959964)).toBeCloseTo(0.975, 6);
    expect(normalCumulative(-2.575829)).toBeCloseTo(0.005, 6);
    for (const percentile of [0.5, 10, 50, 97.5]) {
      expect(100 * normalCumulative(normalDeviate(percentile))).toBeCloseTo(percentile, 5);
    }
    expect([normalDeviate(0), normalDeviate(100)].map(Math.abs)).toEqual([
      expect.closeTo(6, 5),
      expect.closeTo(6, 5),
    ]);
  });
});
