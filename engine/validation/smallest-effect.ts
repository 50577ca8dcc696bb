import { risingOrder } from './auc.ts';
import { aucInfluence } from './auc-influence.ts';
import { type DyadIndex, indexDyads } from './dyad-index.ts';
import { dyadicVariance, fewestDegrees, planConstants } from './dyadic-interval.ts';
import { boundaryAt } from './looks.ts';
import { aucOfEffect, effectFor, simulateCohort, threshold } from './simulate-cohort.ts';

/** Answers that are simulated in all, so that a large study takes no longer than a small one. */
const answersInAll = 300_000;
const [fewestCohorts, mostCohorts] = [50, 400];
/** Above this many people cohorts of this size are simulated, and the result is scaled by 1 / √people. */
const mostPeople = 1000;
const highestAuc = 0.98;

interface Cohort {
  index: DyadIndex;
  scores: number[];
  /** The rows by rising score. */
  order: Uint32Array;
  /** Willingness without the effect of the score. */
  willingness: number[];
  /** The multiple of the variance that the squared distance of an estimate from chance must exceed. */
  multiple: number;
}

/**
 * The smallest pooled AUC of one score that a study of this size finds in `power` of the cohorts, by simulation from the
 * variances that the declaration names: actor .30, partner .26, relationship .44, a score that belongs to the shown person by
 * 85 % as that of a face does. All effects are tried on the same cohorts, and the interval is the one of the results. With
 * 100 people and six profiles each it is about .59; it is known to about ±.004.
 * @param perPerson profiles that each person sees; fewer where the other half of the people is smaller
 * @param z boundary of the look, per side; 1.96 is a single look at .05
 * @returns null where no AUC up to .98 would be found, as with fewer than about 18 people
 */
export function smallestDetectableAuc(options: {
  people: number;
  perPerson: number;
  seed: string;
  power?: number;
  z?: number;
}): number | null {
  const { power = 0.8, z = 1.96, seed } = options;
  const people = Math.min(mostPeople, options.people);
  const perPerson = Math.min(options.perPerson, Math.floor(people / 2));
  if (perPerson < 1) return null;
  const cohortAt = (at: number): Cohort =>
    withoutEffect({ people, perPerson, seed: `${seed}:smallest:${at}`, z });
  const first = cohortAt(0);
  if (first.multiple === Infinity) return null;
  const wanted = Math.round(answersInAll / (people * perPerson));
  const count = Math.max(fewestCohorts, Math.min(mostCohorts, wanted));
  const cohorts = [first, ...Array.from({ length: count - 1 }, (_, at) => cohortAt(at + 1))];
  const foundAt = (effect: number): number =>
    cohorts.filter((cohort) => isFound(cohort, effect)).length / cohorts.length;
  let [low, high] = [0, effectFor(highestAuc)];
  if (foundAt(high) < power) return null;
  for (let step = 0; step < 12; step++) {
    const middle = (low + high) / 2;
    if (foundAt(middle) < power) low = middle;
    else high = middle;
  }
  return 0.5 + (aucOfEffect((low + high) / 2) - 0.5) * Math.sqrt(people / options.people);
}

function withoutEffect(options: { people: number; perPerson: number; seed: string; z: number }): Cohort {
  const { rows, latent } = simulateCohort({ ...options, scores: { visual: {} } });
  const index = indexDyads(rows);
  const scores = rows.map((row) => row.scores['visual']!);
  const { factor, degrees } = planConstants(index);
  const multiple = degrees < fewestDegrees ? Infinity : factor * boundaryAt(options.z, degrees) ** 2;
  return { index, scores, order: risingOrder(scores), willingness: latent, multiple };
}

/** Whether the interval lies above chance once the score has this effect on willingness. */
function isFound({ index, scores, order, willingness, multiple }: Cohort, effect: number): boolean {
  const yes = willingness.map((willing, row) => willing + effect * scores[row]! > threshold);
  const found = aucInfluence(scores, yes, order);
  if (!found || found.estimate <= 0.5) return false;
  return (found.estimate - 0.5) ** 2 > multiple * dyadicVariance(index, found.influence);
}
