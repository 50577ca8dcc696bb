import { antigenOfFirstField, isAntigen, isFourDigitAntigen } from './antigen.ts';
import type { Finding } from './finding.ts';
import { finding } from './finding.ts';
import { isFirstField, type Locus } from './locus.ts';
import type { HlaName } from './name.ts';

/**
 * The antigens of four digits that a release names: the antigen that one was split from, empty when the release does not say,
 * undefined for digits that are none.
 */
export type ReleaseAntigens = (locus: Locus, digits: string) => string | undefined;

/** The two readings of four digits without an asterisk; undefined where they can only be one. */
export function readAntigenOrAllele(
  locus: Locus,
  digits: string,
  antigens?: ReleaseAntigens,
): Extract<HlaName, { kind: 'antigen-or-allele' }> | undefined {
  const parent = isFourDigitAntigen(locus, digits) ? '' : antigens?.(locus, digits);
  if (parent === undefined || isAntigen(locus, digits)) return undefined;
  const fields = [digits.slice(0, 2), digits.slice(2)] as const;
  if (!isFirstField(locus, fields[0])) return undefined;
  const number = String(Number(digits));
  // Where there was no antigen of this number before 2026, the new one is part of its parent, or of that of the first field.
  const antigen = isAntigen(locus, number) ? number : parent || antigenOfFirstField(locus, fields[0]);
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
