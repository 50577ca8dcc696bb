import { varies } from './auc-influence.ts';
import { type DyadIndex, oncePerPlan, rowsByViewer } from './dyad-index.ts';
import { constantsOf, type Figure, figureWith, type PlanConstants, sumOfSquares } from './dyadic-interval.ts';

/** More comparisons than this would need gigabytes: their figure has no interval. */
const mostComparisons = 2_000_000;

/**
 * Within-rater AUC: of all comparisons of a yes and a no of the same viewer, the share in which the yes scored higher, ties
 * counting half. A viewer who says yes to every profile moves the pooled AUC and not this one. The unit of its variance is the
 * comparison, which belongs to three people. Degrees of freedom come from all comparisons that the viewers' answers allow; above
 * two million of them there is no interval. Null without any comparison or where scores never differ.
 */
export function withinRaterAuc(
  index: DyadIndex,
  scores: ArrayLike<number>,
  yes: readonly boolean[],
): Figure | null {
  if (!varies(scores)) return null;
  const valueOf = (one: number, other: number): number => {
    const difference = yes[one] ? scores[one]! - scores[other]! : scores[other]! - scores[one]!;
    return difference > 0 ? 1 : difference < 0 ? 0 : 0.5;
  };
  let [n, sum] = [0, 0];
  forEachComparison(index, (one, other) => {
    if (yes[one] === yes[other]) return;
    n += 1;
    sum += valueOf(one, other);
  });
  if (n === 0) return null;
  const estimate = sum / n;
  const plan = comparisonsOf(index);
  if (!plan) return { estimate, interval: null, standardError: null, degrees: null, n };
  const { person, pair, triple } = plan;
  const ofPerson = new Float64Array(index.people);
  const ofPair = new Float64Array(plan.pairs);
  const ofTriple = new Float64Array(plan.triples);
  forEachComparison(index, (one, other, at) => {
    if (yes[one] === yes[other]) return;
    const own = (valueOf(one, other) - estimate) / n;
    for (let place = 3 * at; place < 3 * at + 3; place++) {
      ofPerson[person[place]!]! += own;
      ofPair[pair[place]!]! += own;
    }
    ofTriple[triple[at]!]! += own;
  });
  const variance = sumOfSquares(ofPerson) - sumOfSquares(ofPair) + sumOfSquares(ofTriple);
  return figureWith(estimate, variance, plan.constants, [0, 1], n);
}

/** Calls for each two answers of one viewer, in an order that depends on the plan alone. */
function forEachComparison(index: DyadIndex, visit: (one: number, other: number, at: number) => void): void {
  const { start, rows } = rowsByViewer(index);
  let at = 0;
  for (let viewer = 0; viewer < index.people; viewer++)
    for (let first = start[viewer]!; first < start[viewer + 1]!; first++)
      for (let second = first + 1; second < start[viewer + 1]!; second++)
        visit(rows[first]!, rows[second]!, at++);
}

/** All comparisons with their three people, three pairs and one triple of people, each numbered from 0. */
interface Comparisons {
  person: Int32Array;
  pair: Int32Array;
  triple: Int32Array;
  pairs: number;
  triples: number;
  constants: PlanConstants;
}

const comparisonsOf = oncePerPlan((index: DyadIndex): Comparisons | null => {
  const { start } = rowsByViewer(index);
  let count = 0;
  for (let viewer = 0; viewer < index.people; viewer++) {
    const own = start[viewer + 1]! - start[viewer]!;
    count += (own * (own - 1)) / 2;
  }
  if (count > mostComparisons) return null;
  const person = new Int32Array(3 * count);
  const pair = new Int32Array(3 * count);
  const triple = new Int32Array(count);
  const [pairs, triples] = [numbering(), numbering()];
  const { people, actor, partner } = index;
  forEachComparison(index, (one, other, at) => {
    const [viewer, first, second] = [actor[one]!, partner[one]!, partner[other]!];
    person.set([viewer, first, second], 3 * at);
    const low = Math.min(viewer, first, second);
    const high = Math.max(viewer, first, second);
    const middle = viewer + first + second - low - high;
    pair[3 * at] = pairs.of(low * people + middle);
    pair[3 * at + 1] = pairs.of(low * people + high);
    pair[3 * at + 2] = pairs.of(middle * people + high);
    triple[at] = triples.of((low * people + middle) * people + high);
  });
  const constants = constantsOf(sharing({ person, pair, triple }, people), count);
  return { person, pair, triple, pairs: pairs.count(), triples: triples.count(), constants };
});

function numbering() {
  const numbers = new Map<number, number>();
  return {
    of(key: number): number {
      const known = numbers.get(key);
      if (known !== undefined) return known;
      numbers.set(key, numbers.size);
      return numbers.size - 1;
    },
    count: () => numbers.size,
  };
}

/** How many comparisons share a person with each: those of its people, less those of its pairs, plus those of all three. */
function sharing(
  { person, pair, triple }: Pick<Comparisons, 'person' | 'pair' | 'triple'>,
  people: number,
): Float64Array {
  const tally = (units: Int32Array, size: number): Int32Array => {
    const counts = new Int32Array(size);
    for (const unit of units) counts[unit]! += 1;
    return counts;
  };
  // A number is never higher than its place: pairs and triples are numbered as they come.
  const [ofPerson, ofPair, ofTriple] = [
    tally(person, people),
    tally(pair, pair.length),
    tally(triple, triple.length),
  ];
  return Float64Array.from(triple, (own, at) => {
    let count = ofTriple[own]!;
    for (let place = 3 * at; place < 3 * at + 3; place++)
      count += ofPerson[person[place]!]! - ofPair[pair[place]!]!;
    return count;
  });
}
