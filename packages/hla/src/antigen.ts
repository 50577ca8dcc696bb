import type { Locus } from './locus.ts';
import { firstFieldsOf, isFirstField, mayBeAbsent } from './locus.ts';

const none: ReadonlySet<string> = new Set();

/** WHO-recognised antigens that the alleles of each locus encode. */
const antigens: Record<Locus, ReadonlySet<string>> = {
  A: new Set(
    '1 2 3 9 10 11 19 23 24 25 26 28 29 30 31 32 33 34 36 43 66 68 69 74 80 203 210 2403'.split(' '),
  ),
  B: new Set(
    (
      '5 7 8 12 13 14 15 16 17 18 21 22 27 35 37 38 39 40 41 42 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 ' +
      '59 60 61 62 63 64 65 67 70 71 72 73 75 76 77 78 81 82 703 2708 3901 3902 4005 5102 5103'
    ).split(' '),
  ),
  // From 12 on recognised since 2026; laboratories wrote them before.
  C: new Set('1 2 3 4 5 6 7 8 9 10 12 14 15 16 17 18'.split(' ')),
  DRB1: new Set('1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 103 1403 1404'.split(' ')),
  DRB3: new Set(['52']),
  DRB4: new Set(['53']),
  DRB5: new Set(['51']),
  DQA1: none,
  DQB1: new Set('1 2 3 4 5 6 7 8 9'.split(' ')),
  DPA1: none,
  DPB1: new Set('1 2 3 4 5 6'.split(' ')),
};

/**
 * Antigens that have four digits since the nomenclature of 2026. Without an asterisk they are spelled like alleles from
 * before 2010: A0203 is the antigen that was A203 until then, and the allele A*02:03. A release names more of them.
 */
const fourDigits: Partial<Record<Locus, ReadonlySet<string>>> = {
  A: new Set('0201 0202 0203 0208 0210 0301 2402 3201'.split(' ')),
  B: new Set('0702 0703 4402 6701 6702'.split(' ')),
  DRB1: new Set('0101 0103 0401'.split(' ')),
};

/** True for four digits that are an antigen by the nomenclature of 2026, also without a release. */
export const isFourDigitAntigen = (locus: Locus, digits: string): boolean =>
  fourDigits[locus]?.has(digits) === true;

/** Split or associated antigen -> the antigen that it was split from. */
const parents: Partial<Record<Locus, Readonly<Record<string, string>>>> = {
  A: invert({
    2: '203 210',
    9: '23 24',
    10: '25 26 34 66',
    19: '29 30 31 32 33 74',
    24: '2403',
    28: '68 69',
  }),
  B: invert({
    5: '51 52',
    7: '703',
    12: '44 45',
    14: '64 65',
    15: '62 63 75 76 77',
    16: '38 39',
    17: '57 58',
    21: '49 50 4005',
    22: '54 55 56',
    27: '2708',
    39: '3901 3902',
    40: '60 61',
    51: '5102 5103',
    70: '71 72',
  }),
  C: invert({ 3: '9 10' }),
  DRB1: invert({ 1: '103', 2: '15 16', 3: '17 18', 5: '11 12', 6: '13 14', 14: '1403 1404' }),
  DQB1: invert({ 1: '5 6', 3: '7 8 9' }),
};

/** First fields of the antigens whose alleles do not carry the antigen's own number as first field. */
const carriers: Partial<Record<Locus, Readonly<Record<string, string>>>> = {
  A: { 203: '02', 210: '02', 2403: '24' },
  B: {
    60: '40',
    61: '40',
    62: '15',
    63: '15',
    64: '14',
    65: '14',
    70: '15',
    71: '15',
    72: '15',
    75: '15',
    76: '15',
    77: '15',
    703: '07',
    2708: '27',
    3901: '39',
    3902: '39',
    4005: '50',
    5102: '51',
    5103: '51',
  },
  C: { 9: '03', 10: '03' },
  DRB1: { 17: '03', 18: '03', 103: '01', 1403: '14', 1404: '14' },
  DRB3: { 52: '01 02 03' },
  DRB4: { 53: '01 02 03' },
  DRB5: { 51: '01 02' },
  DQB1: { 7: '03', 8: '03', 9: '03' },
};

function invert(children: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(children).flatMap(([parent, list]) => list.split(' ').map((child) => [child, parent])),
  );
}

/** True when the locus has an antigen of this number (no leading zeros). */
export const isAntigen = (locus: Locus, antigen: string): boolean => antigens[locus].has(antigen);

/** The antigen itself, then its parent, then the parent's parent: `2403` -> 2403, 24, 9. */
export function lineage(locus: Locus, antigen: string): string[] {
  const line = [antigen];
  const up = parents[locus] ?? {};
  for (let parent = up[antigen]; parent !== undefined; parent = up[parent]) line.push(parent);
  return line;
}

/** The antigens split from this one, at any depth, without itself. */
export function descendants(locus: Locus, antigen: string): string[] {
  return [...antigens[locus]].filter((other) => other !== antigen && lineage(locus, other).includes(antigen));
}

/** True when one of the two antigens is the other or was split from it. */
export function antigensOverlap(locus: Locus, one: string, other: string): boolean {
  return lineage(locus, one).includes(other) || lineage(locus, other).includes(one);
}

/** First fields whose alleles usually carry the antigen; used when no release is installed. */
export function firstFieldsOfAntigen(locus: Locus, antigen: string): readonly string[] {
  const special = carriers[locus]?.[antigen];
  if (special !== undefined) return special.split(' ');
  const own = antigen.padStart(2, '0');
  const fields = firstFieldsOf(locus, own);
  if (fields !== undefined) return fields;
  return [...new Set(descendants(locus, antigen).flatMap((split) => firstFieldsOfAntigen(locus, split)))];
}

/**
 * The antigen that every allele of a first field carries, as far as two digits can tell; the broadest one where
 * the first field spans several (B*15 -> 15 or 70, hence undefined). DPB1 numbers say nothing about antigens.
 */
export function antigenOfFirstField(locus: Locus, first: string): string | undefined {
  if (locus === 'DPB1' || (locus === 'B' && first === '15')) return undefined;
  const [only, ...others] = antigens[locus];
  if (mayBeAbsent(locus) && others.length === 0) return only;
  const number = String(Number(first));
  return isFirstField(locus, first) && isAntigen(locus, number) ? number : undefined;
}

const antigenSymbols: Partial<Record<Locus, string>> = {
  C: 'Cw',
  DRB1: 'DR',
  DRB3: 'DR',
  DRB4: 'DR',
  DRB5: 'DR',
  DQB1: 'DQ',
  DPB1: 'DPw',
};

/** What the antigens of a gene are called by: A, B, Cw, DR, DQ, DPw. */
export const antigenSymbol = (locus: Locus): string => antigenSymbols[locus] ?? locus;

/**
 * Written with its parent in brackets, the way laboratories do: `A24(9)`, `B5102(51)`, `DR17(3)`, `A2`. `associated` are
 * the antigens of four digits of a release, with their parents: where it has the form of 2026, A203 is written `A0203(2)`.
 */
export function writeAntigen(
  locus: Locus,
  antigen: string,
  associated: ReadonlyMap<string, string> = new Map(),
): string {
  const four = antigen.padStart(4, '0');
  const number = antigen.length === 3 && associated.has(four) ? four : antigen;
  const parent = parents[locus]?.[antigen] ?? (associated.get(four) || undefined);
  const gene = antigenSymbol(locus);
  return parent === undefined ? `${gene}${number}` : `${gene}${number}(${parent})`;
}
