import { createHash } from 'node:crypto';
import { createRandom } from '../../foundation/random.ts';
import { aucDifference, dyadicFigures } from '../../engine/validation/dyadic-figures.ts';
import type { Figure, Interval } from '../../engine/validation/dyadic-interval.ts';
import type { JudgedDyad } from '../../engine/validation/judged-dyad.ts';
import { figureAtLook, lookBoundaries } from '../../engine/validation/looks.ts';
import {
  aucOfEffect,
  effectFor,
  simulateCohort,
  type SimulatedScore,
} from '../../engine/validation/simulate-cohort.ts';
import { count, emptyTally, kolmogorovP, type Tally } from './tally.ts';

/** How a figure behaves over many cohorts whose truth is known. */
export interface TruthLine {
  metric: 'auc' | 'withinRaterAuc' | 'spearman' | 'doubleCentred' | 'aucDifference';
  /** The score; of a difference, both. */
  phase: string;
  /** The value in a very large cohort made the same way. */
  planted: number;
  /** Share of 95 % intervals of whole cohorts that hold it. */
  coverage: number;
  /** Mean width of these intervals. */
  width: number;
  /** Of a phase without effect, the share of cohorts whose repeated interval excludes chance at any look; null for others. */
  falseAlarms: number | null;
  /** The same share for a phase with an effect, null for others. */
  power: number | null;
  /**
   * Kolmogorov–Smirnov p of (estimate − planted) / standard error of whole cohorts against t with the figure's degrees. Null for
   * the within-rater AUC: its degrees are a lower bound, so that its errors are narrower than t and its coverage is above 95 %.
   */
  ksP: number | null;
  undefinedShare: number;
}

const perPerson = 6;
const metrics = ['auc', 'withinRaterAuc', 'spearman', 'doubleCentred'] as const;
const chance = { auc: 0.5, withinRaterAuc: 0.5, spearman: 0, doubleCentred: 0, aucDifference: 0 } as const;
const bounds: Readonly<Record<TruthLine['metric'], Interval>> = {
  auc: [0, 1],
  withinRaterAuc: [0, 1],
  spearman: [-1, 1],
  doubleCentred: [-1, 1],
  aucDifference: [-1, 1],
};
const differences = [
  ['visual', 'personality'],
  ['personality', 'biological'],
] as const;
/** The planted value is known to about .001 with twelve such cohorts; with few cohorts to judge, fewer will do. */
const peopleOfTruth = 4000;
const cohortsOfTruth = (cohorts: number): number => Math.min(12, Math.ceil(cohorts / 100));

/** The three phases: only what is seen has an effect on a willingness that is asked about a photograph. */
const phasesOf = (auc: number): Record<string, SimulatedScore> => ({
  visual: { effect: auc > 0.5 ? effectFor(auc) : 0, partnerShare: 0.85 },
  personality: { symmetric: true, partnerShare: 0.5 },
  biological: { symmetric: true, partnerShare: 0.3 },
});

/**
 * Simulates cohorts, estimates them with the functions that estimate a real one, and says how often intervals hold the truth and
 * how often chance looks like an effect at any of the registered looks. Viewers close in random order; a look has the answers of
 * those who closed, and the boundary of its share.
 * @param looks rising shares of closed viewers, the last of them 1
 * @param onCohort called after each cohort
 */
export function knownTruth(options: {
  cohorts: number;
  participants: number;
  auc: number;
  seed: string;
  looks: readonly number[];
  onCohort?: () => void;
}): TruthLine[] {
  const scores = phasesOf(options.auc);
  const planted = plantedValues(scores, options.seed, cohortsOfTruth(options.cohorts));
  const boundaries = lookBoundaries(options.looks);
  const tallies = new Map<string, Tally>(Object.keys(planted).map((key) => [key, emptyTally()]));
  for (let at = 0; at < options.cohorts; at++) {
    const seed = unrelated(`${options.seed}:${at}`);
    const { rows } = simulateCohort({ people: options.participants, perPerson, seed, scores });
    const closing = createRandom(`${seed}:closing`).shuffle([...new Set(rows.map(({ actor }) => actor))]);
    const found = new Map<string, boolean>();
    options.looks.forEach((share, look) => {
      const closed = new Set(closing.slice(0, Math.round(share * closing.length)));
      const figures = figuresOf(
        rows.filter(({ actor }) => closed.has(actor)),
        Object.keys(scores),
      );
      for (const { key, metric, figure } of figures) {
        if (isFound(figure, metric, boundaries[look]!)) found.set(key, true);
        if (look === options.looks.length - 1) count(tallies.get(key)!, figure, planted[key]!);
      }
    });
    for (const key of found.keys()) tallies.get(key)!.found += 1;
    options.onCohort?.();
  }
  return Object.keys(planted).map((key) => lineOf(key, tallies.get(key)!, planted[key]!, options.cohorts));
}

