import { expect, test } from '@jest/globals';
import { randomEffects } from '../../../engine/validation/random-effects.ts';

const figures = (estimates: number[], errors: number[]) =>
  estimates.map((estimate, at) => ({
    estimate,
    interval: null,
    standardError: errors[at]!,
    degrees: 26.3,
    n: 600,
  }));

// R 4.2.2, metafor 3.8-1: rma(yi, sei^2, method = "REML", test = "adhoc", control = list(threshold = 1e-14, maxiter = 10000))
// gives b, se, ci.lb, ci.ub, tau2, QE.
test.each([
  [
    [0.61, 0.57, 0.66, 0.52],
    [0.031, 0.028, 0.04, 0.025],
    [0.584989508079, 0.0292479753022, 0.491909397142, 0.678069619016, 0.00239874265413, 10.6570847208],
  ],
  [
    [0.61, 0.57],
    [0.031, 0.028],
    [0.587971346705, 0.020778873997, 0.323950719511, 0.851991973898, 0, 0.916905444126],
  ],
  [
    [0.12, 0.35, 0.08, 0.41, 0.22, -0.05],
    [0.1, 0.12, 0.07, 0.2, 0.09, 0.11],
    [0.156208845109, 0.0620519591409, -0.00330079392403, 0.315718484142, 0.00889306379888, 9.43065223297],
  ],
])('the random-effects mean of %j is that of metafor', (estimates, errors, expected) => {
  const { estimate, standardError, interval, tau2, q } = randomEffects(figures(estimates, errors), [-1, 1])!;
  [estimate, standardError, ...interval, tau2, q].forEach((value, at) =>
    expect(value).toBeCloseTo(expected[at]!, 8),
  );
});

test('the random-effects mean is cut to what the figure can be, and needs two cohorts with a standard error', () => {
  expect(randomEffects(figures([0.61, 0.47], [0.031, 0.028]), [0, 1])!.interval).toEqual([0, 1]);
  const [one] = figures([0.6], [0.03]);
  expect(randomEffects([one!, null, { ...one!, standardError: null, degrees: null }], [0, 1])).toBeNull();
});
