import type { DyadIndex } from './dyad-index.ts';
import { dyadicVariance, planConstants } from './dyadic-interval.ts';

/**
 * Shares of the variance of an answer: how willing the viewer is on average (actor), how wanted the shown person is on
 * average (partner), and the rest, which belongs to the two (relationship, with measurement noise in it). They add up to 1
 * and may be slightly negative by chance. At 100 people each is known to about ±.09. Shares of WtM and of would-meet must
 * not be compared: fewer steps mean more noise, which counts as relationship.
 */
export interface SocialRelations {
  actor: number;
  partner: number;
  relationship: number;
  /** Covariance of one's willingness and how wanted one is, as a share. */
  actorPartner: number;
  /** Covariance of the two answers of a dyad, as a share; null where no dyad answered both ways. */
  dyad: number | null;
}

/**
 * Method of moments: products of residuals of pairs of rows with the same viewer, the same shown person, crossed roles or
 * the same dyad, each corrected by the variance of the mean, by which residuals are too small (Kluger et al. 2025,
 * doi 10.1177/25152459241279522, for the model). Null where a viewer or a shown person has never two rows or nothing varies.
 */
export function socialRelations(index: DyadIndex, values: ArrayLike<number>): SocialRelations | null {
  const n = index.rows;
  if (n < 3) return null;
  let mean = 0;
  for (let row = 0; row < n; row++) mean += values[row]! / n;
  const residuals = Float64Array.from(values, (value) => value - mean);
  const actor = meanProductWithin(residuals, index.actor, index.people);
  const partner = meanProductWithin(residuals, index.partner, index.people);
  let total = 0;
  for (const residual of residuals) total += residual ** 2 / n;
  if (actor === null || partner === null || total <= 1e-18) return null;
  const influence = residuals.map((residual) => residual / n);
  const { factor } = planConstants(index);
  const ofMean = factor > 0 ? factor * dyadicVariance(index, influence) : 0;
  const whole = total + ofMean;
  const crossed = meanOfCrossed(residuals, index);
  const dyad = meanProductWithin(residuals, index.dyad, index.dyads);
  const shareOf = (moment: number): number => (moment + ofMean) / whole;
  return {
    actor: shareOf(actor),
    partner: shareOf(partner),
    relationship: 1 - shareOf(actor) - shareOf(partner),
    actorPartner: crossed === null ? 0 : shareOf(crossed),
    dyad: dyad === null ? null : shareOf(dyad),
  };
}

/** Mean product of two different rows of one group; null where no group has two. */
function meanProductWithin(residuals: Float64Array, group: Int32Array, groups: number): number | null {
  const [sums, squares] = [new Float64Array(groups), new Float64Array(groups)];
  const counts = new Int32Array(groups);
  for (let row = 0; row < residuals.length; row++) {
    sums[group[row]!]! += residuals[row]!;
    squares[group[row]!]! += residuals[row]! ** 2;
    counts[group[row]!]! += 1;
  }
  let [products, pairs] = [0, 0];
  for (let one = 0; one < groups; one++) {
    products += sums[one]! ** 2 - squares[one]!;
    pairs += counts[one]! * (counts[one]! - 1);
  }
  return pairs === 0 ? null : products / pairs;
}

/** Mean product of i → j and k → i, j ≠ k: the same person once as viewer, once as shown. */
function meanOfCrossed(residuals: Float64Array, index: DyadIndex): number | null {
  const [given, received] = [new Float64Array(index.people), new Float64Array(index.people)];
  const [gave, got] = [new Int32Array(index.people), new Int32Array(index.people)];
  const firstOf = new Int32Array(index.dyads).fill(-1);
  const secondOf = new Int32Array(index.dyads).fill(-1);
  for (let row = 0; row < residuals.length; row++) {
    given[index.actor[row]!]! += residuals[row]!;
    gave[index.actor[row]!]! += 1;
    received[index.partner[row]!]! += residuals[row]!;
    got[index.partner[row]!]! += 1;
    const dyad = index.dyad[row]!;
    if (firstOf[dyad] === -1) firstOf[dyad] = row;
    else secondOf[dyad] = row;
  }
  let [products, pairs] = [0, 0];
  for (let person = 0; person < index.people; person++) {
    products += given[person]! * received[person]!;
    pairs += gave[person]! * got[person]!;
  }
  // The two directions of a dyad are crossed at both of its people and are no pair of this kind.
  for (let dyad = 0; dyad < index.dyads; dyad++) {
    const [one, other] = [firstOf[dyad]!, secondOf[dyad]!];
    if (other === -1 || index.actor[one] === index.actor[other]) continue;
    products -= 2 * residuals[one]! * residuals[other]!;
    pairs -= 2;
  }
  return pairs <= 0 ? null : products / pairs;
}