/**
 * A seed whose sequence has nothing to do with that of a similar one. Cohorts seeded 1:0, 1:1, 1:2 … directly draw from related
 * sequences of the small generator: over 2,000 of them the mean error was 2 to 3 standard errors off.
 */
const unrelated = (seed: string): string => createHash('sha256').update(seed).digest('hex');

interface Named {
  /** Metric and phase. */
  key: string;
  metric: TruthLine['metric'];
  figure: Figure | null;
}

function figuresOf(rows: readonly JudgedDyad[], names: readonly string[]): Named[] {
  const figures = dyadicFigures(rows, names);
  return [
    ...metrics.flatMap((metric) =>
      names.map((name) => ({ key: `${metric} ${name}`, metric, figure: figures[metric][name]! })),
    ),
    ...differences.map(([better, worse]) => ({
      key: `aucDifference ${better}-${worse}`,
      metric: 'aucDifference' as const,
      figure: aucDifference(rows, better, worse)?.difference ?? null,
    })),
  ];
}

/** Whether the repeated interval excludes chance. */
function isFound(figure: Figure | null, metric: TruthLine['metric'], z: number): boolean {
  if (!figure?.degrees) return false;
  const [low, high] = figureAtLook(figure, figure.degrees, z, bounds[metric]).interval!;
  return chance[metric] < low || high < chance[metric];
}

function lineOf(key: string, tally: Tally, planted: number, cohorts: number): TruthLine {
  const [metric, phase] = key.split(' ') as [TruthLine['metric'], string];
  const isNull = planted === chance[metric];
  const found = tally.found / cohorts;
  return {
    metric,
    phase,
    planted,
    coverage: tally.holding / cohorts,
    width: tally.width / Math.max(1, cohorts - tally.undefined),
    falseAlarms: isNull ? found : null,
    power: isNull ? null : found,
    ksP: metric === 'withinRaterAuc' ? null : kolmogorovP(tally.places),
    undefinedShare: tally.undefined / cohorts,
  };
}

/** Values without an effect are exact; the others are means over large cohorts, the pooled AUC by integration. */
function plantedValues(
  scores: Readonly<Record<string, SimulatedScore>>,
  seed: string,
  cohorts: number,
): Record<string, number> {
  const names = Object.keys(scores);
  const moving = names.filter((name) => (scores[name]!.effect ?? 0) !== 0);
  const sums: Record<string, number> = {};
  for (let at = 0; at < cohorts; at++) {
    const options = { people: peopleOfTruth, perPerson, seed: unrelated(`${seed}:truth:${at}`), scores };
    const figures = dyadicFigures(simulateCohort(options).rows, moving);
    for (const metric of metrics)
      for (const name of moving) {
        const key = `${metric} ${name}`;
        sums[key] = (sums[key] ?? 0) + figures[metric][name]!.estimate / cohorts;
      }
  }
  const valueOf = (metric: (typeof metrics)[number], name: string): number => {
    if (!moving.includes(name)) return chance[metric];
    return metric === 'auc' ? aucOfEffect(scores[name]!.effect!) : sums[`${metric} ${name}`]!;
  };
  return Object.fromEntries([
    ...metrics.flatMap((metric) => names.map((name) => [`${metric} ${name}`, valueOf(metric, name)])),
    ...differences.map(([better, worse]) => [
      `aucDifference ${better}-${worse}`,
      valueOf('auc', better) - valueOf('auc', worse),
    ]),
  ]) as Record<string, number>;
}
