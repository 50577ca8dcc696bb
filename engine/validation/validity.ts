import type { Phase } from '../ports/phases.ts';
import { aucInfluence, type WithInfluence } from './auc-influence.ts';
import { calibration, type CalibrationBin } from './calibration.ts';
import { pearsonInfluence } from './correlation.ts';
import { figureOf } from './dyadic-figures.ts';
import { indexDyads } from './dyad-index.ts';
import type { Interval } from './dyadic-interval.ts';
import { gini } from './gini.ts';
import { cellOf, type Cell } from './small-cell.ts';
import { spearmanInfluence } from './spearman-influence.ts';

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
  /** 95 %; null where it is undefined. */
  interval: Interval | null;
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
 * Compares answers with predictions. Only answers without a prediction are left out. Intervals let two answers depend on each
 * other as soon as they share a person in any role.
 */
export function validity(answers: readonly Answer[], predictions: readonly Prediction[]): Validity {
  const predicted = new Map(predictions.map((row) => [keyOf(row.viewer, row.shown), row]));
  const rows = answers.flatMap((answer): Joined[] => {
    const prediction = predicted.get(keyOf(answer.viewer, answer.shown));
    return prediction ? [{ ...prediction, ...answer }] : [];
  });
  const decided = rows.filter((row) => row.wouldMeet !== null);
  const rated = rows.filter((row) => row.wtm !== null);
  const aucOfScore = (of: (row: Joined) => number | null): Estimate => {
    const used = decided.filter((row) => of(row) !== null);
    const scores = used.map((row) => of(row)!);
    return estimateOf(used, [0, 1], () =>
      aucInfluence(
        scores,
        used.map(({ wouldMeet }) => wouldMeet!),
      ),
    );
  };
  const wtmBy = (correlate: typeof pearsonInfluence): Estimate =>
    estimateOf(rated, [-1, 1], () =>
      correlate(
        rated.map(({ directed }) => directed),
        rated.map(({ wtm }) => wtm!),
      ),
    );
  const both = bothAnswered(decided);
  return {
    people: peopleIn(rows.map(({ viewer }) => viewer)),
    answers: rows.length,
    wouldMeet: aucOfScore(({ directed }) => directed),
    mutualYes: estimateOf(both, [0, 1], () =>
      aucInfluence(
        both.map(({ score }) => score),
        both.map(({ yes }) => yes),
      ),
    ),
    wtmRank: wtmBy(spearmanInfluence),
    wtmLinear: wtmBy(pearsonInfluence),
    byPhase: {
      visual: aucOfScore(({ phases }) => phases.visual),
      personality: aucOfScore(({ phases }) => phases.personality),
      biological: aucOfScore(({ phases }) => phases.biological),
    },
    calibration: calibration(
      decided.map(({ directed, wouldMeet, viewer, shown }) => ({
        score: directed,
        yes: wouldMeet!,
        viewer,
        shown,
      })),
    ),
    exposureGini: exposureOf(rows),
  };
}

/** Withheld where fewer than ten people answered. */
function estimateOf(
  rows: readonly { viewer: string; shown: string }[],
  bounds: Interval,
  statistic: () => WithInfluence | null,
): Estimate {
  return cellOf(peopleIn(rows.map(({ viewer }) => viewer)), () => {
    const index = indexDyads(rows.map(({ viewer, shown }) => ({ actor: viewer, partner: shown })));
    const figure = figureOf(index, statistic(), bounds);
    return figure && { estimate: figure.estimate, interval: figure.interval, rows: figure.n };
  });
}

const keyOf = (viewer: string, shown: string): string => `${viewer} ${shown}`;
const peopleIn = (ids: readonly string[]): number => new Set(ids).size;

function bothAnswered(
  rows: readonly Joined[],
): { viewer: string; shown: string; score: number; yes: boolean }[] {
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
