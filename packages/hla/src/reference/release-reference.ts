import { lineage } from '../antigen.ts';
import { commonFields } from '../common-alleles.ts';
import type { Locus } from '../locus.ts';
import { allFirstFields, firstFieldsOf, firstOfFields } from '../locus.ts';
import type { ExpressionSuffix, HlaName } from '../name.ts';
import { writeName } from '../name.ts';
import type { LocusTable, NameEntry, Protein } from './locus-table.ts';
import { grooveOfPGroup, openLocusTable } from './locus-table.ts';
import type { Candidates, GrooveId, HlaReference } from './reference.ts';
import type { TableDocument } from './table-document.ts';

/** A reference with names, groups, antigens and groove sequences of one release. */
export interface ReleaseReference extends HlaReference {
  readonly kind: 'release';
  /** How the maintainers ask to be cited. */
  readonly citation: string;
  /** The table that it was opened from: plain data, from which another thread can open the same reference. */
  readonly document: TableDocument;
  /** Undefined for a gene that the table does not hold: tables of format 1 have A, B and DRB1 only. */
  table(locus: Locus): LocusTable | undefined;
}

/** True for a reference made from a release. */
export const isReleaseReference = (reference: HlaReference): reference is ReleaseReference =>
  reference.kind === 'release';

/** How many grooves are averaged over for a set that has no common member. */
const sampleSize = 32;

const exact: Omit<Candidates, 'grooves' | 'likely'> = {
  open: [],
  silent: 'no',
  unlisted: false,
  novel: false,
  low: false,
};

/** What a name of a gene stands for that the table does not hold. */
const anything: Candidates = { ...exact, grooves: [], likely: [], silent: 'maybe', unlisted: true };

/** Opens a table for lookups and comparison. Each gene is unpacked when it is first asked for. */
export function createReleaseReference(document: TableDocument): ReleaseReference {
  const opened = new Map<Locus, { table: LocusTable; common: ReadonlySet<GrooveId> } | undefined>();
  const open = (locus: Locus): { table: LocusTable; common: ReadonlySet<GrooveId> } | undefined => {
    const before = opened.get(locus);
    if (before !== undefined || opened.has(locus)) return before;
    const part = document.loci[locus];
    const table = part === undefined ? undefined : openLocusTable(locus, part, document.formatVersion);
    const entry = table === undefined ? undefined : { table, common: commonGrooves(locus, table) };
    opened.set(locus, entry);
    return entry;
  };
  const known = new Map<string, Candidates>();
  return {
    release: document.release,
    kind: 'release',
    citation: document.citation,
    document,
    table: (locus) => open(locus)?.table,
    candidates(name) {
      const key = writeName(name);
      let found = known.get(key);
      if (found === undefined) {
        const gene = open(name.locus);
        found = gene === undefined ? anything : candidatesOf(name, gene.table, gene.common);
        // Names come from files, so the number of remembered names is bounded.
        if (known.size < 50_000) known.set(key, found);
      }
      return found;
    },
    firstFieldOf: (locus, groove) => firstOfFields(open(locus)?.table.grooveOwner[groove]?.fields ?? ''),
    divergence: (locus, one, other) => open(locus)?.table.divergence(one, other),
    hasInsertion: (locus, groove) => open(locus)?.table.insertions.has(groove) ?? false,
  };
}

function commonGrooves(locus: Locus, table: LocusTable): ReadonlySet<GrooveId> {
  const grooves = commonFields(locus).map((fields) => table.entryOf(fields)?.protein.groove);
  return new Set(grooves.filter((groove) => groove !== undefined));
}

function candidatesOf(name: HlaName, table: LocusTable, common: ReadonlySet<GrooveId>): Candidates {
  const { locus } = name;
  const ofProteins = (proteins: readonly Protein[]): Gathered => gather(proteins, common);
  const anyOf = (firsts: readonly string[]): readonly Protein[] =>
    firsts.flatMap((first) => table.byFirstField.get(first) ?? []);
  switch (name.kind) {
    case 'allele': {
      const found = ofAllele(name, table);
      if (found === undefined) return ofNovel(ofProteins(anyOf([name.fields[0] ?? ''])));
      // Without a sequence the groove may be any, of its own first field most likely.
      return found === 'groove-unknown'
        ? { ...exact, ...ofProteins(anyOf([name.fields[0] ?? ''])), silent: 'no', unlisted: true }
        : found;
    }
    case 'p-group':
    case 'small-g': {
      const groove = grooveOfPGroup(table, name.fields.join(':'));
      if (groove === undefined) return ofNovel(ofProteins(anyOf([name.fields[0] ?? ''])));
      return {
        ...exact,
        grooves: [groove],
        likely: [groove],
        silent: name.kind === 'p-group' ? 'no' : 'maybe',
      };
    }
    case 'g-group': {
      const members = table.gGroups.get(name.fields.join(':')) ?? [name.fields.join(':')];
      const found = members.map((member) => ofMember(member, table)).filter((entry) => entry !== undefined);
      if (found.length === 0) return ofNovel(ofProteins(anyOf([name.fields[0] ?? ''])));
      return { ...exact, ...ofProteins(found.map(({ protein }) => protein)), silent: silenceOf(found) };
    }
    case 'any':
    case 'mac':
      return { ...exact, ...ofProteins(anyOf(firstFieldsOf(locus, name.first) ?? [])), low: true };
    case 'antigen-or-allele':
      return ofEither(name, table, ofProteins(carriersOf(locus, name.antigen, table)));
    case 'antigen':
      return { ...exact, ...ofProteins(carriersOf(locus, name.antigen, table)), silent: 'no', low: true };
    case 'novel':
      return ofNovel(ofProteins(anyOf(name.first === undefined ? allFirstFields(locus) : [name.first])));
    case 'absent':
      return { ...exact, grooves: [], likely: [], silent: 'yes' };
    case 'unknown':
      return { ...exact, ...ofProteins(table.proteins), silent: 'maybe', unlisted: true };
  }
}

