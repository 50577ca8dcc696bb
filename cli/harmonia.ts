import { Command } from 'commander';
import { registerCohort } from './cohort.ts';
import { registerDataset } from './dataset.ts';
import { registerDemo } from './demo.ts';
import { registerDrawPack } from './draw-pack.ts';
import { registerHla } from './hla.ts';
import { registerKeys } from './keys.ts';
import { registerStaff } from './staff.ts';
import { registerStudy } from './study.ts';
import { registerVisualCrossValidate } from './visual-cross-validate.ts';
import { registerVisualEvaluate } from './visual-evaluate.ts';
import { registerVisualPack } from './visual-pack.ts';
import { registerVisualTrain } from './visual-train.ts';
import { HarmoniaError } from '../foundation/errors.ts';

const program = new Command('harmonia')
  .description('Operator commands of the Harmonia study.')
  .showHelpAfterError();
registerDemo(program);
registerStaff(program);
registerCohort(program);
registerKeys(program);
registerHla(program);
registerStudy(program);
registerDrawPack(program);
registerDataset(program);
registerVisualTrain(program);
registerVisualEvaluate(program);
registerVisualCrossValidate(program);
registerVisualPack(program);

try {
  await program.parseAsync();
} catch (error) {
  // An operator reads one line; a mistake of ours keeps its stack.
  console.error(error instanceof HarmoniaError || error instanceof RangeError ? error.message : error);
  // What the command had started may still hold the process.
  process.exit(1);
}
