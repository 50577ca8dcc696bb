import { writeFileSync } from 'node:fs';
import { builtinReference, openTable, readTextFile } from '@harmonia/hla';
import { parseHaplotypes, simulateDistribution } from '../engine/biological/index.ts';

export interface DistributionOptions {
  haplotypes: string;
  reference: string;
  source: string;
  pairs: string;
  seed: string;
  out?: string;
}

/** `hla distribution`: makes the frozen reference distribution of scores among unrelated pairs. */
export function writeDistribution(options: DistributionOptions): void {
  const pool = parseHaplotypes(readTextFile(options.haplotypes));
  const reference = openTable(options.reference);
  const draw = { pairs: wholeNumber(options.pairs), seed: options.seed };
  const document = {
    version: 1,
    source: options.source,
    haplotypes: pool.size,
    ...draw,
    release: reference.release,
    distributions: [builtinReference(), reference].map((each) => simulateDistribution(pool, each, draw)),
  };
  const json = `${JSON.stringify(document)}\n`;
  if (options.out === undefined) process.stdout.write(json);
  else writeFileSync(options.out, json);
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new RangeError(`--pairs must be a whole number above 0; got ${text}`);
  return Number(text);
}
