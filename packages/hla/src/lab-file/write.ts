import { HlaError } from '../hla-error.ts';
import { isScored, loci } from '../locus.ts';
import type { HlaTyping } from '../typing.ts';
import { genotypesOf } from '../typing.ts';
import { writeName } from '../name.ts';

/**
 * Writes typings as a wide CSV file that `readLabFile` reads back to the same typings, with columns of the scored genes and
 * of others that a row has. Throws `typing-unwritable` for a typing with several possible genotypes, which two columns
 * cannot hold.
 */
export function writeLabCsv(rows: readonly { participant: string; typing: HlaTyping }[]): string {
  const genes = loci.filter((locus) => isScored(locus) || rows.some(({ typing }) => locus in typing.loci));
  const header = ['participant', ...genes.flatMap((locus) => [`${locus}_1`, `${locus}_2`])];
  const lines = rows.map(({ participant, typing }) => {
    const cells = genes.flatMap((locus) => {
      const [genotype, ...others] = genotypesOf(typing, locus);
      if (others.length > 0)
        throw new HlaError('typing-unwritable', 'several possible genotypes do not fit two columns');
      return [genotype?.first ?? [], genotype?.second ?? []].map((names) => names.map(writeName).join('/'));
    });
    return [participant, ...cells].join(',');
  });
  return `${[header.join(','), ...lines].join('\n')}\n`;
}
