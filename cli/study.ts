import { type Command, InvalidArgumentError } from 'commander';
import type { SimulateOptions } from './study-simulate.ts';
import type { ValidityOptions } from './study-validity.ts';

/** `study …`: what can be said about a study from its data. */
export function registerStudy(program: Command): void {
  const study = program
    .command('study')
    .description('A study before its freeze, and its figures from exported data.');
  registerValidity(study);
  registerSimulate(study);
  study
    .command('rehearse')
    .description('Show what /freeze would declare with the cohort as it stands, and change nothing.')
    .argument('[cohort]', 'name of an open cohort; default: the newest open one')
    .option('--json', 'the whole declaration as JSON')
    .action(async (name: string | undefined, { json = false }: { json?: boolean }) => {
      const { rehearse } = await import('./study-rehearse.ts');
      await rehearse(name, json);
    });
  study
    .command('export')
    .description('Write the data set of a cohort (Psych-DS, one ZIP archive), as /export_data sends it.')
    .argument('<cohort>', 'name of a released cohort whose first look is open')
    .option(
      '--out <file>',
      'default: its own name, in the current folder; an existing file is not overwritten',
    )
    .action(async (name: string, { out }: { out?: string }) => {
      const { writeExport } = await import('./study-export.ts');
      await writeExport(name, out);
    });
}

function registerValidity(study: Command): void {
  study
    .command('validity')
    .description('Compare predictions with answers in tables of dyads, as /validity does.')
    .argument('<file...>', 'CSV with cohort, actor, partner, wtm, would_meet and at least one score')
    .option('--json', 'one line of JSON for each file')
    .option('--seed <n>', 'of the permutation tests; the other figures draw nothing at random', '1')
    .option(
      '--permutations <n>',
      'for each score; 0 leaves the tests out (default: 999, fewer with many answers)',
      wholeNumber(0, 1_000_000),
    )
    .action(async (files: string[], options: ValidityOptions) => {
      const { judgeTables } = await import('./study-validity.ts');
      judgeTables(files, options);
    });
}

function registerSimulate(study: Command): void {
  study
    .command('simulate')
    .description('Say how often intervals hold the truth and how often chance looks like an effect.')
    .option('--cohorts <n>', 'how many', wholeNumber(10, 1_000_000), 2000)
    .option('--participants <n>', 'people in each', wholeNumber(20, 10_000), 100)
    .option('--auc <x>', 'the planted AUC of the visual phase', plantable, 0.7)
    .option('--seed <n>', 'repeats the same cohorts', '1')
    .option(
      '--looks <shares>',
      'shares of closed viewers at which results are looked at; the last is 1',
      risingShares,
      [0.5, 0.75, 1],
    )
    .option('--json', 'one line of JSON for each figure')
    .action(async (options: SimulateOptions) => {
      const { simulate } = await import('./study-simulate.ts');
      simulate(options);
    });
}

const wholeNumber =
  (low: number, high: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < low || value > high)
      throw new InvalidArgumentError(`expected a whole number from ${low} to ${high}`);
    return value;
  };

function plantable(text: string): number {
  const value = Number(text);
  if (!(value >= 0.5 && value < 0.99))
    throw new InvalidArgumentError('expected a number from .5 to below .99');
  return value;
}

function risingShares(text: string): number[] {
  const shares = text.split(',').map(Number);
  const isRising = shares.every((share, at) => share > (shares[at - 1] ?? 0) && share <= 1);
  if (!isRising || shares.at(-1) !== 1 || shares.length > 10)
    throw new InvalidArgumentError('expected rising shares that end with 1, such as .5,.75,1');
  return shares;
}
