import { createRandom } from '../../foundation/random.ts';
import { type DyadIndex, rowsByViewer } from './dyad-index.ts';
import { dyadicVariance } from './dyadic-interval.ts';
import type { ScoreColumn } from './score-columns.ts';

/** A test by permutation; its statistic is (AUC − ½) / standard error. */
export interface PermutationTest {
  /** Two-sided. */
  p: number;
  permutations: number;
}

/**
 * Whether the pooled AUC could come from scores that have nothing to do with the answers: the scores of each viewer are dealt
 * anew among that viewer's answers. The statistic is studentised. The AUC itself, dealt this way, gives 13 to 15 % of false
 * alarms at a nominal 5 %, because it keeps who is shown and loses that one shown person's answers resemble each other.
 * Null where the variance is not positive.
 */
export function permutationTest(
  { outcome, xs, order }: ScoreColumn,
  options: { seed: string; permutations: number },
): PermutationTest | null {
  const { index, yes } = outcome;
  const { places, count } = placesOf(xs, order);
  const statistic = studentised(index, yes, count);
  const observed = statistic(places);
  if (observed === null) return null;
  const random = createRandom(`${options.seed}:permutation`);
  const { start, rows } = rowsByViewer(index);
  const dealt = places.slice();
  let asFar = 0;
  for (let round = 0; round < options.permutations; round++) {
    for (let viewer = 0; viewer < index.people; viewer++) {
      const first = start[viewer]!;
      for (let last = start[viewer + 1]! - 1; last > first; last--) {
        const [one, other] = [rows[last]!, rows[first + random.integer(last - first + 1)]!];
        const own = dealt[one]!;
        dealt[one] = dealt[other]!;
        dealt[other] = own;
      }
    }
    // Sums in another order differ in the last digits.
    const value = statistic(dealt);
    if (value !== null && Math.abs(value) >= Math.abs(observed) - 1e-9) asFar += 1;
  }
  return { p: (asFar + 1) / (options.permutations + 1), permutations: options.permutations };
}

/** Scores as places among the different scores: dealing them anew needs no new sort. */
function placesOf(xs: Float64Array, order: Uint32Array): { places: Int32Array; count: number } {
  const places = new Int32Array(xs.length);
  let count = 0;
  order.forEach((row, at) => {
    if (at > 0 && xs[row] !== xs[order[at - 1]!]) count += 1;
    places[row] = count;
  });
  return { places, count: count + 1 };
}

/** (AUC − ½) / √variance of scores given as places; the plan's factor is the same for all and left out. */
function studentised(index: DyadIndex, yes: readonly boolean[], count: number) {
  const [yesAt, noAt] = [new Float64Array(count), new Float64Array(count)];
  const positives = yes.reduce((sum, one) => sum + Number(one), 0);
  const negatives = yes.length - positives;
  const influence = new Float64Array(yes.length);
  return (places: Int32Array): number | null => {
    yesAt.fill(0);
    noAt.fill(0);
    for (let row = 0; row < yes.length; row++) (yes[row] ? yesAt : noAt)[places[row]!]! += 1;
    // From here on the two arrays hold shares: of a yes at a place, the noes below; of a no, the yeses above.
    let [yesBelow, noBelow, area] = [0, 0, 0];
    for (let place = 0; place < count; place++) {
      const [ownYes, ownNo] = [yesAt[place]!, noAt[place]!];
      yesAt[place] = (noBelow + ownNo / 2) / negatives;
      noAt[place] = (positives - yesBelow - ownYes / 2) / positives;
      area += (ownYes * yesAt[place]!) / positives;
      yesBelow += ownYes;
      noBelow += ownNo;
    }
    for (let row = 0; row < yes.length; row++)
      influence[row] = yes[row]
        ? (yesAt[places[row]!]! - area) / positives
        : (noAt[places[row]!]! - area) / negatives;
    const variance = dyadicVariance(index, influence);
    return variance > 1e-18 ? (area - 0.5) / Math.sqrt(variance) : null;
  };
}
