import { createRandom } from '../foundation/random.ts';
import { fitPosterior, type Swipe } from '../engine/visual/preference-posterior.ts';
import { featureCount, loadPrior } from '../engine/visual/prior.ts';
import { describeMachine } from './machine.ts';

// Time of the posterior after a participant's ratings, with the shipped prior: node bench/posterior.ts [ROUNDS]
const rounds = Number(process.argv[2] ?? 2000);
/** What a participant rates: twelve faces, two of them twice. */
const [faces, repeats] = [12, 2];
const prior = await loadPrior();
const random = createRandom('posterior');
const shown = Array.from({ length: faces }, () =>
  Float64Array.from({ length: featureCount }, (_, at) => (at === 0 ? 1 : random.normal())),
);
const ratings = [...shown, ...shown.slice(0, repeats)].map((features) => ({
  features,
  rating: (1 + random.integer(4)) as Swipe,
}));

console.log(describeMachine());
const times = Array.from({ length: rounds }, () => {
  const started = performance.now();
  fitPosterior(prior.raters, ratings);
  return performance.now() - started;
}).sort((one, other) => one - other);
const at = (share: number): string => times[Math.floor(share * (times.length - 1))]!.toFixed(2);
console.log(
  `prior ${prior.version}, ${ratings.length} ratings, ${featureCount} features, ${rounds} posteriors: ` +
    `p10 ${at(0.1)} ms, p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, slowest ${at(1)} ms`,
);
