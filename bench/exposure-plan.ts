import { planFrom } from '../engine/compatibility/assignment.ts';
import { readPairs } from '../engine/compatibility/pair-graph.ts';
import type { ScoredPair } from '../engine/compatibility/pair-graph.ts';
import { createRandom } from '../foundation/random.ts';
import { describeMachine } from './machine.ts';

// The exposure plan of a whole cohort: milliseconds, and the factor for each doubling of the people.
// node bench/exposure-plan.ts [LARGEST COHORT]
const largest = Number(process.argv[2] ?? 1600);
const smallest = 100;
const runs = 5;
const options = { perPerson: 6, exploreShare: 1 / 3, seed: 'bench' };

/** Half men, half women, every man with every woman. A few people are liked by nearly all others. */
function cohortOf(count: number): { people: string[]; pairs: ScoredPair[] } {
  const random = createRandom(`exposure ${count}`);
  const ids = (prefix: string): string[] => Array.from({ length: count / 2 }, (_, at) => `${prefix}${at}`);
  const [men, women] = [ids('m'), ids('w')];
  const liked = new Map([...men, ...women].map((id) => [id, random.normal()]));
  const pairs = men.flatMap((a) =>
    women.map((b) => ({ a, b, mutual: 50 + 9 * (liked.get(a)! + liked.get(b)! + random.normal()) })),
  );
  return { people: [...men, ...women], pairs };
}

console.log(describeMachine());
console.log(
  `${options.perPerson} profiles per person, a share of ${options.exploreShare.toFixed(2)} across the range, median of ${runs} runs`,
);
let before: number | undefined;
for (let count = smallest; count <= largest; count *= 2) {
  const { people, pairs } = cohortOf(count);
  // The first plan is not timed: it lets the compiler optimise the loops.
  let plan = planFrom(readPairs(pairs, people), options);
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const started = performance.now();
    plan = planFrom(readPairs(pairs, people), options);
    times.push(performance.now() - started);
  }
  const median = times.toSorted((one, other) => one - other)[Math.floor(runs / 2)]!;
  const doubling = before === undefined ? '' : `  x${(median / before).toFixed(2)} for twice the people`;
  const megabytes = process.memoryUsage().rss / 2 ** 20;
  console.log(
    `${String(count).padStart(6)} people  ${String(pairs.length).padStart(8)} eligible pairs  ` +
      `${median.toFixed(1).padStart(8)} ms  ${megabytes.toFixed(0)} MB${doubling}  (check ${plan.pairs.length} planned)`,
  );
  before = median;
}
