import { writeFileSync } from 'node:fs';
import { builtinReference, openTable, readTextFile } from '@harmonia/hla';
import type { Command } from 'commander';
import { parseHaplotypes, simulateDistribution } from '../engine/biological/index.ts';

/** `hla distribution`: makes the frozen reference distribution of scores among unrelated pairs. */
export function registerHlaDistribution(hla: Command): void {
  hla
    .command('distribution')
    .description('Simulate the scores of unrelated pairs from haplotype frequencies (A, B, DRB1, frequency).')
    .requiredOption('--haplotypes <file>', 'tab-separated haplotype frequencies of one population')
    .requiredOption('--reference <file>', 'reference table, for the method that uses sequences')
    .requiredOption('--source <text>', 'where the frequencies come from')
    .option('--pairs <number>', 'pairs to draw', '100000')
    .option('--seed <text>', 'seed of the draw', 'harmonia-hla-1')
    .option('--out <file>', 'where to write; standard output unless given')
    .action(
      (options: {
        haplotypes: string;
        reference: string;
        source: string;
        pairs: string;
        seed: string;
        out?: string;
      }) => {
        const pool = parseHaplotypes(readTextFile(options.haplotypes));
        const reference = openTable(options.reference);
        const draw = { pairs: wholeNumber(options.pairs), seed: options.seed };
        const document = {
          version: 1,
          source: options.source,
          haplotypes: pool.size,
          ...draw,
          release: reference.release,
          distributions: [builtinReference(), reference].map((each) =>
            simulateDistribution(pool, each, draw),
          ),
        };
        const json = `${JSON.stringify(document)}\n`;
        if (options.out === undefined) process.stdout.write(json);
        else writeFileSync(options.out, json);
      },
    );
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new RangeError(`--pairs must be a whole number above 0; got ${text}`);
  return Number(text);
}
