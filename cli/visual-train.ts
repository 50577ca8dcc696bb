import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createFaceAnalyser } from '../engine/visual/face-analysis.ts';
import { HarmoniaError } from '../foundation/errors.ts';
import { parsePrior } from '../engine/visual/prior.ts';
import { describeScut } from '../engine/visual-learning/training/describe-scut.ts';
import { type FaceSet, withoutFold } from '../engine/visual-learning/training/face-set.ts';
import { parseFold } from '../engine/visual-learning/training/fold.ts';
import { readLondon, readMebeauty, readScut } from '../engine/visual-learning/training/read-face-sets.ts';
import { tabulateScutRatings } from '../engine/visual-learning/training/scut-ratings.ts';
import { trainingDefaults, trainPrior } from '../engine/visual-learning/training/train-prior.ts';

export interface TrainArguments {
  scut: string;
  london: string;
  mebeauty: string;
  out: string;
  seed: string;
  priorVersion: string;
  fold?: string;
  scutSplit?: 'train';
  scutRaters?: boolean;
}

/** `visual train`: learns the prior of phase 1 from rated faces and writes its file; reports its input line by line. */
export async function visualTrain(options: TrainArguments, say: (line: string) => void): Promise<void> {
  const started = performance.now();
  await describePhotographs(options.scut, say);
  const tabulated = await tabulateScutRatings(options.scut);
  if (tabulated !== undefined) say(`scut: ${tabulated} ratings by rater read from the workbook`);
  const mebeauty = await readMebeauty(options.mebeauty);
  const sets = [
    await readScut(options.scut, options.scutSplit),
    await readLondon(options.london),
    options.fold === undefined ? mebeauty : withoutFold(mebeauty, parseFold(options.fold)),
  ];
  for (const { name, faces, ratings } of sets)
    say(`${name}: ${faces.length} faces, ${ratings.length} ratings`);
  const ratersFrom: FaceSet['name'][] = options.scutRaters ? ['mebeauty', 'scut'] : ['mebeauty'];
  if (options.scutRaters && sets[0]!.ratings.length === 0) {
    throw new HarmoniaError('not-found', `${options.scut} has neither scut_ratings.csv nor All_Ratings.xlsx`);
  }
  const { seed, priorVersion: version } = options;
  const file = trainPrior(sets, { ...trainingDefaults, ratersFrom, seed, version });
  const text = `${JSON.stringify(file, null, 2)}\n`;
  const { digest } = parsePrior(text);
  await mkdir(path.dirname(path.resolve(options.out)), { recursive: true });
  await writeFile(options.out, text);
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  say(`${options.out}: version ${file.version}, ${text.length} bytes, sha256 ${digest}, ${seconds} s`);
}

/** Describes the photographs of a folder in SCUT's official layout, once; the descriptions are kept in the folder. */
async function describePhotographs(folder: string, say: (line: string) => void): Promise<void> {
  if (existsSync(path.join(folder, 'scut.csv'))) return;
  const analyser = await createFaceAnalyser();
  try {
    const { described, leftOut } = await describeScut(folder, analyser, (done, total) => {
      if (done % 500 === 0) say(`described ${done} of ${total} photographs`);
    });
    say(`described ${described} photographs, left out ${leftOut.length}`);
  } finally {
    await analyser.close();
  }
}
