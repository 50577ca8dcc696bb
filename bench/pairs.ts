import { createRandom } from '../foundation/random.ts';
import { createFacePairs, createFaceTable, facesAtOnce, setFace } from '../engine/visual/face-pairs.ts';
import { featureCount, loadPrior } from '../engine/visual/prior.ts';
import { describeMachine } from './machine.ts';

// Directed visual scores of a whole cohort: pairs per second, and the factor for each doubling of the people.
// node bench/pairs.ts [LARGEST COHORT]
const largest = Number(process.argv[2] ?? 10_000);
const prior = await loadPrior();
const random = createRandom('pairs');

function invent(count: number): ReturnType<typeof createFacePairs> {
  const table = createFaceTable(count);
  for (let row = 0; row < count; row++) {
    const taste = prior.raters.mean.map((mean) => mean + 0.1 * random.normal());
    const features = Float64Array.from({ length: featureCount }, (_, at) => (at === 0 ? 1 : random.normal()));
    setFace(table, row, { taste, features, sex: row % 2 === 0 ? 'female' : 'male' }, prior.reference);
  }
  return createFacePairs(table);
}

/** Scores every person for every other, each pair once in both directions. */
function scoreAll(pairs: ReturnType<typeof createFacePairs>, count: number): number {
  let sum = 0;
  for (let first = 0; first < count; first += facesAtOnce) {
    pairs.begin(first);
    for (let other = first; other < count; other++) {
      pairs.score(other);
      sum += pairs.forth[0]! + pairs.back[0]!;
    }
  }
  return sum;
}

console.log(describeMachine());
console.log(
  `prior ${prior.version}, ${featureCount} features, invented people: half female and half male, seed "pairs"`,
);
// The first run is not timed: it lets the compiler optimise the loop.
scoreAll(invent(500), 500);
let before: number | undefined;
for (let count = Math.round(largest / 16); count <= largest; count *= 2) {
  const people = invent(count);
  const started = performance.now();
  const sum = scoreAll(people, count);
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
