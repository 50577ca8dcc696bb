import { antigenSymbol, isFourDigitAntigen } from './antigen.ts';
import type { Locus } from './locus.ts';

/** N null, L low, S secreted, C cytoplasm, A aberrant, Q questionable. */
export type ExpressionSuffix = 'N' | 'L' | 'S' | 'C' | 'A' | 'Q';

/** One name that a laboratory can report for one copy of a classical gene. */
export type HlaName =
  | {
      readonly kind: 'allele';
      readonly locus: Locus;
      readonly fields: readonly string[];
      readonly suffix?: ExpressionSuffix;
    }
  /** P group: alleles expressed with one sequence of the antigen recognition domain (ARD), two fields. */
  | { readonly kind: 'p-group'; readonly locus: Locus; readonly fields: readonly string[] }
  /** G group: one nucleotide sequence of the exons of the ARD, three fields. */
  | { readonly kind: 'g-group'; readonly locus: Locus; readonly fields: readonly string[] }
  /** Small g: the P group together with its null alleles, two fields. */
  | { readonly kind: 'small-g'; readonly locus: Locus; readonly fields: readonly string[] }
  /** XX code: any allele of the first field. */
  | { readonly kind: 'any'; readonly locus: Locus; readonly first: string }
  /** Multiple-allele code (MAC), not yet expanded. */
  | { readonly kind: 'mac'; readonly locus: Locus; readonly first: string; readonly code: string }
  | { readonly kind: 'antigen'; readonly locus: Locus; readonly antigen: string }
  /** Four digits that are an allele in the spelling of before 2010 and an antigen in the one of 2026 (A0203). */
  | {
      readonly kind: 'antigen-or-allele';
      readonly locus: Locus;
      readonly fields: readonly string[];
      readonly antigen: string;
    }
  /** A novel allele, of which at most the first field is known. */
  | { readonly kind: 'novel'; readonly locus: Locus; readonly first?: string }
  /** UUUU or XXXX: the copy was typed without a result. */
  | { readonly kind: 'unknown'; readonly locus: Locus }
  /** NNNN: the haplotype has no such gene (DRB3, DRB4 and DRB5 only). */
  | { readonly kind: 'absent'; readonly locus: Locus };

/** A name of a gene outside the classical ones, or of a public epitope. */
export interface OtherGene {
  readonly kind: 'other';
  /** Its symbol in capitals without `HLA-` (`MICA`, `DRB3/4/5`); `Bw` for the epitopes Bw4 and Bw6. */
  readonly gene: string;
}

/** The canonical text of a name, without the `HLA-` prefix; `readName` reads it back to an equal name. */
export function writeName(name: HlaName): string {
  const prefix = `${name.locus}*`;
  switch (name.kind) {
    case 'allele':
      return `${prefix}${name.fields.join(':')}${name.suffix ?? ''}`;
    case 'p-group':
      return `${prefix}${name.fields.join(':')}P`;
    case 'g-group':
      return `${prefix}${name.fields.join(':')}G`;
    case 'small-g':
      return `${prefix}${name.fields.join(':')}g`;
    case 'any':
      return `${prefix}${name.first}:XX`;
    case 'mac':
      return `${prefix}${name.first}:${name.code}`;
    case 'antigen':
      return `${antigenSymbol(name.locus)}${name.antigen}`;
    case 'antigen-or-allele':
      return writeEither(name);
    case 'novel':
      return name.first === undefined ? `${prefix}NEW` : `${prefix}${name.first}:NEW`;
    case 'unknown':
      return `${prefix}UUUU`;
    case 'absent':
      return `${prefix}NNNN`;
  }
}

/** With the antigen that it is part of where only a release knows the name, so that it is read back without one. */
function writeEither({ locus, fields, antigen }: Extract<HlaName, { kind: 'antigen-or-allele' }>): string {
  const digits = fields.join('');
  const parent = isFourDigitAntigen(locus, digits) ? '' : `(${antigen})`;
  return `${antigenSymbol(locus)}${digits}${parent}`;
}

/** The first field that a name fixes, or undefined for antigens and unknown copies. */
export function firstFieldOf(name: HlaName): string | undefined {
  switch (name.kind) {
    case 'allele':
    case 'p-group':
    case 'g-group':
    case 'small-g':
    case 'antigen-or-allele':
      return name.fields[0];
    case 'any':
    case 'mac':
    case 'novel':
      return name.first;
    default:
      return undefined;
  }
}
