import { writeFile } from 'node:fs/promises';
import { HarmoniaError } from '../foundation/errors.ts';
import { evaluateRaters, type RaterFigures } from '../engine/visual-learning/evaluation/evaluate-raters.ts';
import { consensusFairness, type GroupFairness } from '../engine/visual-learning/evaluation/fairness.ts';
import { predictors } from '../engine/visual-learning/evaluation/predictors.ts';
import {
  type RatedSet,
  type RaterTask,
  raterTasks,
} from '../engine/visual-learning/evaluation/rater-tasks.ts';
import { faceFeatures } from '../engine/visual/features.ts';
import { loadPrior, type VisualPrior } from '../engine/visual/prior.ts';
import { embeddingOf } from '../engine/visual-learning/training/face-set.ts';
import { inFold, parseFold } from '../engine/visual-learning/training/fold.ts';
import { readRatedImages } from '../engine/visual-learning/training/read-face-sets.ts';
import { readRequired } from '../engine/visual-learning/training/table.ts';

export interface EvaluateArguments {
  embeddings: string;
  faces: string;
  ratings: string;
  question: string;
  calibration: string;
  choice: string;
  excludeCalibration?: string;
  testImages?: string;
  fold?: string;
  prior?: string;
  predictions?: string;
  json?: boolean;
}

/** The result of `visual evaluate`. */
export interface Evaluation extends RaterFigures {
  /** The prior's version, or how the priors were made. */
  readonly prior: string;
  readonly question: 'attractive' | 'date';
  readonly calibration: number;
  readonly fairness: readonly GroupFairness[];
}

/**
 * `visual evaluate`: how well the prior predicts raters and faces it was not learned from. Writes the predictions when asked
 * to.
 */
export async function visualEvaluate(options: EvaluateArguments): Promise<Evaluation> {
  const question = questionOf(options.question);
  const calibration = Number(options.calibration);
  if (!Number.isInteger(calibration) || calibration < 0) {
    throw new HarmoniaError(
      'bad-request',
      `--calibration is a number of ratings, not ${options.calibration}`,
    );
  }
  if (options.choice !== 'd-optimal' && options.choice !== 'random') {
    throw new HarmoniaError('bad-request', `--choice is d-optimal or random, not ${options.choice}`);
  }
  const prior = await (options.prior === undefined ? loadPrior() : loadPrior(options.prior));
  const set = await readRatedImages(options.embeddings, options.faces, options.ratings);
  const fold = options.fold === undefined ? undefined : parseFold(options.fold);
  const testImages = fold
    ? new Set(set.faces.map(({ id }) => id).filter((id) => inFold(fold, id)))
    : await readList(options.testImages);
  const excluded = await readList(options.excludeCalibration);
  const tasks = raterTasks(prior, set, {
    question,
    calibration,
    choice: options.choice,
    ...(testImages && { testImages }),
    ...(excluded && { excludeCalibration: excluded }),
    ...(fold && { keepsRater: (rater: string) => inFold(fold, rater) }),
  });
  if (tasks.length === 0)
    throw new HarmoniaError('bad-request', 'no rater has enough ratings of that question');
  if (options.predictions !== undefined) await writeFile(options.predictions, predictionTable(prior, tasks));
  return {
    prior: prior.version,
    question,
    calibration,
    ...evaluateRaters(tasks.map((task) => ({ prior, task }))),
    fairness: fairnessOf(prior, set, testImages),
  };
}

function questionOf(text: string): 'attractive' | 'date' {
  if (text === 'attractive' || text === 'date') return text;
  throw new HarmoniaError('bad-request', `--question is date or attractive, not ${text}`);
}

async function readList(file: string | undefined): Promise<Set<string> | undefined> {
  if (file === undefined) return undefined;
  const lines = (await readRequired(file)).toString('utf8').split(/\r?\n/);
  return new Set(lines.map((line) => line.trim()).filter((line) => line !== '' && line !== 'image'));
}

/** On the scale of the ratings, 1–10; the same rater's faces of both sexes can be compared. */
function predictionTable(prior: VisualPrior, tasks: readonly RaterTask[]): string {
  const rows = tasks.flatMap((task) => {
    const predict = predictors.posterior(prior, task);
    return task.predicted.map((face) => `${task.rater},${face.id},${(1 + 9 * predict(face)).toFixed(4)}`);
  });
  return ['rater,image,predicted', ...rows, ''].join('\n');
}

/** Only of predicted faces. The prior may have been learned from the others. */
function fairnessOf(prior: VisualPrior, set: RatedSet, testImages?: ReadonlySet<string>): GroupFairness[] {
  const consensus = set.faces.map((face, at) => faceFeatures(prior, embeddingOf(set, at), face.sex)[1]!);
  const ratings = testImages
    ? set.ratings.filter(({ face }) => testImages.has(set.faces[face]!.id))
    : set.ratings;
  return consensusFairness({ ...set, ratings }, consensus);
}

/** The evaluation as a table for a terminal. */
export function describeEvaluation(evaluation: Evaluation): string {
  const figure = ({ mean, low, high }: RaterFigures['predictors']['posterior']['r']): string =>
    `${mean.toFixed(3)} (${low.toFixed(3)}–${high.toFixed(3)})`.padEnd(24);
  const lines = [
    `prior ${evaluation.prior}, question "${evaluation.question}", calibrated on ${evaluation.calibration} ratings`,
    `${evaluation.raters} raters, ${evaluation.groups} groups (rater and sex of faces), ${evaluation.predictedRatings} ratings predicted`,
    '',
    `${''.padEnd(18)}${'r'.padEnd(24)}${'AUC (upper half)'.padEnd(24)}AUC (own median)`,
    ...Object.entries(evaluation.predictors).map(
      ([name, { r, auc, aucOwnMedian }]) =>
        `${name.padEnd(18)}${figure(r)}${figure(auc)}${figure(aucOwnMedian)}`,
    ),
    `r of posterior minus consensus, in the same group: ${figure(evaluation.gain).trimEnd()}`,
    '',
    'consensus against mean human ratings, by group (error in standard deviations)',
    ...evaluation.fairness.map(
      ({ sex, group, faces, error, r }) =>
        `${sex.padEnd(8)}${group.padEnd(14)}${String(faces).padStart(5)} faces  error ${error.toFixed(2).padStart(5)}  r ${r?.toFixed(2) ?? '–'}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}
