import { createRandom } from '../../../foundation/random.ts';
import { aucOf } from '../../validation/auc.ts';
import { pearson } from '../../validation/correlation.ts';
import type { VisualPrior } from '../../visual/prior.ts';
import { predictors, type PredictorName } from './predictors.ts';
import type { RaterTask } from './rater-tasks.ts';

export interface MeanWithInterval {
  readonly mean: number;
  /** 95 %, bootstrap over raters. */
  readonly low: number;
  readonly high: number;
  /** Groups (a rater and a sex of faces) that the mean is over. */
  readonly groups: number;
}

export interface PredictorFigures {
  /** Pearson's r of predicted and given ratings, per group. */
  readonly r: MeanWithInterval;
  /** Yes is a rating in the upper half of the scale. */
  readonly auc: MeanWithInterval;
  /** Yes is a rating above the group's own median. */
  readonly aucOwnMedian: MeanWithInterval;
}

export interface RaterFigures {
  readonly raters: number;
  readonly groups: number;
  readonly predictedRatings: number;
  readonly predictors: Readonly<Record<PredictorName, PredictorFigures>>;
  /**
   * r of the posterior minus r of the consensus in the same group. Groups differ in how predictable they are; the
   * difference within a group removes that, so this interval is narrower than those of the two predictors.
   */
  readonly gain: MeanWithInterval;
}

/** Correlations over fewer ratings than this are mostly noise. */
export const fewestPredicted = 8;

interface GroupFigures {
  readonly rater: string;
  readonly r: number | null;
  readonly auc: number | null;
  readonly aucOwnMedian: number | null;
}

/** A task and a prior that was learned without the task's rater and faces. */
export interface JudgedTask {
  readonly prior: VisualPrior;
  readonly task: RaterTask;
}

/** How well each predictor orders the faces that were not used for calibration, averaged over raters. */
export function evaluateRaters(tasks: readonly JudgedTask[]): RaterFigures {
  const judged = tasks.filter(({ task }) => task.predicted.length >= fewestPredicted);
  const names = Object.keys(predictors) as PredictorName[];
  const groupsOf = (name: PredictorName): GroupFigures[] =>
    judged.map(({ prior, task }) => figuresOf(task, predictors[name](prior, task)));
  const groups = Object.fromEntries(names.map((name) => [name, groupsOf(name)])) as Record<
    PredictorName,
    GroupFigures[]
  >;
  const figures = names.map((name): [PredictorName, PredictorFigures] => [
    name,
    {
      r: meanOver(groups[name], ({ r }) => r),
      auc: meanOver(groups[name], ({ auc }) => auc),
      aucOwnMedian: meanOver(groups[name], ({ aucOwnMedian }) => aucOwnMedian),
    },
  ]);
  return {
    raters: new Set(judged.map(({ task }) => task.rater)).size,
    groups: judged.length,
    predictedRatings: judged.reduce((sum, { task }) => sum + task.predicted.length, 0),
    predictors: Object.fromEntries(figures) as Record<PredictorName, PredictorFigures>,
    gain: meanOver(gains(groups.posterior, groups.consensus), ({ gain }) => gain),
  };
}

function gains(
  posterior: readonly GroupFigures[],
  consensus: readonly GroupFigures[],
): { rater: string; gain: number | null }[] {
  return posterior.map(({ rater, r }, at) => {
    const other = consensus[at]!.r;
    return { rater, gain: r === null || other === null ? null : r - other };
  });
}

function figuresOf(
  { rater, predicted }: RaterTask,
  predict: (face: RaterTask['predicted'][number]) => number,
): GroupFigures {
  const scores = predicted.map(predict);
  const ratings = predicted.map(({ rating }) => rating);
  const ordered = ratings.toSorted((one, other) => one - other);
  const median =
    (ordered[Math.floor((ordered.length - 1) / 2)]! + ordered[Math.ceil((ordered.length - 1) / 2)]!) / 2;
  const areaAbove = (limit: number): number | null =>
    aucOf(scores.map((score, at) => ({ score, yes: ratings[at]! > limit })));
  // A constant prediction does not order faces: its r counts as 0, as its AUC is one half.
  const r = pearson(scores, ratings) ?? (pearson(ratings, ratings) === null ? null : 0);
  return { rater, r, auc: areaAbove(0.5), aucOwnMedian: areaAbove(median) };
}

function meanOver<Group extends { readonly rater: string }>(
  groups: readonly Group[],
  pick: (group: Group) => number | null,
): MeanWithInterval {
  const values = [...Map.groupBy(groups, ({ rater }) => rater).values()].map((own) =>
    own.map(pick).filter((value) => value !== null),
  );
  const mean = (chosen: readonly (readonly number[])[]): number => {
    const all = chosen.flat();
    return all.reduce((sum, value) => sum + value, 0) / all.length;
  };
  const random = createRandom('evaluate');
  const draws = Array.from({ length: 2000 }, () =>
    mean(values.map(() => values[random.integer(values.length)]!)),
  ).sort((one, other) => one - other);
  return {
    mean: mean(values),
    low: draws[49] ?? Number.NaN,
    high: draws[1950] ?? Number.NaN,
    groups: values.flat().length,
  };
}
