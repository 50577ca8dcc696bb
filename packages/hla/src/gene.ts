import type { Locus } from './locus.ts';
import { loci } from './locus.ts';

/** Symbols that stand for a classical gene beside its own name. */
const aliases: ReadonlyMap<string, Locus> = new Map([
  ['CW', 'C'],
  ['DR', 'DRB1'],
  ['DRB', 'DRB1'],
  ['DRW', 'DRB1'],
  ['DQ', 'DQB1'],
  ['DQB', 'DQB1'],
  ['DQW', 'DQB1'],
  ['DQA', 'DQA1'],
  ['DP', 'DPB1'],
  ['DPB', 'DPB1'],
  ['DPW', 'DPB1'],
  ['DPA', 'DPA1'],
]);

/**
 * Genes and pseudogenes beside the classical ones: all that IPD-IMGT/HLA lists, those of the class II region that typing
 * programs report, and the receptors that laboratories type on the same sample.
 */
const others =
  'DRA|DRB[26-9]|DQA2|DQB[23]|DPA[23]|DPB2|DM[AB]?|DO[AB]?|DZA|DNA|DW|[E-HJ-LNPR-Z]|MIC[A-G]?|TAP[12]?|HFE|PSMB[89]|' +
  'KIR(?:[23]D[LPSX]\\d?[A-Z]?)?|BW[46]?|C4[AB]?';
const other = new RegExp(`^(?:${others})$`);

/** DRB3, DRB4 and DRB5 together: a haplotype has at most one of them, so a file may give them one column. */
const drb345 =
  /^(?:DRB)?3(?:[/|,;_ -]?(?:DRB)?4)(?:[/|,;_ -]?(?:DRB)?5)$|^DR5[123X]$|^DR51[/_]52[/_]53$|^DRBX$/;

/** The names of DRB3, DRB4 and DRB5 together before an asterisk; no delimiter of GL strings stands in them. */
const together = 'DRB3_4_5|DRB345|DRBX';

const otherBefore = new RegExp(`^(?:HLA)?[-_]?(${together}|${others})\\*`);

/** A gene beside the classical ones at the beginning of a name with an asterisk, in capitals: `HFE*001`, `MICA*A5`. */
export const readOtherGene = (text: string): string | undefined =>
  otherBefore.exec(text)?.[1]?.replace(/^DRB(?:3_4_5|345|X)$/, 'DRB3/4/5');

const known = new Map<string, Locus>([...loci.map((locus) => [locus, locus] as const), ...aliases]);

/** The symbol before an asterisk, in capitals and without `HLA-`; undefined for text that has none. */
export const symbolBefore = (text: string): string | undefined =>
  /^\s*(?:HLA[-_ ]?)?([A-Z][A-Z0-9]{0,11})\s*\*/i.exec(text)?.[1]?.toUpperCase();

/** A gene by its name alone: a classical one, DRB3, DRB4 and DRB5 together, or another one. */
export type GeneName =
  | { readonly kind: 'classical'; readonly locus: Locus }
  | { readonly kind: 'drb345' }
  | { readonly kind: 'other'; readonly gene: string };

/** Reads the name of a gene without an allele (`HLA-A`, `DRB1*`, `Cw`, `DRB3/4/5`, `MICA`); undefined when it is none. */
export function readGene(text: string): GeneName | undefined {
  const plain = text
    .trim()
    .toUpperCase()
    .replace(/^HLA[-_ ]?/, '')
    .replace(/[*_ -]+$/, '');
  const locus = known.get(plain);
  if (locus !== undefined) return { kind: 'classical', locus };
  if (drb345.test(plain)) return { kind: 'drb345' };
  return other.test(plain) ? { kind: 'other', gene: plain } : undefined;
}
