import type { Command } from 'commander';
import type { CrossArguments } from './visual-cross-validate.ts';
import type { EvaluateArguments } from './visual-evaluate.ts';
import type { LondonArguments } from './visual-pack.ts';
import type { TrainArguments } from './visual-train.ts';

/**
 * `visual train` learns the prior of phase 1, `evaluate` and `cross-validate` judge one, and `pack` makes calibration
 * packs and finds their most informative faces.
 */
export function registerVisual(program: Command): void {
  const visual = program.command('visual');
  registerTrain(visual);
  registerEvaluate(visual);
  registerCrossValidate(visual);
  registerPacks(visual.command('pack').description('calibration packs'));
}

function registerTrain(visual: Command): void {
  visual
    .command('train')
    .description('learn the prior of the visual phase from rated faces')
    .requiredOption('--scut <folder>', 'SCUT-FBP5500: scut.csv and scut.f16, or the official layout')
    .requiredOption('--london <folder>', 'London Set: london.csv, london.f16 and london_ratings.csv')
    .requiredOption('--mebeauty <folder>', 'MEBeauty: mebeauty.csv, mebeauty.f16 and mebeauty_ratings.csv')
    .requiredOption('--out <file>', 'where to write the prior')
    .option('--seed <seed>', 'recorded in the file; the result depends on nothing else', '1')
    .option(
      '--fold <k/n>',
      'leave out a part of MEBeauty, raters and faces, for visual evaluate --fold to judge',
    )
    .option('--scut-split <train>', 'learn from the official training part of SCUT-FBP5500 only')
    .option(
      '--scut-raters',
      'learn how raters differ from the raters of SCUT-FBP5500 too (scut_ratings.csv or All_Ratings.xlsx)',
    )
    .option('--prior-version <version>', 'version written into the file', '1.0.0')
    .action(async (options: TrainArguments) => {
      const { visualTrain } = await import('./visual-train.ts');
      await visualTrain(options, (line) => process.stdout.write(`${line}\n`));
    });
}

function registerEvaluate(visual: Command): void {
  visual
    .command('evaluate')
    .description('compare predicted with given ratings of faces')
    .requiredOption('--embeddings <file>', 'face descriptions, 1024 16-bit floats per face')
    .requiredOption('--faces <file>', 'table: row, image, sex, ethnicity')
    .requiredOption('--ratings <file>', 'table: rater, question, image, rating_1_10')
    .requiredOption('--question <name>', 'date or attractive')
    .option('--calibration <count>', 'ratings per rater and sex that the model may see', '12')
    .option('--choice <how>', 'how those are chosen: random or d-optimal', 'random')
    .option('--exclude-calibration <file>', 'images, one a line, that are not calibrated on')
    .option('--test-images <file>', 'images, one a line, that are only ever predicted')
    .option('--fold <k/n>', 'only the raters of this part, predicting only its faces')
    .option('--prior <file>', 'another prior than the one shipped')
    .option('--predictions <file>', 'write rater, image, predicted (1–10)')
    .option('--json', 'print one JSON object')
    .action(async (options: EvaluateArguments) => {
      const { describeEvaluation, visualEvaluate } = await import('./visual-evaluate.ts');
      const evaluation = await visualEvaluate(options);
      process.stdout.write(options.json ? `${JSON.stringify(evaluation)}\n` : describeEvaluation(evaluation));
    });
}

function registerCrossValidate(visual: Command): void {
  visual
    .command('cross-validate')
    .description('train and evaluate by turns, each time on raters and faces that were left out')
    .requiredOption('--scut <folder>', 'as for visual train')
    .requiredOption('--london <folder>', 'as for visual train')
    .requiredOption('--mebeauty <folder>', 'as for visual train')
    .option('--folds <count>', 'parts', '5')
    .option('--repeats <count>', 'different splits into parts', '1')
    .option('--calibration <count>', 'ratings per rater and sex that the model may see', '12')
    .option('--choice <how>', 'how those are chosen: d-optimal or random', 'random')
    .option('--figure <prefix>', 'write PREFIX-date.svg and PREFIX-attractive.svg')
    .option('--json', 'print one JSON object per question')
    .action(async (options: CrossArguments) => {
      const { printCrossValidation } = await import('./visual-cross-validate.ts');
      await printCrossValidation(options);
    });
}

function registerPacks(pack: Command): void {
  pack
    .command('london')
    .description('make a pack of the Face Research Lab London Set (adults, CC BY 4.0)')
    .requiredOption('--photos <folder>', 'the photographs, 001_03.jpg and so on')
    .option('--faces <file>', 'london_faces_info.csv, when it is not beside the photographs')
    .option('--exclude <file>', 'ids of faces to leave out')
    .requiredOption('--out <folder>', 'where to put the pack')
    .action(async (options: LondonArguments) => {
      const { makeLondonPack } = await import('./visual-pack.ts');
      const manifest = await makeLondonPack(options);
      process.stdout.write(
        `${manifest.faces.length} faces in ${options.out}; now: visual pack choose ${options.out}\n`,
      );
    });
  pack
    .command('scut')
    .description(
      'make a pack of SCUT-FBP5500 (faces whose estimated age is 25 or more; non-commercial research)',
    )
    .requiredOption('--photos <folder>', 'the data set in its official layout')
    .option('--exclude <file>', 'ids of faces (AF1 and so on) to leave out')
    .requiredOption('--out <folder>', 'where to put the pack')
    .action(async (options: Omit<LondonArguments, 'faces'>) => {
      const { makeScutPack } = await import('./visual-pack.ts');
      const manifest = await makeScutPack(options);
      process.stdout.write(
        `${manifest.faces.length} faces in ${options.out}; now: visual pack choose ${options.out}\n`,
      );
    });
  pack
    .command('choose')
    .description('order a pack’s faces by how much they tell about a taste, and write that into its manifest')
    .argument('<folder>', 'the pack')
    .option('--prior <file>', 'another prior than the one shipped')
    .action(async (folder: string, options: { prior?: string }) => {
      const { chooseForPack } = await import('./visual-pack.ts');
      const chosen = await chooseForPack(folder, options.prior);
      for (const sex of ['female', 'male'] as const)
        process.stdout.write(`${sex}: ${chosen[sex].join(' ')}\n`);
    });
}
