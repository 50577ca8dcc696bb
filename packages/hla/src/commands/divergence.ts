import type { Command } from 'commander';
import type { HlaCommandSettings } from './settings.ts';

/** `hla divergence`: pairs of alleles in, mean Grantham distances of their grooves out. */
export function registerDivergence(hla: Command, settings: HlaCommandSettings): void {
  hla
    .command('divergence')
    .description(
      'Read tab-separated pairs of alleles from standard input; print allele1, allele2, divergence.',
    )
    .option('--reference <file>', `reference table (default: the newest in ${settings.tableFolderName})`)
    .action(async (options: { reference?: string }) => {
      const [{ divergenceOf }, { readName }, { openReference }, { readLines }] = await Promise.all([
        import('../divergence.ts'),
        import('../read-name.ts'),
        import('./files.ts'),
        import('./read-lines.ts'),
      ]);
      const reference = openReference(options.reference, settings);
      for await (const line of readLines(process.stdin)) {
        if (line.trim() === '') continue;
        const [one = '', other = ''] = line.split('\t').map((cell) => cell.trim());
        const [first, second] = [readName(one), readName(other)];
        const divergence =
          first.ok && second.ok && first.value.kind !== 'other' && second.value.kind !== 'other'
            ? divergenceOf(first.value, second.value, reference)
            : undefined;
        process.stdout.write(
          `${one}\t${other}\t${divergence === undefined ? 'NA' : divergence.toFixed(10)}\n`,
        );
        if (divergence === undefined) process.exitCode = 1;
      }
    });
}
