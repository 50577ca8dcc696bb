import { createRandom } from '../foundation/random.ts';
import { type ScoredPerson, scoreBlocks } from '../engine/visual/pair-scores.ts';
import { featureCount, loadPrior } from '../engine/visual/prior.ts';
import { describeMachine } from './machine.ts';

// Directed visual scores of a whole cohort: pairs per second, and the factor for each doubling of the people.
// node bench/pairs.ts [LARGEST COHORT]
const largest = Number(process.argv[2] ?? 10_000);
const prior = await loadPrior();
const random = createRandom('pairs');

const invent = (count: number): ScoredPerson[] =>
  Array.from({ length: count }, (_, at) => ({
    sex: at % 2 === 0 ? 'female' : 'male',
    taste: prior.raters.mean.map((mean) => mean + 0.1 * random.normal()),
    features: Float64Array.from({ length: featureCount }, (_, feature) =>
      feature === 0 ? 1 : random.normal(),
    ),
  }));

console.log(describeMachine());
console.log(
  `prior ${prior.version}, ${featureCount} features, invented people: half female and half male, seed "pairs"`,
);
// The first run is not timed: it lets the compiler optimise the loop.
for (const _ of scoreBlocks(invent(500), prior.reference));
let before: number | undefined;
for (let count = Math.round(largest / 16); count <= largest; count *= 2) {
  const people = invent(count);
  const started = performance.now();
  let sum = 0;
  for (const { scores } of scoreBlocks(people, prior.reference)) sum += scores[0]!;
  const seconds = (performance.now() - started) / 1000;
  const doubling = before === undefined ? '' : `  x${(seconds / before).toFixed(2)} for twice the people`;
  const megabytes = process.memoryUsage().rss / 2 ** 20;
  console.log(
    `${String(count).padStart(6)} people  ${(count ** 2 / 1e6).toFixed(2).padStart(8)} M directed scores  ` +
      `${seconds.toFixed(2).padStart(6)} s  ${(count ** 2 / seconds / 1e6).toFixed(1)} M/s  ` +
      `${megabytes.toFixed(0)} MB${doubling}  (check ${sum.toFixed(3)})`,
  );
  before = seconds;
}
