import { describe, expect, test } from '@jest/globals';
import { aucInfluence } from '../../../engine/validation/auc-influence.ts';
import { type Dyad, indexDyads } from '../../../engine/validation/dyad-index.ts';
import { dyadicVariance, figureWith, planConstants } from '../../../engine/validation/dyadic-interval.ts';
import { spearmanInfluence } from '../../../engine/validation/spearman-influence.ts';
import { studentCdf, studentQuantile } from '../../../engine/validation/distributions.ts';

/** Eight women and eight men, each of whom sees three of the other sex and is seen by the same three. */
const vector = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((i) =>
  [0, 1, 3].flatMap((offset) => {
    const j = 8 + ((i + offset) % 8);
    return [answerOf(i, j), answerOf(j, i)];
  }),
);

function answerOf(u: number, v: number): Dyad & { score: number; wtm: number } {
  const score = (7 * u + 13 * v + u * v) % 31;
  return {
    actor: `p${u}`,
    partner: `p${v}`,
    score,
    wtm: 1 + ((5 * u + 3 * v + 2 * score + ((u * v) % 5)) % 7),
  };
}

const index = indexDyads(vector);
const scores = vector.map(({ score }) => score);

describe('the plan of 16 people and 48 answers', () => {
  test('has the constants that follow from its rows', () => {
    const { sharing, factor, degrees } = planConstants(index);
    expect(sharing).toBe(480);
    expect(factor).toBeCloseTo(1.2631578947, 10);
    expect(degrees).toBeCloseTo(3.8, 10);
    expect(studentQuantile(0.975, degrees)).toBeCloseTo(2.8350358793, 7);
  });

  test('gives no interval by itself: fewer than four degrees of freedom', () => {
    expect(figureWith(0.5, 0.006, planConstants(index), [0, 1], 48).interval).toBeNull();
  });
});

/** What the product leaves out below four degrees of freedom. */
function intervalByHand(estimate: number, variance: number): [number, number] {
  const { factor, degrees } = planConstants(index);
  const half = studentQuantile(0.975, degrees) * Math.sqrt(factor * variance);
  return [estimate - half, estimate + half];
}

// A brute-force reference sums over the n × n matrix of rows that share a person.
function bruteForce(influence: Float64Array): number {
  let sum = 0;
  vector.forEach((one, r) =>
    vector.forEach((other, s) => {
      const people = new Set([one.actor, one.partner]);
      if (people.has(other.actor) || people.has(other.partner)) sum += influence[r]! * influence[s]!;
    }),
  );
  return sum;
}

describe('the area under the curve', () => {
  const { estimate, influence } = aucInfluence(
    scores,
    vector.map(({ wtm }) => wtm >= 5),
  )!;

  test('has the variance and interval of the test vector', () => {
    const variance = dyadicVariance(index, influence);
    expect(estimate).toBeCloseTo(0.4017391304, 10);
    expect(variance).toBeCloseTo(0.0060007896, 10);
    expect(variance).toBeCloseTo(bruteForce(influence), 12);
    const [low, high] = intervalByHand(estimate, variance);
    expect(low).toBeCloseTo(0.1549127475, 7);
    expect(high).toBeCloseTo(0.6485655133, 7);
  });
});

describe('Spearman’s rho', () => {
  const { estimate, influence } = spearmanInfluence(
    scores,
    vector.map(({ wtm }) => wtm),
  )!;

  test('has the variance and interval of the test vector', () => {
    const variance = dyadicVariance(index, influence);
    expect(estimate).toBeCloseTo(-0.0893893699, 10);
    expect(variance).toBeCloseTo(0.0113423871, 10);
    expect(variance).toBeCloseTo(bruteForce(influence), 12);
    const [low, high] = intervalByHand(estimate, variance);
    expect(low).toBeCloseTo(-0.4287329307, 7);
    expect(high).toBeCloseTo(0.2499541909, 7);
  });
});

// scipy.stats.t of SciPy 1.10.1: t.ppf(p, df) and t.cdf(x, df).
test.each([
  [0.975, 3.8, 2.8350358793212047],
  [0.975, 26.3, 2.054388874617545],
  [0.99999, 5, 15.546854534969158],
  [0.975, 1e6, 1.959966356814107],
  [0.6, 4.2, 0.26987694425308945],
])('the t quantile of %d at %d degrees of freedom is that of SciPy', (p, df, expected) => {
  expect(studentQuantile(p, df) / expected).toBeCloseTo(1, 6);
  expect(studentCdf(expected, df)).toBeCloseTo(p, 7);
});
