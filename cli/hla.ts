import type { Command } from 'commander';
import type { DistributionOptions } from './hla-distribution.ts';

/**
 * `hla …`: lab files, names, the reference table and comparison, for operators and for checks by hand. The package brings
 * its commands along, so it is loaded for this group only.
 * @param asked whether the command line names the group
 */
export async function registerHla(program: Command, asked: boolean): Promise<void> {
  const hla = program.command('hla').description('HLA typings: read, build, normalize, compare.');
  if (!asked) return;
  const [{ registerHlaCommands }, { readConfig }] = await Promise.all([
    import('@harmonia/hla'),
    import('../config.ts'),
  ]);
  registerHlaCommands(hla, {
    tableFolder: () => readConfig().dataDir,
    tableFolderName: 'DATA_DIR',
    async participantCodes() {
      const { parseKitCode } = await import('../engine/protocol/codes.ts');
      return (code) => parseKitCode(code) !== undefined;
    },
  });
  registerDistribution(hla);
  hla
    .command('recheck')
    .description(
      'List stored typings that read otherwise with the table in use, by code, and how many pairs of people it moves. Changes nothing.',
    )
    .option('--json', 'one line of JSON for each cohort')
    .action(async ({ json = false }: { json?: boolean }) => {
      const { recheck } = await import('./hla-recheck.ts');
      await recheck(json);
    });
}

/** `hla distribution`: makes the frozen reference distribution of scores among unrelated pairs. */
function registerDistribution(hla: Command): void {
  hla
    .command('distribution')
    .description('Simulate the scores of unrelated pairs from haplotype frequencies (A, B, DRB1, frequency).')
    .requiredOption('--haplotypes <file>', 'tab-separated haplotype frequencies of one population')
    .requiredOption('--reference <file>', 'reference table, for the method that uses sequences')
    .requiredOption('--source <text>', 'where the frequencies come from')
    .option('--pairs <number>', 'pairs to draw', '100000')
    .option('--seed <text>', 'seed of the draw', 'harmonia-hla-1')
    .option('--out <file>', 'where to write; standard output unless given')
    .action(async (options: DistributionOptions) => {
      const { writeDistribution } = await import('./hla-distribution.ts');
      writeDistribution(options);
    });
}
