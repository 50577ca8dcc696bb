import type { MacTable } from './mac.ts';
import { expandMac } from './mac.ts';
import type { Finding, Reading } from './finding.ts';
import { accept, finding, refuse } from './finding.ts';
import type { Genotype } from './gl-string.ts';
import { glLimits } from './gl-string.ts';
import { type Locus, loci } from './locus.ts';
import type { HlaName } from './name.ts';
import { writeName } from './name.ts';
import { suffixWarnings } from './read-fields.ts';
import { readName } from './read-name.ts';
import type { LocusTable } from './reference/locus-table.ts';
import { grooveOfPGroup } from './reference/locus-table.ts';
import type { HlaReference } from './reference/reference.ts';
import { isReleaseReference } from './reference/release-reference.ts';
import type { HlaTyping } from './typing.ts';
import { createTyping, genotypesOf } from './typing.ts';

/** The release and the MAC table that names are checked against; without either, names stay as they are. */
export interface Nomenclature {
  readonly reference?: HlaReference;
  readonly macs?: MacTable | undefined;
}

type AlleleName = Extract<HlaName, { kind: 'allele' }>;

/**
 * Brings a name up to the installed release: a MAC is expanded, a former name is replaced by its successor, and a
 * missing suffix is added. Refuses names that the release does not have, with position 0.
 */
export function normaliseName(name: HlaName, { reference, macs }: Nomenclature): Reading<readonly HlaName[]> {
  const table =
    reference !== undefined && isReleaseReference(reference) ? reference.table(name.locus) : undefined;
  if (name.kind === 'mac') {
    const exists = (member: HlaName): boolean =>
      table === undefined || (member.kind === 'allele' && findAllele(member, table) !== undefined);
    const expanded = expandMac(name, macs, exists);
    // A MAC that is not in the table is kept as written: a newer table may be installed later.
    if (expanded.ok && expanded.warnings.some(({ code }) => code === 'mac-unknown'))
      return accept([name], expanded.warnings);
    return table === undefined || !expanded.ok
      ? expanded
      : withSuffixes(expanded.value, expanded.warnings, table);
  }
  if (table === undefined) return accept([name]);
  if (name.kind === 'allele') return normaliseAllele(name, table);
  const text = writeName(name);
  if (
    name.kind === 'g-group' &&
    !table.gGroups.has(name.fields.join(':')) &&
    !table.entries.has(name.fields.join(':'))
  )
    return refuse('allele-unknown', { position: 0, text });
  const isPGroup = name.kind === 'p-group' || name.kind === 'small-g';
  if (isPGroup && grooveOfPGroup(table, name.fields.join(':')) === undefined)
    return refuse('allele-unknown', { position: 0, text });
  return accept([name]);
}

/** A MAC lists some alleles without the expression suffix that they were given later. */
function withSuffixes(
  members: readonly HlaName[],
  warnings: readonly Finding[],
  table: LocusTable,
): Reading<readonly HlaName[]> {
  const found = new Map<string, Finding>();
  const names = members.map((member) => {
    const read = member.kind === 'allele' ? normaliseAllele(member, table) : undefined;
    if (read?.ok !== true) return member;
    for (const warning of read.warnings) found.set(warning.code, warning);
    return read.value[0] ?? member;
  });
  return accept(names, [...warnings, ...found.values()]);
}

function normaliseAllele(name: AlleleName, table: LocusTable): Reading<readonly HlaName[]> {
  const found = findAllele(name, table);
  if (found !== undefined) {
    const added = found.suffix !== name.suffix && found.suffix !== undefined;
    const warnings = added ? [finding('suffix-added'), finding(suffixWarnings[found.suffix])] : [];
    const unknown = found.suffix !== 'N' && table.entries.get(found.fields.join(':'))?.protein.grooveUnknown;
    return accept([found], unknown === true ? [...warnings, finding('sequence-unknown')] : warnings);
  }
  const text = writeName(name);
  const fields = name.fields.join(':');
  const successor = table.former.get(fields + (name.suffix ?? '')) ?? table.former.get(fields);
  if (successor === '') return refuse('allele-deleted', { position: 0, text });
  if (successor !== undefined) {
    const read = readName(`${name.locus}*${successor}`);
    if (read.ok && read.value.kind === 'allele')
      return accept(
        [findAllele(read.value, table) ?? read.value],
        [finding('renamed', { text }), ...read.warnings],
      );
  }
  for (let length = name.fields.length - 1; length >= 2; length--) {
    const shorter = findAllele({ ...name, fields: name.fields.slice(0, length) }, table);
    if (shorter !== undefined) return accept([shorter], [finding('truncated-name', { text })]);
  }
  return refuse('allele-unknown', { position: 0, text });
}

/** The allele of the release, with the suffix that all its alleles carry when none was written. */
function findAllele(name: AlleleName, table: LocusTable): AlleleName | undefined {
  const entry = table.entries.get(name.fields.join(':'));
  if (entry === undefined) return undefined;
  if (name.suffix !== undefined) return entry.suffixes.has(name.suffix) ? name : undefined;
  const [only] = entry.suffixes;
  if (entry.suffixes.size > 1 || only === undefined || only === '') return name;
  return { ...name, suffix: only };
}

/**
 * A whole typing, name by name. A name that the release does not have never rejects the typing: an unknown allele is
 * kept as a novel one of its first field, a deleted one as any of its first field, each with a warning.
 */
export function normaliseTyping(
  typing: HlaTyping,
  nomenclature: Nomenclature,
): { typing: HlaTyping; warnings: readonly (Finding & { locus: Locus })[] } {
  const genotypes = new Map<Locus, readonly Genotype[]>();
  const raw: Partial<Record<Locus, string>> = {};
  const warnings = new Map<string, Finding & { locus: Locus }>();
  for (const locus of loci) {
    const entry = typing.loci[locus];
    if (entry === undefined) continue;
    const lookUp = (names: readonly HlaName[]): readonly HlaName[] => {
      const all = names.flatMap((name) => {
        const read = normaliseLeniently(name, nomenclature);
        for (const each of read.warnings) warnings.set(`${locus} ${each.code}`, { ...each, locus });
        return read.names;
      });
      return all.slice(0, glLimits.alternatives);
    };
    genotypes.set(
      locus,
      genotypesOf(typing, locus).map(({ first, second }) => ({
        first: lookUp(first),
        ...(second === undefined ? {} : { second: lookUp(second) }),
      })),
    );
    raw[locus] = entry.raw;
  }
  const { release } = typing;
  const named = release === undefined ? {} : { release };
  return { typing: createTyping({ genotypes, ...named }, raw), warnings: [...warnings.values()] };
}

function normaliseLeniently(
  name: HlaName,
  nomenclature: Nomenclature,
): { names: readonly HlaName[]; warnings: readonly Finding[] } {
  const read = normaliseName(name, nomenclature);
  if (read.ok) return { names: read.value, warnings: read.warnings };
  const first = 'fields' in name ? (name.fields[0] ?? '') : 'first' in name ? (name.first ?? '') : '';
  const kind = read.error.code === 'allele-unknown' ? 'novel' : 'any';
  return { names: [{ kind, locus: name.locus, first }], warnings: [read.error] };
}
