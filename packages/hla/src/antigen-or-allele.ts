import { antigenOfFirstField, isAntigen } from './antigen.ts';
import type { Finding } from './finding.ts';
import { finding } from './finding.ts';
import type { Locus } from './locus.ts';
import type { HlaName } from './name.ts';

/**
 * Antigens that have four digits since the nomenclature of 2026. Without an asterisk they are spelled like alleles from
 * before 2010: A0203 is the antigen that was A203 until then, and the allele A*02:03.
 */
const fourDigits: Partial<Record<Locus, ReadonlySet<string>>> = {
  A: new Set('0201 0202 0203 0208 0210 0301 2402 3201'.split(' ')),
  B: new Set('0702 0703 4402 6701 6702'.split(' ')),
  DRB1: new Set('0101 0103 0401'.split(' ')),
};

/** The two readings of four digits without an asterisk; undefined where they can only be one. */
export function readAntigenOrAllele(
  locus: Locus,
  digits: string,
): Extract<HlaName, { kind: 'antigen-or-allele' }> | undefined {
  if (fourDigits[locus]?.has(digits) !== true) return undefined;
  const fields = [digits.slice(0, 2), digits.slice(2)];
  const number = String(Number(digits));
  // Where there was no antigen of this number before 2026, the new one is part of that of the first field.
  const antigen = isAntigen(locus, number) ? number : antigenOfFirstField(locus, fields[0] ?? '');
  return antigen === undefined ? undefined : { kind: 'antigen-or-allele', locus, fields, antigen };
}

/** What is known of the names beside an ambiguous one: the spelling of its column, or the method of the typing. */
export type SpellingConvention = 'allele' | 'antigen' | undefined;

/** Decides ambiguous names by a convention; without one they stay as they are. */
export function settleNames(
  names: readonly HlaName[],
  warnings: readonly Finding[],
  convention: SpellingConvention,
): { names: readonly HlaName[]; warnings: readonly Finding[] } {
  const open = names.some(({ kind }) => kind === 'antigen-or-allele');
  if (convention === undefined || !open) return { names, warnings };
  const settled = names.map((name): HlaName => {
    if (name.kind !== 'antigen-or-allele') return name;
    const { locus, fields, antigen } = name;
    return convention === 'allele' ? { kind: 'allele', locus, fields } : { kind: 'antigen', locus, antigen };
  });
  const said = finding(convention === 'allele' ? 'v2-name' : 'antigen-level');
  const rest = warnings.filter(({ code }) => code !== 'antigen-or-allele');
  return { names: settled, warnings: [...rest, said] };
}