/** Point and average are those of the allele, where the release has it; the interval covers the antigen too. */
function ofEither(
  { locus, fields }: Extract<HlaName, { kind: 'antigen-or-allele' }>,
  table: LocusTable,
  antigen: Pick<Candidates, 'grooves' | 'likely'>,
): Candidates {
  const found = ofAllele({ kind: 'allele', locus, fields }, table);
  const allele = found === 'groove-unknown' ? undefined : found;
  const grooves = [...new Set([...antigen.grooves, ...(allele?.grooves ?? [])])].sort((a, b) => a - b);
  const likely = allele === undefined || allele.likely.length === 0 ? antigen.likely : allele.likely;
  return { ...exact, grooves, likely, low: allele === undefined, unlisted: allele?.unlisted ?? false };
}

/** The proteins that may carry an antigen, by any evidence. */
export function carriersOf(locus: Locus, antigen: string, table: LocusTable): readonly Protein[] {
  // Thousands of proteins share a few lists of antigens.
  const carries = new Map<readonly string[], boolean>();
  return table.proteins.filter(({ possibleAntigens }) => {
    let known = carries.get(possibleAntigens);
    if (known === undefined) {
      known = possibleAntigens.some((possible) => lineage(locus, possible).includes(antigen));
      carries.set(possibleAntigens, known);
    }
    return known;
  });
}

const ofNovel = (family: Pick<Candidates, 'grooves' | 'likely'>): Candidates => ({
  ...exact,
  ...family,
  silent: 'maybe',
  unlisted: true,
  novel: true,
});

function ofAllele(
  name: Extract<HlaName, { kind: 'allele' }>,
  table: LocusTable,
): Candidates | 'groove-unknown' | undefined {
  const entry = table.entryOf(name.fields.join(':'));
  if (entry === undefined || (name.suffix !== undefined && !entry.suffixes.has(name.suffix)))
    return undefined;
  // A name without suffix means its expressed members, where it has any.
  const suffixes =
    name.suffix === undefined ? [...entry.suffixes].filter((suffix) => suffix !== 'N') : [name.suffix];
  const { groove, grooveUnknown } = entry.protein;
  if (grooveUnknown && suffixes.length > 0 && name.suffix !== 'N') return 'groove-unknown';
  if (name.suffix === 'N' || suffixes.length === 0 || groove === undefined)
    return { ...exact, grooves: [], likely: [], silent: 'yes' };
  const uncertain = suffixes.every((suffix) => suffix === 'S' || suffix === 'C' || suffix === 'A');
  return { ...exact, grooves: [groove], likely: [groove], silent: uncertain ? 'maybe' : 'no' };
}

function ofMember(member: string, table: LocusTable): NameEntry | undefined {
  const suffix = /[NLSCAQ]$/.exec(member)?.[0] as ExpressionSuffix | undefined;
  if (suffix === undefined) return table.entryOf(member);
  const entry = table.entryOf(member.slice(0, -1));
  return entry === undefined ? undefined : { ...entry, suffixes: new Set([suffix]) };
}

function silenceOf(entries: readonly NameEntry[]): Candidates['silent'] {
  const suffixes = entries.flatMap((entry) => [...entry.suffixes]);
  if (suffixes.every((suffix) => suffix === 'N')) return 'yes';
  return suffixes.some((suffix) => 'NSCA'.includes(suffix) && suffix !== '') ? 'maybe' : 'no';
}

type Gathered = Pick<Candidates, 'grooves' | 'likely' | 'silent' | 'unlisted'>;

function gather(proteins: readonly Protein[], common: ReadonlySet<GrooveId>): Gathered {
  const found = proteins.map(({ groove }) => groove).filter((groove) => groove !== undefined);
  const grooves = [...new Set(found)].sort((a, b) => a - b);
  const likely = grooves.filter((groove) => common.has(groove));
  const step = Math.max(1, grooves.length / sampleSize);
  const sample = Array.from(
    { length: Math.min(sampleSize, grooves.length) },
    (_, index) => grooves[Math.floor(index * step)] ?? 0,
  );
  const silent = proteins.some(({ silentMembers }) => silentMembers);
  const unlisted = proteins.some(({ grooveUnknown }) => grooveUnknown);
  return { grooves, likely: likely.length > 0 ? likely : sample, silent: silent ? 'maybe' : 'no', unlisted };
}
