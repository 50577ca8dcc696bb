import type { Command } from 'commander';
import { type ReductionLevel, reductionLevels } from '../reduction-level.ts';
import { HlaError } from '../hla-error.ts';
import type { HlaCommandSettings } from './settings.ts';

const isLevel = (text: string): text is ReductionLevel =>
  (reductionLevels as readonly string[]).includes(text);

/** `hla normalize`: one name or GL string per line in, one JSON object per line out. */
export function registerNormalize(hla: Command, settings: HlaCommandSettings): void {
  hla
    .command('normalize')
    .description('Read one name or GL string per line from standard input; print one JSON object per line.')
    .option('--to <level>', `reduce to ${reductionLevels.join(', ')}`)
    .option('--reference <file>', `reference table (default: the newest in ${settings.tableFolderName})`)
    .option('--codes <file>', 'multiple-allele codes: CODE<tab>EXPANSION per line')
    .action(async (options: { to?: string; reference?: string; codes?: string }) => {
      const { to } = options;
      if (to !== undefined && !isLevel(to))
        throw new HlaError('option-invalid', `--to must be one of ${reductionLevels.join(', ')}; got ${to}`);
      const [{ normaliseText }, { openMacTable, openReference }, { readLines }] = await Promise.all([
        import('../normalise-text.ts'),
        import('./files.ts'),
        import('./read-lines.ts'),
      ]);
      const reference = openReference(options.reference, settings);
      const macs = openMacTable(options.codes);
      for await (const line of readLines(process.stdin))
        process.stdout.write(`${JSON.stringify(normaliseText(line, { reference, macs }, to))}\n`);
    });
}
