import { granthamStride, granthamTable, noResidue, residueCode } from '../grantham.ts';
import { firstOfFields } from '../locus.ts';
import type { ExpressionSuffix } from '../name.ts';
import type { ReductionLevel } from '../reduction-level.ts';
import type { GrooveId } from './reference.ts';
import type { LocusDocument } from './table-document.ts';
import { decodeGrooves, unknownGroove } from './table-document.ts';

/** One two-field protein of a gene. */
export interface Protein {
  readonly fields: string;
  /** Undefined when no member is expressed or the groove is unknown. */
  readonly groove: GrooveId | undefined;
  /** True for an expressed protein of which the release has no sequence. */
  readonly grooveUnknown: boolean;
  /** Two fields of its P group, its own when it stands alone; undefined when no member is expressed or none is listed. */
  readonly pGroup: string | undefined;
  /** Whether the release names that group: an allele that stands alone is in none. Undefined in a table of format 1. */
  readonly pGroupNamed: boolean | undefined;
  /** Antigens by the best evidence there is, and by any. */
  readonly antigens: readonly string[];
  readonly possibleAntigens: readonly string[];
  /** What follows the two fields in each member's name. */
  readonly rests: readonly string[];
  /** True when some member is not, or perhaps not, on the cell surface. */
  readonly silentMembers: boolean;
}

/** What a name without its suffix stands for: the proteins' members that it begins. */
export interface NameEntry {
  readonly protein: Protein;
  /** Suffixes of the alleles it covers; the empty text is an allele without one. */
  readonly suffixes: ReadonlySet<ExpressionSuffix | ''>;
  readonly members: number;
  /** What the name without suffix reduces to, kept when it was asked for; null where that takes a warning. */
  reduced?: Partial<Record<ReductionLevel, ReducedText | null>>;
}

/** What a text reduces to, and the level of that. */
export interface ReducedText {
  readonly output: string;
  readonly level: string;
  /** Its place among names of the same gene and level; equal numbers are ordered by the text. */
  readonly order: number;
}

/** One gene of a release, unpacked. */
export interface LocusTable {
  readonly proteins: readonly Protein[];
  /** Two fields of every P group that the release names; in a table of format 1 also of proteins that stand alone. */
  readonly pGroups: ReadonlySet<string>;
  readonly byFirstField: ReadonlyMap<string, readonly Protein[]>;
  /** The protein that gives a groove its name. */
  readonly grooveOwner: readonly Protein[];
  /** By two to four fields without suffix. */
  readonly entries: ReadonlyMap<string, NameEntry>;
  readonly gGroups: ReadonlyMap<string, readonly string[]>;
  /** G group of each beginning of a name that lies in one. */
  readonly gGroupOf: ReadonlyMap<string, string>;
  /** Full names of which the release does not say whether they are in a G group. */
  readonly gUnknown: ReadonlySet<string>;
  readonly former: ReadonlyMap<string, string>;
  /** Mean Grantham distance over the residues known in both grooves; undefined for a gene without sequences. */
  divergence(one: GrooveId, other: GrooveId): number | undefined;
  /** Grooves with a residue where the reference allele has a gap, which divergence leaves out. */
  readonly insertions: ReadonlySet<GrooveId>;
}

/** Unpacks a gene of a table. */
export function openLocusTable(document: LocusDocument, formatVersion: number): LocusTable {
  const evidence = document.serology.map(readEvidence);
  const proteins = document.proteins.map((line) => readProtein(line, evidence, formatVersion));
  const gGroups = new Map<string, readonly string[]>();
  const gGroupOf = new Map<string, string>();
  for (const line of document.gGroups) {
    const [name = '', members = ''] = line.split('=');
    gGroups.set(name, members.split(','));
    for (const member of members.split(',')) gGroupOf.set(member, name);
  }
  const grooveOwner: Protein[] = [];
  for (const protein of proteins) if (protein.groove !== undefined) grooveOwner[protein.groove] ??= protein;
  return {
    proteins,
    pGroups: new Set(
      proteins.flatMap(({ pGroup, pGroupNamed }) =>
        pGroup !== undefined && pGroupNamed !== false ? [pGroup] : [],
      ),
    ),
    byFirstField: Map.groupBy(proteins, ({ fields }) => firstOfFields(fields)),
    grooveOwner,
    entries: indexNames(proteins),
    gGroups,
    gGroupOf,
    gUnknown: new Set(document.gUnknown ?? []),
    former: new Map(Object.entries(document.former)),
    divergence:
      document.grooveLength === 0
        ? () => undefined
        : lazily(() => createDivergence(decodeGrooves(document.grooves), document.grooveLength)),
    insertions: new Set((document.insertions ?? []).map(Number)),
  };
}

