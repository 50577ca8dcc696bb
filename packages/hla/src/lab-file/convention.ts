import {
  readAntigenOrAllele,
  type ReleaseAntigens,
  settleNames,
  type SpellingConvention,
} from '../antigen-or-allele.ts';
import { antigenSymbol } from '../antigen.ts';
import type { Finding, Reading } from '../finding.ts';
import { accept } from '../finding.ts';
import type { Genotype } from '../gl-string.ts';
import type { Locus } from '../locus.ts';
import { type CellReading, isBlank } from './cell.ts';

const serum = /^ser$|serolog|^cdc$|cytotox/i;
const molecular = /\b(?:dna|rna|ief|ngs|sso?p?|r?ssop?|sbt|pcr|sanger|molecular|wgs|wes)\b|sequenc/i;

/** What the method of a typing says of its names: antigens by serum, alleles by nucleic acid. */
export function conventionOfMethod(method: string): SpellingConvention {
  const text = method.trim();
  if (serum.test(text)) return 'antigen';
  return molecular.test(text) ? 'allele' : undefined;
}

/** Serology decides before the spelling of a column, and that before any other method. */
export const conventionOf = (method: SpellingConvention, column: SpellingConvention): SpellingConvention =>
  method === 'antigen' ? method : (column ?? method);

/**
 * A name of digits as its method means it: 5102 of B is the antigen B5102 by serum and the allele B*51:02 by DNA, and 0301
 * of A the antigen A0301 or the allele A*03:01.
 */
export function spellByMethod(
  text: string,
  locus: Locus,
  method: SpellingConvention,
  antigens?: ReleaseAntigens,
): string {
  const word = text.trim();
  if (method === undefined || !/^\d[\dA-Z:]*$/i.test(word) || isBlank(word)) return text;
  if (method === 'allele') return `*${word}`;
  if (!/^\d{1,4}$/.test(word)) return text;
  return readAntigenOrAllele(locus, word, antigens) === undefined
    ? String(Number(word))
    : `${antigenSymbol(locus)}${word}`;
}

/** The reading of a cell with ambiguous names decided. */
export function settleCell(read: Reading<CellReading>, convention: SpellingConvention): Reading<CellReading> {
  if (convention === undefined || !read.ok || read.value.kind !== 'names') return read;
  const { names, warnings } = settleNames(read.value.names, read.warnings, convention);
  return names === read.value.names ? read : accept({ kind: 'names', names }, warnings);
}

/** Genotypes with ambiguous names decided. */
export const settleGenotypes = (
  genotypes: readonly Genotype[],
  convention: SpellingConvention,
): readonly Genotype[] =>
  convention === undefined || !genotypes.some(isOpen)
    ? genotypes
    : genotypes.map(({ first, second }) => ({
        first: settleNames(first, [], convention).names,
        ...(second === undefined ? {} : { second: settleNames(second, [], convention).names }),
      }));

/** The warnings that go with settled genotypes. */
export function settleWarnings(
  warnings: readonly Finding[],
  genotypes: readonly Genotype[],
  convention: SpellingConvention,
): readonly Finding[] {
  const open = genotypes.flatMap(({ first, second = [] }) => [...first, ...second]);
  return settleNames(open, warnings, convention).warnings;
}

const isOpen = ({ first, second = [] }: Genotype): boolean =>
  [...first, ...second].some(({ kind }) => kind === 'antigen-or-allele');
