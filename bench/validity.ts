import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { dyadicFigures } from '../engine/validation/dyadic-figures.ts';
import type { JudgedDyad } from '../engine/validation/judged-dyad.ts';
import { simulateCohort } from '../engine/validation/simulate-cohort.ts';
import { describeMachine } from './machine.ts';

// Time of the estimates and intervals of a cohort, beside that of an earlier build.
// npm run bench bench/validity.ts [PEOPLE...]
// BASELINE=FOLDER names a checkout of 24dca41 with its node_modules, whose validity() resamples viewers 500 times.

const names = ['directed', 'mutual', 'visual', 'personality', 'biological'];
const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [100, 1000, 10_000];
/** The best of several runs; a run of the earlier build takes too long to repeat. */
const runs = 3;

/** Five scores, all of them present: one that is seen, two similarities, and two mixtures. */
const cohortOf = (people: number): JudgedDyad[] =>
  simulateCohort({
    people,
    perPerson: 6,
    seed: 'bench',
    scores: {
      directed: { effect: 0.2 },
      mutual: { symmetric: true },
      visual: { effect: 0.35 },
      personality: { symmetric: true, partnerShare: 0.5 },
      biological: { symmetric: true, partnerShare: 0.3 },
    },
  }).rows;

function cpuSecondsOf(work: () => unknown, times: number): number {
  let best = Infinity;
  for (let run = 0; run < times; run++) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 1e6);
  }
  return best;
}

type EarlierValidity = (answers: readonly unknown[], predictions: readonly unknown[]) => unknown;

async function earlierValidity(): Promise<EarlierValidity | undefined> {
  const folder = process.env['BASELINE'];
  if (!folder) return undefined;
  const file = join(resolve(folder), 'engine/validation/validity.ts');
  if (!existsSync(file)) throw new Error('BASELINE is no checkout: it has no engine/validation/validity.ts');
  const loaded = (await import(pathToFileURL(file).href)) as { validity: EarlierValidity };
  return loaded.validity;
}

/** The same rows as the earlier build took them; percentiles instead of deviates make no difference to its time. */
function earlierRows(rows: readonly JudgedDyad[]) {
  const answers = rows.map(({ actor, partner, wtm, wouldMeet }) => ({
    viewer: actor,
    shown: partner,
    wtm,
    wouldMeet,
  }));
  const predictions = rows.map(({ actor, partner, scores }) => ({
    viewer: actor,
    shown: partner,
    directed: scores['directed'],
    mutual: scores['mutual'],
    phases: {
      visual: scores['visual'],
      personality: scores['personality'],
      biological: scores['biological'],
    },
  }));
  return { answers, predictions };
}

const earlier = await earlierValidity();
console.log(describeMachine());
console.log(
  'simulated cohorts of six profiles a person, seed "bench"; CPU seconds, figures with their intervals',
);
// A run that is not counted lets the compiler optimise.
dyadicFigures(cohortOf(100), names);
for (const people of sizes) {
  const rows = cohortOf(people);
  const now = cpuSecondsOf(() => dyadicFigures(rows, names), runs);
  const figure = dyadicFigures(rows, names).auc['visual'];
  const check = `AUC visual ${figure?.estimate.toFixed(3)} (${figure?.interval?.map((end) => end.toFixed(3)).join(' to ')})`;
  let line = `${String(people).padStart(6)} people  ${String(rows.length).padStart(6)} answers  21 figures ${now.toFixed(3).padStart(8)} s`;
  if (earlier) {
    const { answers, predictions } = earlierRows(rows);
    const before = cpuSecondsOf(() => earlier(answers, predictions), people <= 100 ? runs : 1);
    line += `  baseline, 7 figures ${before.toFixed(3).padStart(8)} s`;
  }
  console.log(`${line}  ${check}`);
}
