import { antigenOfFirstField, writeAntigen } from './antigen.ts';
import type { Reading } from './finding.ts';
import { accept, finding, refuse } from './finding.ts';
import { firstFieldsOf } from './locus.ts';
import type { HlaName } from './name.ts';
import { writeName } from './name.ts';
import type { ReductionLevel } from './reduction-level.ts';
import type { LocusTable, Protein } from './reference/locus-table.ts';
import type { HlaReference } from './reference/reference.ts';
import { carriersOf, isReleaseReference } from './reference/release-reference.ts';

/**
 * The texts that a name reduces to, without `HLA-`; several when it covers several. A null allele has no P group
 * and no antigen: it stays as it is at P, with a warning, and has no output at S. Without a release only lgx, U2 and S are possible,
 * from the name alone, and a warning says so.
 */
export function reduceName(
  name: HlaName,
  level: ReductionLevel,
  reference: HlaReference,
): Reading<readonly string[]> {
  if (name.kind === 'novel' || name.kind === 'unknown' || name.kind === 'absent')
    return refuse('reduction-impossible', { position: 0 });
  if (level === 'S' && name.kind === 'antigen') return accept([writeAntigen(name.locus, name.antigen)]);
  if (!isReleaseReference(reference)) return reduceByName(name, level);
  const table = reference.table(name.locus);
  if (table === undefined) return refuse('table-outdated', { position: 0 });
  const prefix = `${name.locus}*`;
  switch (level) {
    case 'P': {
      const groups = unique(pGroups(name, table).map((text) => prefix + text));
      return accept(groups, isNull(name) || groups.length === 0 ? [finding('no-p-group')] : []);
    }
    case 'G':
      return accept(unique(gGroups(name, table).map((text) => prefix + text)));
    case 'lgx':
      return accept(unique(twoFieldGroups(name, table).map((text) => prefix + text)));
    case 'U2': {
      const short = name.kind === 'allele' ? shortName(name, table) : undefined;
      const texts = short === undefined ? twoFieldGroups(name, table) : [short];
      return accept(unique(texts.map((text) => prefix + text)));
    }
    case 'S':
      return reduceToAntigens(name, table);
  }
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)].sort(byNumber);

const collator = new Intl.Collator('en', { numeric: true });

/** Orders names by the numbers in them: A*02:9 before A*02:10. */
export const byNumber = (one: string, other: string): number => collator.compare(one, other);

type Known = Exclude<HlaName, { kind: 'novel' } | { kind: 'unknown' } | { kind: 'absent' }>;

/** The proteins that a name covers. */
function proteinsOf(name: Known, table: LocusTable): readonly Protein[] {
  switch (name.kind) {
    case 'allele': {
      const entry = table.entries.get(name.fields.join(':'));
      return entry === undefined ? [] : [entry.protein];
    }
    case 'p-group':
    case 'small-g':
      return table.proteins.filter(({ pGroup }) => pGroup === name.fields.join(':'));
    case 'g-group': {
      const members = table.gGroups.get(name.fields.join(':')) ?? [name.fields.join(':')];
      const bare = members.map((member) => table.entries.get(member.replace(/[A-Z]$/, ''))?.protein);
      return [...new Set(bare.filter((protein) => protein !== undefined))];
    }
    case 'any':
    case 'mac': {
      const firsts = firstFieldsOf(name.locus, name.first) ?? [];
      return firsts.flatMap((first) => table.byFirstField.get(first) ?? []);
    }
    case 'antigen':
      return carriersOf(name.locus, name.antigen, table);
  }
}

const isNull = (name: Known): boolean => name.kind === 'allele' && name.suffix === 'N';

function pGroups(name: Known, table: LocusTable): string[] {
  if (isNull(name)) return [writeName(name).slice(name.locus.length + 1)];
  return proteinsOf(name, table).flatMap(({ pGroup }) => (pGroup === undefined ? [] : `${pGroup}P`));
}

