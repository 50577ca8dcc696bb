import type { Phase } from '../ports/phases.ts';
import { aucOf, type Judged } from './auc.ts';
import { calibration, type CalibrationBin } from './calibration.ts';
import { clusterBootstrap } from './cluster-bootstrap.ts';
import { pearson, spearman } from './correlation.ts';
import { gini } from './gini.ts';
import { cellOf, type Cell } from './small-cell.ts';

/** The predicted scores of one direction, 0–100. */
export interface Prediction {
  viewer: string;
  shown: string;
  directed: number;
  mutual: number;
  /** Percentile of each phase; null where it is missing. */
  phases: Readonly<Record<Phase, number | null>>;
}

/** What the viewer answered before seeing any score. */
export interface Answer {
  viewer: string;
  shown: string;
  /** 1–7 */
  wtm: number | null;
  wouldMeet: boolean | null;
}

/** A figure with its interval, or why there is none. */
export type Estimate = Cell<{
  estimate: number;
  /** 95 %, by resampling people; null when too few draws had a value. */
  interval: readonly [low: number, high: number] | null;
  rows: number;
}>;

/** How well predictions agree with answers, for /stats. Each figure rests on at least ten people or is withheld. */
export interface Validity {
  /** Number of different people who answered. */
  people: number;
  answers: number;
  /** AUC of the directed score for the viewer's "would meet". */
  wouldMeet: Estimate;
  /** AUC of the mutual score for "would meet" on both sides, over pairs that both answered. */
  mutualYes: Estimate;
  /** Rank and linear correlation of the directed score with willingness to meet. */
  wtmRank: Estimate;
  wtmLinear: Estimate;
  /** AUC of each phase alone for "would meet": it shows which type of variable carries the prediction. */
  byPhase: Record<Phase, Estimate>;
  calibration: Cell<CalibrationBin>[];
  /** Gini coefficient of how often people were shown, 0–1. */
  exposureGini: Cell<number>;
}

type Joined = Prediction & Answer;

/**
 * Compares answers with predictions. Only answers without a prediction are left out.
 *
 * Intervals come from drawing viewers with replacement (for pairs: the person with the smaller id), since one person's
 * answers resemble each other. The people who are shown are treated as fixed, so the intervals are somewhat too narrow.
 */
export function validity(
  answers: readonly Answer[],
  predictions: readonly Prediction[],
  options: { seed?: string; resamples?: number } = {},
): Validity {
  const { seed = 'validity', resamples = 500 } = options;
  const predicted = new Map(predictions.map((row) => [keyOf(row.viewer, row.shown), row]));
  const rows = answers.flatMap((answer): Joined[] => {
    const prediction = predicted.get(keyOf(answer.viewer, answer.shown));
    return prediction ? [{ ...prediction, ...answer }] : [];
  });
  const decided = rows.filter((row) => row.wouldMeet !== null);
  const rated = rows.filter((row) => row.wtm !== null);
  const estimate = <Row extends { viewer: string; shown: string }>(
    used: readonly Row[],
    statistic: (drawn: readonly Row[]) => number | null,
  ): Estimate =>
    cellOf(peopleIn(used.map(({ viewer }) => viewer)), () => {
      const value = statistic(used);
      if (value === null) return null;
      const interval = clusterBootstrap(used, ({ viewer }) => viewer, statistic, { seed, resamples });
      return { estimate: value, interval, rows: used.length };
    });
  const wtmBy = (correlate: typeof pearson) =>
    estimate(rated, (drawn) =>
      correlate(
        drawn.map(({ directed }) => directed),
        drawn.map(({ wtm }) => wtm!),
      ),
    );
  const phase = (name: Phase): Estimate =>
    estimate(
      decided.filter((row) => row.phases[name] !== null),
      (drawn) => aucOf(drawn.map((row): Judged => ({ score: row.phases[name]!, yes: row.wouldMeet! }))),
    );
  return {
    people: peopleIn(rows.map(({ viewer }) => viewer)),
    answers: rows.length,
    wouldMeet: estimate(decided, (drawn) =>
      aucOf(drawn.map((row): Judged => ({ score: row.directed, yes: row.wouldMeet! }))),
    ),
    mutualYes: estimate(bothAnswered(decided), (drawn) => aucOf(drawn)),
    wtmRank: wtmBy(spearman),
    wtmLinear: wtmBy(pearson),
    byPhase: { visual: phase('visual'), personality: phase('personality'), biological: phase('biological') },
    calibration: calibration(
      decided.map(({ directed, wouldMeet, viewer }) => ({ score: directed, yes: wouldMeet!, rater: viewer })),
    ),
    exposureGini: exposureOf(rows),
  };
}

const keyOf = (viewer: string, shown: string): string => `${viewer} ${shown}`;
const peopleIn = (ids: readonly string[]): number => new Set(ids).size;

function bothAnswered(rows: readonly Joined[]): (Judged & { viewer: string; shown: string })[] {
  const byDirection = new Map(rows.map((row) => [keyOf(row.viewer, row.shown), row]));
  return rows.flatMap((row) => {
    const back = byDirection.get(keyOf(row.shown, row.viewer));
    if (!back || row.viewer > row.shown) return [];
    const { viewer, shown, mutual } = row;
    return [{ viewer, shown, score: mutual, yes: row.wouldMeet! && back.wouldMeet! }];
  });
}

function exposureOf(rows: readonly Joined[]): Cell<number> {
  const shown = Map.groupBy(rows, (row) => row.shown);
  for (const { viewer } of rows) if (!shown.has(viewer)) shown.set(viewer, []);
  return cellOf(shown.size, () => gini([...shown.values()].map((views) => views.length)));
}
