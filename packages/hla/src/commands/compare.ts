import type { Command } from 'commander';
import type { HlaComparison } from '../compare.ts';
import { scoredLoci } from '../locus.ts';
import type { HlaCommandSettings } from './settings.ts';

const figures = [
  'shared_A',
  'shared_B',
  'shared_DRB1',
  'het4_A',
  'het4_B',
  'het4_DRB1',
  'offspring_het',
  'meanHED_A',
  'meanHED_B',
  'meanHED_DRB1',
  'score',
  'lo',
  'hi',
];

/** `hla compare FILE.tsv`: the columns of the file, and after them the figures of the comparison of X and Y. */
export function registerCompare(hla: Command, settings: HlaCommandSettings): void {
  hla
    .command('compare')
    .description(
      'Compare pairs of people: columns X_A1 X_A2 X_B1 X_B2 X_DRB1_1 X_DRB1_2 and the same with Y_.',
    )
    .argument('<file>')
    .option('--reference <file>', `reference table (default: the newest in ${settings.tableFolderName})`)
    .action(async (file: string, options: { reference?: string }) => {
      const [{ compareHla }, { sniffDelimiter }, { readPairTable }, { openReference, readTextFile }] =
        await Promise.all([
          import('../compare.ts'),
          import('../lab-file/delimited-text.ts'),
          import('../lab-file/read-pairs.ts'),
          import('./files.ts'),
        ]);
      const reference = openReference(options.reference, settings);
      const text = readTextFile(file).replace(/^\ufeff/, '');
      const table = readPairTable(text, sniffDelimiter(text));
      process.stdout.write(`${[...table.header, ...figures].join('\t')}\n`);
      for (const pair of table.pairs) {
        if ('error' in pair) {
          process.stderr.write(`row ${pair.row}, ${pair.error.column ?? ''}: ${pair.error.message}\n`);
          process.exitCode = 1;
        }
        const row =
          'error' in pair ? figures.map(() => 'NA') : figuresOf(compareHla(pair.x, pair.y, reference));
        process.stdout.write(`${[...pair.cells, ...row].join('\t')}\n`);
      }
    });
}

function figuresOf({ perLocus, score, interval }: HlaComparison): string[] {
  const genes = scoredLoci.map((locus) => perLocus[locus]);
  const compared = genes.filter((gene) => gene !== undefined);
  const offspring = compared.reduce((sum, { heterozygosity }) => sum + heterozygosity, 0) / compared.length;
  return [
    ...genes.map((gene) => format(gene?.shared)),
    ...genes.map((gene) => format(gene === undefined ? undefined : 4 * gene.heterozygosity)),
    format(compared.length === 0 ? undefined : offspring),
    ...genes.map((gene) => format(gene?.divergence ?? undefined)),
    format(score ?? undefined),
    ...interval.map(format),
  ];
}

/** Ten decimals without trailing zeros; NA for what is not known. */
const format = (value: number | undefined): string =>
  value === undefined ? 'NA' : String(Number(value.toFixed(10)));
