import type { Command } from 'commander';
import { divergenceOf } from '../packages/hla/src/divergence.ts';
import { readName } from '../packages/hla/src/read-name.ts';
import { openReference } from './hla-files.ts';
import { readLines } from './read-lines.ts';

/** `hla divergence`: pairs of alleles in, mean Grantham distances of their grooves out. */
export function registerHlaDivergence(hla: Command): void {
  hla
    .command('divergence')
    .description(
      'Read tab-separated pairs of alleles from standard input; print allele1, allele2, divergence.',
    )
    .option('--reference <file>', 'reference table (default: the newest in DATA_DIR)')
    .action(async (options: { reference?: string }) => {
      const reference = openReference(options.reference);
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
