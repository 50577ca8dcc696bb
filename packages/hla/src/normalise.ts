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
import type { HlaReference } from './reference/reference.ts';
import { isReleaseReference } from './reference/release-reference.ts';
import type { HlaTyping } from './typing.ts';
import { createTyping, genotypesOf } from './typing.ts';

/** The release and the MAC table that names are checked against; without either, names stay as they are. */
export interface Nomenclature {
  /** Names are brought up to its release; one without a release leaves them as they are. */
  readonly reference?: HlaReference;
  /** By which multiple-allele codes are expanded; others are kept as written. */
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
      table === undefined ||
      (member.kind === 'allele' &&
        (findAllele(member, table) ?? withOtherSuffix(member, table)) !== undefined);
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
  return isListed(name, table)
    ? accept([name])
    : refuse('group-unknown', { position: 0, text: writeName(name) });
}

/** False for a group that the release does not have. An allele that stands alone has none, but for its small g. */
function isListed(name: HlaName, table: LocusTable): boolean {
  if (!('fields' in name) || name.kind === 'allele') return true;
  const fields = name.fields.join(':');
  // The antigen remains where the release has no such allele.
  if (name.kind === 'antigen-or-allele') return true;
  if (name.kind === 'g-group') return table.gGroups.has(fields);
  return table.pGroups.has(fields) || (name.kind === 'small-g' && table.entryOf(fields) !== undefined);
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
  const fields = name.fields.join(':');
  if (found !== undefined) return accept([found], changesOf(name, found, table));
  const text = writeName(name);
  const written = fields + (name.suffix ?? '');
  // A name that was deleted with its suffix may have been given to another allele without it.
  const changed = table.former.has(written) ? undefined : withOtherSuffix(name, table);
  if (changed !== undefined) return accept([changed], changesOf(name, changed, table));
  const successor = table.former.get(written) ?? table.former.get(fields);
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

/** What the release says about an allele beyond what was written. */
function changesOf(written: AlleleName, found: AlleleName, table: LocusTable): Finding[] {
  const warnings: Finding[] = [];
  if (found.suffix !== written.suffix) {
    warnings.push(
      finding(written.suffix === undefined ? 'suffix-added' : 'suffix-changed', { text: writeName(written) }),
    );
    if (found.suffix !== undefined) warnings.push(finding(suffixWarnings[found.suffix]));
  }
  const protein = table.entryOf(found.fields.join(':'))?.protein;
  if (protein === undefined || found.suffix === 'N') return warnings;
  if (protein.grooveUnknown) warnings.push(finding('sequence-unknown'));
  if (protein.groove !== undefined && table.insertions.has(protein.groove))
    warnings.push(finding('insertion-not-scored'));
  return warnings;
}

/** The same allele when the release gives all alleles of the name one other suffix, or none. */
function withOtherSuffix(name: AlleleName, table: LocusTable): AlleleName | undefined {
  const [only, ...others] = table.entryOf(name.fields.join(':'))?.suffixes ?? [];
  if (name.suffix === undefined || only === undefined || others.length > 0) return undefined;
  const { kind, locus, fields } = name;
  return only === '' ? { kind, locus, fields } : { kind, locus, fields, suffix: only };
}

/** The allele of the release, with the suffix that all its alleles carry when none was written. */
function findAllele(name: AlleleName, table: LocusTable): AlleleName | undefined {
  const entry = table.entryOf(name.fields.join(':'));
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
  const own =
    read.error.code === 'group-unknown' && 'fields' in name ? alleleOf(name, nomenclature) : undefined;
  if (own !== undefined) return { names: own.names, warnings: [read.error, ...own.warnings] };
  const first = 'fields' in name ? (name.fields[0] ?? '') : 'first' in name ? (name.first ?? '') : '';
  const kind = read.error.code === 'allele-unknown' || read.error.code === 'group-unknown' ? 'novel' : 'any';
  return { names: [{ kind, locus: name.locus, first }], warnings: [read.error] };
}

/** The allele that a group which does not exist was named after; undefined when the release has none. */
function alleleOf(
  { locus, fields }: Extract<HlaName, { fields: readonly string[] }>,
  nomenclature: Nomenclature,
): { names: readonly HlaName[]; warnings: readonly Finding[] } | undefined {
  const read = normaliseName({ kind: 'allele', locus, fields }, nomenclature);
  return read.ok ? { names: read.value, warnings: read.warnings } : undefined;
}

/** Warnings about a suffix that none of the names carries any more, since a successor or the release has another. */
export function isOutdated({ code }: Pick<Finding, 'code'>, names: readonly HlaName[]): boolean {
  const letters = (Object.keys(suffixWarnings) as (keyof typeof suffixWarnings)[]).filter(
    (letter) => suffixWarnings[letter] === code,
  );
  if (letters.length === 0) return false;
  return !names.some((name) => name.kind === 'allele' && letters.some((letter) => letter === name.suffix));
}
