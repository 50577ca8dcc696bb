import { createRandom, type Random } from '../../foundation/random.ts';
import { normalCdf } from './distributions.ts';
import type { JudgedDyad } from './dyadic-figures.ts';

/** Variances of willingness as in speed dating: who looks, who is shown, and the rest. */
const variances = { actor: 0.3, partner: 0.26, relationship: 0.44 };
/** Above this simulated willingness a viewer would meet: about four in ten. */
export const threshold = 0.3;

/** How a score is made. */
export interface SimulatedScore {
  /** Added to willingness per standard deviation of the score; 0 when absent. */
  effect?: number;
  /** Share of the score's variance that belongs to the shown person; the rest to the two. Default .85, as a face has. */
  partnerShare?: number;
  /** The same both ways, as a similarity is: the share then belongs to both people alike. */
  symmetric?: boolean;
}

/** A cohort whose truth is known. */
export interface SimulatedCohort {
  rows: JudgedDyad[];
  /** Willingness before it was rounded to seven steps, one number a row. */
  latent: number[];
}

/**
 * Half of the people of each sex; each sees `perPerson` people of the other sex and is seen by the same ones. Willingness is
 * the scores' effects plus what belongs to viewer, shown person and pair; WtM is willingness in seven steps.
 */
export function simulateCohort(options: {
  people: number;
  perPerson: number;
  seed: string;
  scores: Readonly<Record<string, SimulatedScore>>;
}): SimulatedCohort {
  const { people, perPerson, seed } = options;
  const random = createRandom(seed);
  const pairs = regularPlan(people, perPerson, random);
  const scores = Object.entries(options.scores).map(([name, score]) => ({
    name,
    effect: score.effect ?? 0,
    values: scoreOf(pairs, people, score, random),
  }));
  const actor = deviates(people, variances.actor, random);
  const partner = deviates(people, variances.partner, random);
  const latent = pairs.map(
    ([viewer, shown], row) =>
      scores.reduce((sum, { effect, values }) => sum + effect * values[row]!, 0) +
      actor[viewer]! +
      partner[shown]! +
      Math.sqrt(variances.relationship) * random.normal(),
  );
  const rows = pairs.map(([viewer, shown], row): JudgedDyad => {
    const willing = latent[row]!;
    return {
      actor: `p${viewer}`,
      partner: `p${shown}`,
      wtm: Math.max(1, Math.min(7, Math.round(4 + 1.5 * willing))),
      wouldMeet: willing > threshold,
      scores: Object.fromEntries(scores.map(({ name, values }) => [name, values[row]!])),
    };
  });
  return { rows, latent };
}

const deviates = (count: number, variance: number, random: Random): number[] =>
  Array.from({ length: count }, () => Math.sqrt(variance) * random.normal());

/** Both directions of each pair stand behind one another. */
function regularPlan(people: number, perPerson: number, random: Random): [viewer: number, shown: number][] {
  const half = Math.floor(people / 2);
  if (perPerson > half)
    throw new RangeError(`${people} people cannot see ${perPerson} of the other sex each`);
  const others = random.shuffle(Array.from({ length: half }, (_, at) => half + at));
  const offsets = random.shuffle(Array.from({ length: half }, (_, at) => at)).slice(0, perPerson);
  return Array.from({ length: half }, (_, one) => one).flatMap((one) =>
    offsets.flatMap((offset): [number, number][] => {
      const other = others[(one + offset) % half]!;
      return [
        [one, other],
        [other, one],
      ];
    }),
  );
}

/** One standard-normal value a row. */
function scoreOf(
  pairs: readonly (readonly [number, number])[],
  people: number,
  { partnerShare = 0.85, symmetric = false }: SimulatedScore,
  random: Random,
): number[] {
  const own = deviates(people, 1, random);
  let shared = 0;
  return pairs.map(([viewer, shown], row) => {
    if (!symmetric)
      return Math.sqrt(partnerShare) * own[shown]! + Math.sqrt(1 - partnerShare) * random.normal();
    if (row % 2 === 0) {
      const ofPeople = (own[viewer]! + own[shown]!) / Math.SQRT2;
      shared = Math.sqrt(partnerShare) * ofPeople + Math.sqrt(1 - partnerShare) * random.normal();
    }
    return shared;
  });
}

/**
 * The effect that gives a single score a pooled AUC, by bisection on the two normal distributions of the score among yes and
 * no.
 * @param auc from .5 to below .99
 */
export function effectFor(auc: number): number {
  if (!(auc >= 0.5 && auc < 0.99)) throw new RangeError('an AUC from .5 to below .99 can be planted');
  let [low, high] = [0, 20];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (aucOfEffect(middle) < auc) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The AUC of a standard-normal score with this effect, by numerical integration over the score. */
export function aucOfEffect(effect: number): number {
  const noise = Math.sqrt(variances.actor + variances.partner + variances.relationship);
  const step = 0.002;
  let [yes, no, area] = [0, 0, 0];
  for (let score = -8; score <= 8; score += step) {
    const density = Math.exp((-score * score) / 2) * step;
    const chance = density * normalCdf((effect * score - threshold) / noise);
    // Noes below this score, and half of those at it.
    area += chance * (no + (density - chance) / 2);
    yes += chance;
    no += density - chance;
  }
  return area / (yes * no);
}
