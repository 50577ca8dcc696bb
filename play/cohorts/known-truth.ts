import { studentCdf } from '../../engine/validation/distributions.ts';
import { dyadicFigures } from '../../engine/validation/dyadic-figures.ts';
import { indexDyads } from '../../engine/validation/dyad-index.ts';
import { type Figure, planConstants } from '../../engine/validation/dyadic-interval.ts';
import { aucOfEffect, effectFor, simulateCohort, type SimulatedScore } from '../../engine/validation/simulate-cohort.ts';

/** How a figure behaves over many cohorts whose truth is known. */
export interface TruthLine {
  metric: 'auc' | 'withinRaterAuc' | 'spearman' | 'doubleCentred';
  phase: string;
  /** The value in a very large cohort made the same way. */
  planted: number;
  /** Share of 95 % intervals that hold it. */
  coverage: number;
  /** Mean width of the intervals. */
  width: number;
  /** Share of intervals that exclude chance; of a phase without effect, null for others. */
  falseAlarms: number | null;
  /** The same share for a phase with an effect, null for others. */
  power: number | null;
  /** Kolmogorov–Smirnov p of (estimate − planted) / standard error against t; null where a figure has other degrees. */
  ksP: number | null;
  undefinedShare: number;
}

const perPerson = 6;
const metrics = ['auc', 'withinRaterAuc', 'spearman', 'doubleCentred'] as const;
const chance = { auc: 0.5, withinRaterAuc: 0.5, spearman: 0, doubleCentred: 0 } as const;
/** Enough that the planted value is known to about .001. */
const peopleOfTruth = 4000;
const cohortsOfTruth = 12;

/** The three phases: only what is seen has an effect on a willingness that is asked about a photograph. */
const phasesOf = (auc: number): Record<string, SimulatedScore> => ({
  visual: { effect: effectFor(auc), partnerShare: 0.85 },
  personality: { symmetric: true, partnerShare: 0.5 },
  biological: { symmetric: true, partnerShare: 0.3 },
});

/**
 * Simulates cohorts, estimates them with the functions that estimate a real one, and says how often intervals hold the truth.
 * @param onCohort called after each cohort
 */
export function knownTruth(options: {
  cohorts: number;
  participants: number;
  auc: number;
  seed: string;
  onCohort?: () => void;
}): TruthLine[] {
  const scores = phasesOf(options.auc);
  const names = Object.keys(scores);
  const planted = plantedValues(scores, options.seed);
  const tallies = new Map<string, Tally>(
    metrics.flatMap((metric) => names.map((name) => [`${metric} ${name}`, emptyTally()] as const)),
  );
  for (let at = 0; at < options.cohorts; at++) {
    const seed = `${options.seed}:${at}`;
    const { rows } = simulateCohort({ people: options.participants, perPerson, seed, scores });
    const figures = dyadicFigures(rows, names);
    const { degrees } = planConstants(indexDyads(rows));
    for (const metric of metrics)
      for (const name of names) {
        const key = `${metric} ${name}`;
        count(tallies.get(key)!, figures[metric][name]!, planted[key]!, chance[metric], degrees);
      }
    options.onCohort?.();
  }
  return metrics.flatMap((metric) =>
    names.map((name): TruthLine => {
      const tally = tallies.get(`${metric} ${name}`)!;
      const excluding = tally.excluding / options.cohorts;
      const isNull = (scores[name]!.effect ?? 0) === 0;
      const rowwise = metric === 'auc' || metric === 'spearman';
      return {
        metric,
        phase: name,
        planted: planted[`${metric} ${name}`]!,
        coverage: tally.holding / options.cohorts,
        width: tally.width / Math.max(1, options.cohorts - tally.undefined),
        falseAlarms: isNull ? excluding : null,
        power: isNull ? null : excluding,
        ksP: rowwise ? kolmogorovP(tally.places) : null,
        undefinedShare: tally.undefined / options.cohorts,
      };
    }),
  );
}

interface Tally {
  holding: number;
  excluding: number;
  undefined: number;
  width: number;
  /** P(T ≤ t) of each cohort's standardised error: uniform when the errors are distributed as t. */
  places: number[];
}

const emptyTally = (): Tally => ({ holding: 0, excluding: 0, undefined: 0, width: 0, places: [] });

function count(tally: Tally, figure: Figure | null, truth: number, none: number, degrees: number): void {
  if (!figure?.standardError || !figure.interval) {
    tally.undefined += 1;
    return;
  }
  const [low, high] = figure.interval;
  if (low <= truth && truth <= high) tally.holding += 1;
  if (none < low || high < none) tally.excluding += 1;
  tally.width += high - low;
  tally.places.push(studentCdf((figure.estimate - truth) / figure.standardError, degrees));
}

/** Values without an effect are exact; the others are means over large cohorts, the pooled AUC by integration. */
function plantedValues(
  scores: Readonly<Record<string, SimulatedScore>>,
  seed: string,
): Record<string, number> {
  const sums: Record<string, number> = {};
  for (let at = 0; at < cohortsOfTruth; at++) {
    const { rows } = simulateCohort({
      people: peopleOfTruth,
      perPerson,
      seed: `${seed}:truth:${at}`,
      scores,
    });
    const figures = dyadicFigures(rows, Object.keys(scores));
    for (const metric of metrics)
      for (const [name, figure] of Object.entries(figures[metric])) {
        const key = `${metric} ${name}`;
        sums[key] = (sums[key] ?? 0) + (figure?.estimate ?? chance[metric]) / cohortsOfTruth;
      }
  }
  for (const [name, { effect = 0 }] of Object.entries(scores)) {
    if (effect === 0) for (const metric of metrics) sums[`${metric} ${name}`] = chance[metric];
    else sums[`auc ${name}`] = aucOfEffect(effect);
  }
  return sums;
}

/** Asymptotic p of Kolmogorov's statistic for places that should be uniform on [0, 1], with Stephens' correction. */
export function kolmogorovP(places: readonly number[]): number | null {
  const n = places.length;
  if (n < 10) return null;
  const sorted = places.toSorted((one, other) => one - other);
  const distance = sorted.reduce(
    (largest, place, at) => Math.max(largest, place - at / n, (at + 1) / n - place),
    0,
  );
  const root = Math.sqrt(n);
  const scaled = (root + 0.12 + 0.11 / root) * distance;
  let p = 0;
  for (let term = 1; term <= 100; term++)
    p += 2 * (-1) ** (term - 1) * Math.exp(-2 * term ** 2 * scaled ** 2);
  return Math.max(0, Math.min(1, p));
}
