import { expect, test } from '@jest/globals';
import { createRandom } from '../../../foundation/random.ts';
import { chooseCalibration } from '../../../engine/visual/choose-calibration.ts';
import { createMatrix } from '../../../engine/visual/linear-algebra.ts';
import { fitScaled, predict, type RaterPrior } from '../../../engine/visual/preference-posterior.ts';

const size = 6;
const random = createRandom('choose');
const covariance = createMatrix(size, size);
for (let at = 0; at < size; at++) covariance.data[at * size + at] = 1 / (at + 1);
const prior: RaterPrior = { mean: new Float64Array(size), covariance, noise: 0.1 };
const faces = Array.from({ length: 60 }, () => Float64Array.from({ length: size }, () => random.normal()));

/** How unsure of all faces the posterior is after ratings of the chosen ones. */
function doubt(chosen: readonly number[]): number {
  const posterior = fitScaled(
    prior,
    chosen.map((at) => ({ features: faces[at]!, value: 0 })),
  );
  return faces.reduce((sum, features) => sum + predict(posterior, features).sd ** 2, 0);
}

test('the chosen faces leave less variance than nearly all random choices', () => {
  const chosen = chooseCalibration(prior, faces, 8);
  expect(new Set(chosen).size).toBe(8);
  const chance = Array.from({ length: 200 }, () => doubt(random.shuffle([...faces.keys()]).slice(0, 8)));
  expect(chance.filter((value) => value < doubt(chosen)).length).toBeLessThan(4);
});

test('the best faces come first, so that fewer can be taken', () => {
  expect(chooseCalibration(prior, faces, 4)).toEqual(chooseCalibration(prior, faces, 8).slice(0, 4));
});

test('no more faces are chosen than there are', () => {
  expect(chooseCalibration(prior, faces.slice(0, 3), 8).sort()).toEqual([0, 1, 2]);
});