function gGroups(name: Known, table: LocusTable): string[] {
  if (name.kind === 'g-group') return [`${name.fields.join(':')}G`];
  if (name.kind !== 'allele')
    return proteinsOf(name, table).flatMap((protein) => gGroupsOfFields(protein.fields, undefined, table));
  return gGroupsOfFields(name.fields.join(':'), name.suffix, table);
}

/** G groups of the alleles whose names begin so; the name itself, at most three fields long, when in none. */
function gGroupsOfFields(fields: string, suffix: string | undefined, table: LocusTable): string[] {
  const own = lookUpG(fields, suffix ?? '', table);
  if (own !== undefined) return [`${own}G`];
  const protein = table.entries.get(fields)?.protein;
  const found = new Set<string>();
  for (const rest of protein?.rests ?? []) {
    const name = (protein?.fields ?? '') + rest;
    const bare = name.replace(/[A-Z]$/, '');
    if (bare !== fields && !bare.startsWith(`${fields}:`)) continue;
    const letter = name.slice(bare.length);
    if (suffix === undefined ? letter === 'N' : letter !== suffix) continue;
    const group = lookUpG(bare, letter, table);
    if (group !== undefined) found.add(`${group}G`);
  }
  if (found.size > 0) return [...found];
  return [fields.split(':').slice(0, 3).join(':') + (suffix ?? '')];
}

function lookUpG(fields: string, suffix: string, table: LocusTable): string | undefined {
  const exact = table.gGroupOf.get(fields + suffix);
  if (exact !== undefined) return exact;
  for (let prefix = fields; prefix.length > 2; prefix = prefix.slice(0, prefix.lastIndexOf(':'))) {
    const group = table.gGroupOf.get(prefix);
    if (group !== undefined) return group;
  }
  return undefined;
}

function twoFieldGroups(name: Known, table: LocusTable): string[] {
  if (isNull(name))
    return gGroups(name, table).map((group) => group.replace(/G$/, '').split(':').slice(0, 2).join(':'));
  return proteinsOf(name, table).flatMap(({ pGroup }) => pGroup ?? []);
}

/** Two fields and suffix, where the release has such a name. */
function shortName(name: Extract<HlaName, { kind: 'allele' }>, table: LocusTable): string | undefined {
  const fields = name.fields.slice(0, 2).join(':');
  const suffixes = table.entries.get(fields)?.suffixes;
  return suffixes?.has(name.suffix ?? '') === true ? fields + (name.suffix ?? '') : undefined;
}

function reduceToAntigens(name: Known, table: LocusTable): Reading<readonly string[]> {
  if (isNull(name)) return accept([], [finding('not-expressed')]);
  const antigens = new Set(proteinsOf(name, table).flatMap((protein) => [...protein.antigens]));
  if (antigens.size === 0) return accept([], [finding('antigen-undetermined')]);
  return accept([...antigens].map((antigen) => writeAntigen(name.locus, antigen)).sort(byNumber));
}

/** The reductions that follow from the name alone, when no release is installed. */
function reduceByName(name: Known, level: ReductionLevel): Reading<readonly string[]> {
  if (level === 'P' || level === 'G') return refuse('release-needed', { position: 0 });
  if (level === 'S') {
    if (isNull(name)) return accept([], [finding('not-expressed')]);
    const first = 'fields' in name ? name.fields[0] : 'first' in name ? name.first : undefined;
    const antigen = first === undefined ? undefined : antigenOfFirstField(name.locus, first);
    if (antigen === undefined)
      return accept([], [finding('antigen-undetermined'), finding('release-absent')]);
    return accept([writeAntigen(name.locus, antigen)], [finding('release-absent')]);
  }
  if (!('fields' in name)) return refuse('release-needed', { position: 0 });
  const fields = name.fields.slice(0, 2).join(':');
  const suffix = level === 'U2' && name.kind === 'allele' ? (name.suffix ?? '') : '';
  return accept([`${name.locus}*${fields}${suffix}`], [finding('release-absent')]);
}
