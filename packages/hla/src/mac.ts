import type { Reading } from './finding.ts';
import { accept, finding, refuse } from './finding.ts';
import { firstFieldsOf } from './locus.ts';
import type { HlaName } from './name.ts';

/** Expansions of multiple-allele codes (MAC), as published by the registry that issues them. */
export interface MacTable {
  /** `01/02/05` (second fields) or `02:01/02:09/02:43N` (two fields), undefined for a code that is not in the table. */
  expansionOf(code: string): string | undefined;
  /** Codes in the table. */
  readonly size: number;
}

type MacName = Extract<HlaName, { kind: 'mac' }>;

/** Second fields, or two fields. First fields of DPB1 have three digits, and the file holds its codes too. */
const expansionPattern =
  /^\d{2,4}[A-Z]?(?:\/\d{2,4}[A-Z]?)*$|^\d{2,4}:\d{2,4}[A-Z]?(?:\/\d{2,4}:\d{2,4}[A-Z]?)*$/;

/**
 * Reads a code file: header lines, then `CODE<TAB>EXPANSION`, as in numer.v3.txt; further columns are ignored,
 * and an asterisk column before the code (the registry's mark for generic codes) is skipped.
 */
export function parseMacTable(text: string): MacTable {
  const expansions = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const cells = line.split('\t').map((cell) => cell.trim());
    if (cells[0] === '*' || cells[0] === '') cells.shift();
    const [code, expansion] = cells;
    if (code === undefined || expansion === undefined || !/^[A-Z]{2,6}$/.test(code)) continue;
    if (expansionPattern.test(expansion)) expansions.set(code, expansion);
  }
  return { expansionOf: (code) => expansions.get(code), size: expansions.size };
}

/**
 * The alleles that a MAC stands for. A generic code is applied to the first field given; an allele-specific one must
 * be given with its most frequent first field, the lowest when several are equally frequent (rule of the registry since
 * 2013). Names for which `exists` is false are left out. A code that is not in the table is read as an XX code, with a
 * warning.
 */
export function expandMac(
  name: MacName,
  macs: MacTable | undefined,
  exists: (name: HlaName) => boolean = () => true,
): Reading<readonly HlaName[]> {
  const { locus, first, code } = name;
  const expansion = macs?.expansionOf(code);
  const text = `${first}:${code}`;
  if (expansion === undefined)
    return accept([{ kind: 'any', locus, first }], [finding('mac-unknown', { text })]);
  const members = expansion.split('/');
  const specific = expansion.includes(':');
  if (specific && leadingField(members) !== first) return refuse('mac-first-field', { text });
  const firsts = specific ? [first] : (firstFieldsOf(locus, first) ?? []);
  const names = members.flatMap((member) =>
    firsts.map((field) => toAllele(locus, specific ? member : `${field}:${member}`)),
  );
  const known = names.filter(exists);
  if (known.length === 0) return refuse('mac-empty', { text });
  return accept(known, known.length < names.length ? [finding('mac-members-dropped', { text })] : []);
}

function toAllele(locus: MacName['locus'], text: string): HlaName {
  const [, fields = '', suffix] = /^([\d:]+)([NLSCAQ])?$/.exec(text) ?? [];
  const base = { kind: 'allele', locus, fields: fields.split(':') } as const;
  return suffix === undefined ? base : { ...base, suffix: suffix as 'N' };
}

function leadingField(members: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const member of members) {
    const [first = ''] = member.split(':');
    counts.set(first, (counts.get(first) ?? 0) + 1);
  }
  return [...counts].sort(([a, m], [b, n]) => n - m || Number(a) - Number(b))[0]?.[0];
}
