import { expect, test } from '@jest/globals';
import { createRandom } from '../../../foundation/random.ts';
import { createMatrix } from '../../../engine/visual/linear-algebra.ts';
import { type ScoredPerson, scoreBlocks } from '../../../engine/visual/pair-scores.ts';
import { featureCount, type ReferencePool } from '../../../engine/visual/prior.ts';
import { directedVisualScore } from '../../../engine/visual/visual-score.ts';

const random = createRandom('pair scores');

function pool(): ReferencePool {
  const covariance = createMatrix(featureCount, featureCount);
  for (let at = 1; at < featureCount; at++) covariance.data[at * featureCount + at] = 0.5 + random.next();
  return { faces: 100, mean: features(), covariance };
}

function features(): Float64Array {
  return Float64Array.from({ length: featureCount }, (_, at) => (at === 0 ? 1 : random.normal()));
}

test('block scores equal the scores of single pairs, for any block size', () => {
  const reference = { female: pool(), male: pool() };
  const people = Array.from({ length: 23 }, (): ScoredPerson => ({
    taste: features(),
    features: features(),
    sex: random.next() < 0.4 ? 'female' : 'male',
  }));
  for (const rowsPerBlock of [1, 7, 256]) {
    const seen: number[] = [];
    for (const { first, rows, scores } of scoreBlocks(people, reference, rowsPerBlock)) {
      expect(first).toBe(seen.length / people.length);
      expect(scores).toHaveLength(rows * people.length);
      seen.push(...scores);
    }
    const expected = people.flatMap(({ taste: mean }) =>
      people.map((shown) => {
        const posterior = { mean, covariance: createMatrix(featureCount, featureCount), noise: 1 };
        return directedVisualScore(posterior, shown.features, shown.sex, reference);
      }),
    );
    expect(seen).toHaveLength(expected.length);
    expected.forEach((score, at) => expect(Math.abs(seen[at]! - score)).toBeLessThan(0.01));
  }
});

test('without people there is no block', () => {
  expect([...scoreBlocks([], { female: pool(), male: pool() })]).toEqual([]);
});
