import { type Command, InvalidArgumentError } from 'commander';
import type { DemoOptions } from '../play/demo/demo.ts';

/** `demo`: runs the program against the sandbox, with synthetic participants who go through every dialog. */
export function registerDemo(program: Command): void {
  program
    .command('demo')
    .description('Walk synthetic participants through the whole study, from /start to the PDF.')
    .option('--participants <n>', 'how many', atLeastTwo, 12)
    .option('--faces <dir>', 'photographs for the selfies instead of drawn faces')
    .option('--seed <text>', 'seed of the participants and their answers', '7')
    .option(
      '--data-dir <dir>',
      'keep the data in this folder instead of a temporary one (reports are kept in data/reports)',
    )
    .option('--json', 'one line of figures on standard output')
    .action(async (options: DemoOptions) => {
      const { parseConfig } = await import('../config.ts');
      const { startHarmonia } = await import('../app/start.ts');
      const { runDemo } = await import('../play/demo/demo.ts');
      const { figureTable } = await import('../play/demo/figures.ts');
      const { unlimitedPace } = await import('../bot/telegram/pacer.ts');
      const figures = await runDemo(options, {
        // The sandbox has no limits, and the synthetic people type faster than people do.
        start: (variables, deps) => startHarmonia(parseConfig(variables), { ...deps, pace: unlimitedPace }),
      });
      console.log(options.json ? JSON.stringify(figures) : figureTable(figures));
      if (figures.errors > 0) process.exitCode = 1;
    });
}

const atLeastTwo = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 2 || value > 1000)
    throw new InvalidArgumentError('expected a whole number from 2 to 1000');
  return value;
};
