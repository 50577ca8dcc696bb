import { Command } from 'commander';
import { registerCohort } from './cohort.ts';
import { registerDataset } from './dataset.ts';
import { registerDemo } from './demo.ts';
import { registerDrawPack } from './draw-pack.ts';
import { registerHla } from './hla.ts';
import { registerKeys } from './keys.ts';
import { registerPersonality } from './personality.ts';
import { registerStaff } from './staff.ts';
import { registerStudy } from './study.ts';
import { registerVisualCrossValidate } from './visual-cross-validate.ts';
import { registerVisualEvaluate } from './visual-evaluate.ts';
import { registerVisualPack } from './visual-pack.ts';
import { registerVisualTrain } from './visual-train.ts';
import { HlaError } from '@harmonia/hla';
import { HarmoniaError } from '../foundation/errors.ts';

const program = new Command('harmonia')
  .description('Operator commands of the Harmonia study.')
  .showHelpAfterError();
registerDemo(program);
registerStaff(program);
registerCohort(program);
registerKeys(program);
registerHla(program);
registerPersonality(program);
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
  // These errors tell the operator what to do in one line. Any other error is a defect of the program and is printed with
  // its stack.
  const isForOperator =
    error instanceof HarmoniaError || error instanceof HlaError || error instanceof RangeError;
  console.error(isForOperator ? error.message : error);
  // Open connections or workers of the command would keep the process running.
  process.exit(1);
}
