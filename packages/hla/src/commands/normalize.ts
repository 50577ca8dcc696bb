import type { Command } from 'commander';
import { type ReductionLevel, reductionLevels } from '../reduction-level.ts';
import { HlaError } from '../hla-error.ts';
import type { HlaCommandSettings } from './settings.ts';

const isLevel = (text: string): text is ReductionLevel =>
  (reductionLevels as readonly string[]).includes(text);

/** Characters; one code of many alleles takes more by itself. */
const longestWrite = 65_536;

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
      const [{ normaliseText }, { openMacTable, openReference }, { readLineGroups }] = await Promise.all([
        import('../normalise-text.ts'),
        import('./files.ts'),
        import('./read-lines.ts'),
      ]);
      const reference = openReference(options.reference, settings);
      const macs = openMacTable(options.codes);
      const nomenclature = { reference, macs };
      // Each write is a call of the system, so the answers to the lines of one chunk are written together.
      for await (const lines of readLineGroups(process.stdin)) {
        let output = '';
        for (const line of lines) {
          output += `${JSON.stringify(normaliseText(line, nomenclature, to))}\n`;
          if (output.length < longestWrite) continue;
          process.stdout.write(output);
          output = '';
        }
        process.stdout.write(output);
      }
    });
}