/** Sequences are unpacked when the first two are compared: reductions need none. */
function lazily(make: () => LocusTable['divergence']): LocusTable['divergence'] {
  let made: LocusTable['divergence'] | undefined;
  return (one, other) => (made ??= make())(one, other);
}

function readEvidence(text: string): { best: readonly string[]; any: readonly string[] } {
  const columns = text.split(';').map((column) => (column === '' ? [] : column.split('/')));
  return { best: columns.find((column) => column.length > 0) ?? [], any: [...new Set(columns.flat())] };
}

function readProtein(
  line: string,
  evidence: readonly ReturnType<typeof readEvidence>[],
  formatVersion: number,
): Protein {
  const [fields = '', groove = '', group = '', serology = '', rests = ''] = line.split('|');
  const found = evidence[Number(serology)];
  const alone = group.startsWith('=');
  return {
    fields,
    groove: groove === '' || groove === unknownGroove ? undefined : Number(groove),
    grooveUnknown: groove === unknownGroove,
    pGroup: alone ? group.slice(1) || fields : group === '-' ? undefined : group === '' ? fields : group,
    pGroupNamed: formatVersion === 1 && group === '' ? undefined : !alone && group !== '-',
    antigens: found?.best ?? [],
    possibleAntigens: found?.any ?? [],
    rests: rests.split(','),
    silentMembers: /[NSCA](?:,|$)/.test(rests),
  };
}

function indexNames(proteins: readonly Protein[]): Map<string, NameEntry> {
  const entries = new Map<string, { protein: Protein; suffixes: Suffixes; members: number }>();
  const alone = suffixSets();
  for (const protein of proteins) {
    for (const rest of protein.rests) {
      const last = rest.charCodeAt(rest.length - 1);
      const suffix = (last > 64 ? rest.slice(-1) : '') as ExpressionSuffix | '';
      const bare = suffix === '' ? rest : rest.slice(0, -1);
      // The two fields, and what they are with each further field.
      for (let end = 0; ;) {
        const name = end === 0 ? protein.fields : protein.fields + bare.slice(0, end);
        const entry = entries.get(name);
        if (entry === undefined) entries.set(name, { protein, suffixes: alone(suffix), members: 1 });
        else {
          if (!entry.suffixes.has(suffix)) entry.suffixes = alone(suffix, entry.suffixes);
          entry.members++;
        }
        if (end >= bare.length) break;
        const colon = bare.indexOf(':', end + 1);
        end = colon === -1 ? bare.length : colon;
      }
    }
  }
  return entries;
}

type Suffixes = ReadonlySet<ExpressionSuffix | ''>;

/** The same set for the same suffixes: tens of thousands of names have one of a few. */
function suffixSets(): (suffix: ExpressionSuffix | '', more?: Suffixes) => Suffixes {
  const sets = new Map<string, Suffixes>();
  return (suffix, more = new Set()) => {
    const all = more.size === 0 ? [suffix] : [...more, suffix].sort();
    const key = all.join(',');
    let found = sets.get(key);
    if (found === undefined) sets.set(key, (found = new Set(all)));
    return found;
  };
}

function createDivergence(sequences: readonly string[], length: number): LocusTable['divergence'] {
  const codes = new Uint8Array(sequences.length * length);
  for (const [id, sequence] of sequences.entries())
    for (let at = 0; at < length; at++) codes[id * length + at] = residueCode(sequence[at] ?? '');
  return (one, other) => {
    if (one === other) return 0;
    let [sum, known] = [0, 0];
    let [i, j] = [one * length, other * length];
    for (const end = i + length; i < end; i++, j++) {
      const a = codes[i] ?? noResidue;
      const b = codes[j] ?? noResidue;
      if (a === noResidue || b === noResidue) continue;
      known++;
      sum += granthamTable[a * granthamStride + b] ?? 0;
    }
    return known === 0 ? 0 : sum / known;
  };
}

/** The groove of a P group, which may go by a name that is no longer among its members. */
export function grooveOfPGroup(table: LocusTable, fields: string): GrooveId | undefined {
  const member = table.proteins.find(({ pGroup }) => pGroup === fields);
  return member?.groove ?? table.entries.get(fields)?.protein.groove;
}
