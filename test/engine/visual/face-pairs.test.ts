import { expect, test } from '@jest/globals';
import { createRandom } from '../../../foundation/random.ts';
import {
  createFacePairs,
  createFaceTable,
  facesAtOnce,
  faceScore,
  setFace,
} from '../../../engine/visual/face-pairs.ts';
import { createMatrix } from '../../../engine/visual/linear-algebra.ts';
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

test('faces are scored four at a time, and each score is to the last digit that of its pair alone', () => {
  const reference = { female: pool(), male: pool() };
  const people = Array.from({ length: 23 }, (_, at) => ({
    // One person likes all faces the same, and the face of another is not known.
    taste: at === 3 ? new Float64Array(featureCount) : features(),
    features: features(),
    sex: random.next() < 0.4 ? ('female' as const) : ('male' as const),
  }));
  const table = createFaceTable(people.length);
  people.forEach((person, row) => row !== 7 && setFace(table, row, person, reference));
  const pairs = createFacePairs(table);
  const scoreOf = (viewer: number, shown: number): number => {
    if (viewer === 7 || shown === 7) return Number.NaN;
    const { taste: mean } = people[viewer]!;
    const posterior = { mean, covariance: createMatrix(featureCount, featureCount), noise: 1 };
    return directedVisualScore(posterior, people[shown]!.features, people[shown]!.sex, reference);
  };
  let scored = 0;
  for (let first = 0; first < people.length; first += facesAtOnce) {
    pairs.begin(first);
    for (let other = 0; other < people.length; other++) {
      pairs.score(other);
      for (let lane = 0; lane < facesAtOnce && first + lane < people.length; lane++, scored++) {
        expect(pairs.forth[lane]).toBe(scoreOf(first + lane, other));
        expect(pairs.back[lane]).toBe(scoreOf(other, first + lane));
        expect(faceScore(table, first + lane, other)).toBe(pairs.forth[lane]);
      }
    }
  }
  expect(scored).toBe(23 * 23);
});
