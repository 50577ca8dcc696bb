import { constantsOf, type Figure, figureWith } from './dyadic-interval.ts';
import type { DyadIndex } from './dyad-index.ts';
import { varies } from './auc-influence.ts';

/** Sums over people, pairs and triples of people: what inclusion and exclusion need for units of three people. */
interface Sums {
  people: Map<number, number>;
  pairs: Map<string, number>;
  triples: Map<string, number>;
}

/**
 * Within-rater AUC: of all comparisons of a yes and a no of the same viewer, the share in which the yes scored higher, ties
 * counting half. A viewer who says yes to every profile moves the pooled AUC and not this one. The unit of its variance is the
 * comparison, which belongs to three people. Degrees of freedom come from all comparisons that the viewers' answers allow.
 * Null without any comparison or where scores never differ.
 */
export function withinRaterAuc(
  index: DyadIndex,
  scores: ArrayLike<number>,
  yes: readonly boolean[],
): Figure | null {
  if (!varies(scores)) return null;
  const byActor = Map.groupBy(yes.keys(), (row) => index.actor[row]!);
  const comparisons: { people: readonly number[]; value: number }[] = [];
  const possible: (readonly number[])[] = [];
  for (const [actor, rows] of byActor) {
    for (let first = 0; first < rows.length; first++) {
      for (let second = first + 1; second < rows.length; second++) {
        const [one, other] = [rows[first]!, rows[second]!];
        const people = [actor, index.partner[one]!, index.partner[other]!];
        possible.push(people);
        if (yes[one] === yes[other]) continue;
        const difference = (scores[one]! - scores[other]!) * (yes[one] ? 1 : -1);
        comparisons.push({ people, value: difference > 0 ? 1 : difference < 0 ? 0 : 0.5 });
      }
    }
  }
  const n = comparisons.length;
  if (n === 0) return null;
  const estimate = comparisons.reduce((sum, { value }) => sum + value, 0) / n;
  const sums = emptySums();
  for (const { people, value } of comparisons) add(sums, people, (value - estimate) / n);
  const variance = squares(sums.people) - squares(sums.pairs) + squares(sums.triples);
  return figureWith(estimate, variance, constantsOfComparisons(possible), [0, 1], n);
}

/** How many comparisons share a person with each: those of its people, less those of its pairs, plus those of all three. */
function constantsOfComparisons(all: readonly (readonly number[])[]) {
  const sums = emptySums();
  for (const people of all) add(sums, people, 1);
  const sharing = all.map((people) => {
    const [pairs, triple] = keysOf(people);
    const ofPeople = people.reduce((sum, person) => sum + sums.people.get(person)!, 0);
    return ofPeople - pairs.reduce((sum, key) => sum + sums.pairs.get(key)!, 0) + sums.triples.get(triple)!;
  });
  return constantsOf(sharing, all.length);
}

const emptySums = (): Sums => ({ people: new Map(), pairs: new Map(), triples: new Map() });

function add(sums: Sums, people: readonly number[], value: number): void {
  const [pairs, triple] = keysOf(people);
  for (const person of people) sums.people.set(person, (sums.people.get(person) ?? 0) + value);
  for (const key of pairs) sums.pairs.set(key, (sums.pairs.get(key) ?? 0) + value);
  sums.triples.set(triple, (sums.triples.get(triple) ?? 0) + value);
}

function keysOf(people: readonly number[]): [pairs: string[], triple: string] {
  const [a, b, c] = people.toSorted((one, other) => one - other) as [number, number, number];
  return [[`${a},${b}`, `${a},${c}`, `${b},${c}`], `${a},${b},${c}`];
}

const squares = (sums: ReadonlyMap<unknown, number>): number => {
  let total = 0;
  for (const value of sums.values()) total += value * value;
  return total;
};
