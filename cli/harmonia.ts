import { Command } from 'commander';
import { registerCohort } from './cohort.ts';
import { registerDataset } from './dataset.ts';
import { registerDemo } from './demo.ts';
import { registerHla } from './hla.ts';
import { registerKeys } from './keys.ts';
import { registerPack } from './pack.ts';
import { registerPersonality } from './personality.ts';
import { registerStaff } from './staff.ts';
import { registerStudy } from './study.ts';
import { registerVisual } from './visual.ts';

// These files only say which commands there are; what a command does is loaded in its action.
const program = new Command('harmonia')
  .description('Operator commands of the Harmonia study.')
  .showHelpAfterError();
registerDemo(program);
registerStaff(program);
registerCohort(program);
registerKeys(program);
await registerHla(program, process.argv.includes('hla'));
registerPersonality(program);
registerStudy(program);
registerPack(program);
registerDataset(program);
registerVisual(program);

try {
  await program.parseAsync();
} catch (error) {
  console.error((await isForOperator(error)) ? (error as Error).message : error);
  // Open connections or workers of the command would keep the process running.
  const { exitCodeOf } = await import('../foundation/errors.ts');
  process.exit(exitCodeOf(error));
}

/**
 * These errors tell the operator what to do in one line. Any other error is a defect of the program and is printed with its
 * stack.
 */
async function isForOperator(error: unknown): Promise<boolean> {
  const { HlaError } = await import('@harmonia/hla');
  const { HarmoniaError } = await import('../foundation/errors.ts');
  return error instanceof HarmoniaError || error instanceof HlaError || error instanceof RangeError;
}
