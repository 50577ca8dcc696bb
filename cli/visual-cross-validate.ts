import { writeFile } from 'node:fs/promises';
import { evaluateRaters, type JudgedTask } from '../engine/visual-learning/evaluation/evaluate-raters.ts';
import { consensusFairness } from '../engine/visual-learning/evaluation/fairness.ts';
import { predictionFigure } from '../engine/visual-learning/evaluation/figure.ts';
import { raterTasks } from '../engine/visual-learning/evaluation/rater-tasks.ts';
import { scutSplitCorrelation } from '../engine/visual-learning/evaluation/scut-split.ts';
import { faceFeatures } from '../engine/visual/features.ts';
import { parsePrior } from '../engine/visual/prior.ts';
import { embeddingOf, withoutFold } from '../engine/visual-learning/training/face-set.ts';
import { type Fold, inFold } from '../engine/visual-learning/training/fold.ts';
import { readLondon, readMebeauty, readScut } from '../engine/visual-learning/training/read-face-sets.ts';
import { trainingDefaults, trainPrior } from '../engine/visual-learning/training/train-prior.ts';
import { describeEvaluation, type Evaluation } from './visual-evaluate.ts';

export interface CrossArguments {
  scut: string;
  london: string;
  mebeauty: string;
  folds: string;
  repeats: string;
  calibration: string;
  choice: 'd-optimal' | 'random';
  figure?: string;
  json?: boolean;
}

/** `visual cross-validate`: trains once per fold and evaluates each prior on the raters and faces that it was learned without. */
export async function printCrossValidation(options: CrossArguments): Promise<void> {
  const [train, test] = [await readScut(options.scut, 'train'), await readScut(options.scut, 'test')];
  const split = scutSplitCorrelation(train, test);
  if (!options.json) {
    process.stdout.write(
      `SCUT 60/40: consensus r ${split?.toFixed(3) ?? 'undefined'} on ${test.faces.length} faces\n\n`,
    );
  }
  for (const evaluation of await visualCrossValidate(options)) {
    process.stdout.write(
      options.json
        ? `${JSON.stringify({ ...evaluation, scutSplit: split })}\n`
        : `${describeEvaluation(evaluation)}\n`,
    );
  }
}

/** Both questions; each rater and face is predicted by the prior that was learned without them. */
async function visualCrossValidate(options: CrossArguments): Promise<Evaluation[]> {
  const count = Number(options.folds);
  const calibration = Number(options.calibration);
  const scut = await readScut(options.scut);
  const london = await readLondon(options.london);
  const mebeauty = await readMebeauty(options.mebeauty);
  const consensus = new Array<number>(mebeauty.faces.length).fill(0);
  const judged: Record<'date' | 'attractive', JudgedTask[]> = { date: [], attractive: [] };
  for (const fold of foldsOf(count, Number(options.repeats))) {
    const sets = [scut, london, withoutFold(mebeauty, fold)];
    const file = trainPrior(sets, { ...trainingDefaults, seed: '1', version: '0.0.0' });
    const prior = parsePrior(JSON.stringify(file));
    mebeauty.faces.forEach((face, at) => {
      if (inFold(fold, face.id))
        consensus[at]! += faceFeatures(prior, embeddingOf(mebeauty, at), face.sex)[1]!;
    });
    const testImages = new Set(mebeauty.faces.map(({ id }) => id).filter((id) => inFold(fold, id)));
    for (const question of ['date', 'attractive'] as const) {
      const tasks = raterTasks(prior, mebeauty, {
        question,
        calibration,
        choice: options.choice,
        testImages,
        keepsRater: (rater) => inFold(fold, rater),
      });
      judged[question].push(...tasks.map((task) => ({ prior, task })));
    }
  }
  const fairness = consensusFairness(mebeauty, consensus);
  const evaluations: Evaluation[] = [];
  for (const question of ['date', 'attractive'] as const) {
    if (options.figure !== undefined) {
      const title = `"${question}": ratings predicted after ${calibration} calibration faces, unseen raters and faces`;
      await writeFile(`${options.figure}-${question}.svg`, predictionFigure(judged[question], title));
    }
    evaluations.push({
      prior: `${count} by turns, ${options.repeats} split(s)`,
      question,
      calibration,
      ...evaluateRaters(judged[question]),
      fairness,
    });
  }
  return evaluations;
}

function foldsOf(count: number, repeats: number): Fold[] {
  return Array.from({ length: repeats }, (_, repeat) =>
    Array.from({ length: count }, (_part, at) => ({
      index: at + 1,
      count,
      ...(repeat > 0 && { split: `split ${repeat} ` }),
    })),
  ).flat();
}
