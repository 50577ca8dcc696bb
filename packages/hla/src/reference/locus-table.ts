import { granthamStride, granthamTable, noResidue, residueCode } from '../grantham.ts';
import { firstOfFields, type Locus } from '../locus.ts';
import type { ExpressionSuffix } from '../name.ts';
import type { ReductionLevel } from '../reduction-level.ts';
import { type Answer, type Answers, noAnswer, openAnswers } from './answers.ts';
import { indexNames, type NameIndex, noRow } from './name-index.ts';
import { nameOfNumber, numberOfName } from './name-number.ts';
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
}

/** One gene of a release. Its names are indexed at once, all else is unpacked when it is first asked for. */
export interface LocusTable {
  readonly names: NameIndex;
  /** What each name reduces to; undefined in tables of formats 1 and 2, which do not hold it. */
  answers(level: ReductionLevel): Answers | undefined;
  /** The entry of two to four fields without suffix, as the release writes them. */
  entryOf(fields: string): NameEntry | undefined;
  readonly proteins: readonly Protein[];
  /** Two fields of every P group that the release names; in a table of format 1 also of proteins that stand alone. */
  readonly pGroups: ReadonlySet<string>;
  readonly byFirstField: ReadonlyMap<string, readonly Protein[]>;
  /** The protein that gives a groove its name. */
  readonly grooveOwner: readonly Protein[];
  readonly gGroups: ReadonlyMap<string, readonly string[]>;
  /** G group of each beginning of a name that lies in one. */
  readonly gGroupOf: ReadonlyMap<string, string>;
  /** Full names of which the release does not say whether they are in a G group. */
  readonly gUnknown: ReadonlySet<string>;
  readonly former: ReadonlyMap<string, string>;
  /** Antigens of four digits with their parents, empty where the release names none; see `writeAntigen`. */
  readonly associated: ReadonlyMap<string, string>;
  /** Mean Grantham distance over the residues known in both grooves; undefined for a gene without sequences. */
  divergence(one: GrooveId, other: GrooveId): number | undefined;
  /** Grooves with a residue where the reference allele has a gap, which divergence leaves out. */
  readonly insertions: ReadonlySet<GrooveId>;
}

/** Opens a gene of a table. */
export function openLocusTable(locus: Locus, document: LocusDocument, formatVersion: number): LocusTable {
  const names = indexNames(document.proteins);
  const evidence = once(() => document.serology.map(readEvidence));
  const opened = Array.from<Protein | undefined>({ length: document.proteins.length });
  const proteinAt = (index: number): Protein =>
    (opened[index] ??= readProtein(document.proteins[index]!, evidence(), formatVersion));
  const proteins = once(() => document.proteins.map((_, index) => proteinAt(index)));
  const gGroups = once(() => new Map(document.gGroups.map(readGGroup)));
  const pGroups = once(() => new Set(proteins().flatMap(namedPGroup)));
  const byFirstField = once(() => Map.groupBy(proteins(), ({ fields }) => firstOfFields(fields)));
  const grooveOwner = once(() => ownersOf(proteins()));
  const gGroupOf = once(() => groupOfMembers(gGroups()));
  const divergence = once(() => createDivergence(decodeGrooves(document.grooves), document.grooveLength));
  const answers: Partial<Record<ReductionLevel, Answers>> = {};
  const nameAt = (row: number): string => `${locus}*${nameOfNumber(names.numbers[row]!)}`;
  return {
    names,
    answers(level) {
      if (document.answers === undefined || formatVersion < 3) return undefined;
      return (answers[level] ??= openAnswers(document.answers[level], level, names.numbers.length, nameAt));
    },
    entryOf(fields) {
      const row = names.rowOf(numberOfName(fields, 0, fields.length));
      if (row === noRow) return undefined;
      return { protein: proteinAt(names.proteins[row]!), suffixes: names.suffixesAt(row) };
    },
    get proteins() {
      return proteins();
    },
    get pGroups() {
      return pGroups();
    },
    get byFirstField() {
      return byFirstField();
    },
    get grooveOwner() {
      return grooveOwner();
    },
    get gGroups() {
      return gGroups();
    },
    get gGroupOf() {
      return gGroupOf();
    },
    gUnknown: new Set(document.gUnknown ?? []),
    former: new Map(Object.entries(document.former)),
    associated: new Map(Object.entries(document.associated ?? {})),
    divergence: (one, other) => (document.grooveLength === 0 ? undefined : divergence()(one, other)),
    insertions: new Set((document.insertions ?? []).map(Number)),
  };
}

/** What a name reduces to by its number, as the table has it; undefined for a name that is refused or not of the release. */
export function answerOf(table: LocusTable, level: ReductionLevel, number: number): Answer | undefined {
  const answers = table.answers(level);
  const row = answers === undefined ? noRow : table.names.rowOf(number);
  const place = row === noRow ? noAnswer : answers!.places[row]!;
  return place === noAnswer ? undefined : answers!.answers[place];
}

/** Makes a value when it is first asked for. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function readGGroup(line: string): [name: string, members: readonly string[]] {
  const [name = '', members = ''] = line.split('=');
  return [name, members.split(',')];
}

function groupOfMembers(gGroups: ReadonlyMap<string, readonly string[]>): Map<string, string> {
  const groups = new Map<string, string>();
  for (const [name, members] of gGroups) for (const member of members) groups.set(member, name);
  return groups;
}

const namedPGroup = ({ pGroup, pGroupNamed }: Protein): string[] =>
  pGroup !== undefined && pGroupNamed !== false ? [pGroup] : [];

function ownersOf(proteins: readonly Protein[]): Protein[] {
  const owners: Protein[] = [];
  for (const protein of proteins) if (protein.groove !== undefined) owners[protein.groove] ??= protein;
  return owners;
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
  return member?.groove ?? table.entryOf(fields)?.protein.groove;
}
