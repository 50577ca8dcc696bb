import { normalCdf, normalQuantile, studentQuantile } from './distributions.ts';
import { cutTo, type Figure, type Interval } from './dyadic-interval.ts';

/** Beyond this a boundary cannot be told from "never": less than 1e-15 lies above it. */
const highest = 8;
const fewestSteps = 400;
const mostSteps = 4000;

/**
 * The z value that an estimate must exceed, on either side, at each of several looks so that all of them together raise a
 * false alarm in `alpha` of the cohorts without effect. The error is spent by the rule of Lan & DeMets (1983) of
 * O'Brien–Fleming type, 2 − 2Φ(z(α/4) / √t) a side, where z(q) has the share q above it: with .05, .025 a side, as the R
 * packages gsDesign and ldbounds print it. The crossing probabilities are integrated numerically, look after look
 * (Armitage, McPherson & Rowe 1969).
 * @param shares of the information at each look, rising, above 0 and at most 1; give 1 for a look after which none follows
 * @param alpha of both sides together
 * @returns one boundary a look; 8 where a look comes so early that it can spend nothing
 * @throws RangeError for shares that do not rise within 0–1
 */
export function lookBoundaries(shares: readonly number[], alpha = 0.05): number[] {
  const first = normalQuantile(1 - alpha / 4);
  const spentBy = (share: number): number => 2 * upperTail(first / Math.sqrt(share));
  let inside: Inside = { places: [0], masses: [1] };
  let before = 0;
  return shares.map((share, look) => {
    if (!(share > before && share <= 1)) throw new RangeError('shares of looks must rise within 0–1');
    const spread = Math.sqrt(share - before);
    const spending = spentBy(share) - (look === 0 ? 0 : spentBy(before));
    const boundary = boundaryThatSpends(spending, inside, Math.sqrt(share), spread);
    const next = (shares[look + 1] ?? 1) - share;
    if (look + 1 < shares.length)
      inside = stillInside(inside, boundary * Math.sqrt(share), spread, Math.sqrt(next));
    before = share;
    return boundary;
  });
}

/**
 * What a boundary in z means for an estimate whose error is distributed as t: the multiple of the standard error with the same
 * probability beyond it. With the normal quantile the false alarms of three looks are .06 to .09 instead of .05.
 * @param degrees of freedom of the rows of this very look
 */
export const boundaryAt = (z: number, degrees: number): number =>
  -studentQuantile(upperTail(Math.min(z, highest)), degrees);

/**
 * The figure with its repeated interval: estimate ± boundary · standard error, which holds the truth at all looks together
 * with the confidence of the boundaries. A figure without a standard error stays without an interval.
 * @param degrees of freedom of the rows of this look
 * @param z the boundary of this look
 * @param bounds what the statistic can be
 */
export function figureAtLook(figure: Figure, degrees: number, z: number, bounds: Interval): Figure {
  const { estimate, standardError } = figure;
  if (standardError === null) return figure;
  return { ...figure, interval: cutTo(bounds, estimate, boundaryAt(z, degrees) * standardError) };
}

/** The walks that have crossed no boundary so far: places of a grid and the probability that each stands for. */
interface Inside {
  places: readonly number[];
  masses: readonly number[];
}

const upperTail = (z: number): number => normalCdf(-z);

/** By bisection: the probability of crossing falls as the boundary rises. */
function boundaryThatSpends(spending: number, inside: Inside, root: number, spread: number): number {
  const crossing = (z: number): number =>
    inside.places.reduce(
      (sum, place, at) => sum + inside.masses[at]! * upperTail((z * root - place) / spread),
      0,
    );
  let [low, high] = [0, highest];
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (crossing(middle) > spending) low = middle;
    else high = middle;
  }
  return high;
}

/** The walks between −end and end after one more step, by Simpson's rule on a grid that is fine for the step after it. */
function stillInside({ places, masses }: Inside, end: number, spread: number, nextSpread: number): Inside {
  const steps = 2 * Math.ceil(Math.min(mostSteps, Math.max(fewestSteps, (8 * end) / nextSpread)) / 2);
  const width = (2 * end) / steps;
  const grid = Array.from({ length: steps + 1 }, (_, at) => -end + at * width);
  const scale = 1 / (spread * Math.sqrt(2 * Math.PI));
  return {
    places: grid,
    masses: grid.map((place, at) => {
      const weight = at === 0 || at === steps ? 1 : at % 2 === 1 ? 4 : 2;
      const density = places.reduce(
        (sum, from, origin) => sum + masses[origin]! * Math.exp(-(((place - from) / spread) ** 2) / 2),
        0,
      );
      return (weight * width * scale * density) / 3;
    }),
  };
}
