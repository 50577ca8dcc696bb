import { Command } from 'commander';
import { registerCohort } from './cohort.ts';
import { registerDemo } from './demo.ts';
import { registerStaff } from './staff.ts';
import { registerVisualTrain } from './visual-train.ts';
import { HarmoniaError } from '../errors.ts';

const program = new Command('harmonia')
  .description('Operator commands of the Harmonia study.')
  .showHelpAfterError();
registerDemo(program);
registerStaff(program);
registerCohort(program);
registerVisualTrain(program);

try {
  await program.parseAsync();
} catch (error) {
  // An operator reads one line; a mistake of ours keeps its stack.
  console.error(error instanceof HarmoniaError || error instanceof RangeError ? error.message : error);
  process.exitCode = 1;
}
