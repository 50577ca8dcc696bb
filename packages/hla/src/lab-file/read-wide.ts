import { type Finding, finding } from '../finding.ts';
import { type GeneName, readGene } from '../gene.ts';
import type { Locus } from '../locus.ts';
import type { SpellingConvention } from '../antigen-or-allele.ts';
import { type Genotype, readGlString } from '../gl-string.ts';
import type { CellReading } from './cell.ts';
import { isBlank, joinCopies, readCell, readGenotypeCell } from './cell.ts';
import type { Column, ColumnRole } from './columns.ts';
import type { LabContext } from './context.ts';
import {
  conventionOf,
  conventionOfMethod,
  settleCell,
  settleGenotypes,
  settleWarnings,
  spellByMethod,
} from './convention.ts';
import type { Place, RowDraft } from './draft.ts';
import { addStatement, createDraft, finishDraft, noteGene, noteWarnings } from './draft.ts';
import { addGlString } from './read-gl.ts';
import { readMixed } from './read-mixed.ts';
import { longestRelease } from './limits.ts';
import { identityOf } from './participant-code.ts';
import { noteReplace } from './replace.ts';
import type { TableLayout } from './find-columns.ts';
import type { LabRow } from './row.ts';
import { errorAt, toProblem } from './row.ts';
import { readStatus } from './status.ts';

type Cells = readonly string[];

/** Reads one record of a file with a row per participant. */
export type RowReader = (cells: Cells, row: number) => LabRow;

/**
 * A reader of records of one participant each: two columns a gene, one column a gene, GL strings, or all of them. What
 * several columns say about a gene must agree. In the columns in `starred` some name has an asterisk or a colon.
 */
export function createRowReader(
  layout: TableLayout,
  headers: Cells,
  context: LabContext,
  starred: ReadonlySet<number>,
): RowReader {
  const { columns, participants } = layout;
  const isKept = ({ role }: Column): boolean => !('locus' in role) || context.loci.has(role.locus);
  const kept = columns.filter(isKept);
  const genes = copySets(kept, starred).map(createCopiesReader);
  const methods = kept.filter(({ role }) => role.kind === 'method');
  const mixed = kept.filter(({ role }) => role.kind === 'mixed');
  const others = kept.filter(({ role }) => otherKinds.has(role.kind));
  const strange = headers.flatMap((header, index) => {
    const column = columns.find((each) => each.index === index);
    const gene = column === undefined ? otherGeneOf(header) : isKept(column) ? undefined : geneOf(column);
    return gene === undefined ? [] : [{ index, header: header.trim(), gene }];
  });
  const used = new Set([...columns, ...participants, ...strange].map(({ index }) => index));
  const unread = headers.flatMap((header, index) =>
    used.has(index) ? [] : [{ index, header: header.trim() }],
  );
  return (cells, row) => {
    const draft = createDraft(context);
    if (layout.format === 'csv-status') draft.statusOnly = true;
    for (const { index } of methods) draft.method ??= conventionOfMethod(cells[index] ?? '');
    for (const readGeneCopies of genes) readGeneCopies(cells, row, draft);
    if (mixed.length > 0)
      readMixed(
        mixed.map(({ index, header }) => ({ text: cells[index] ?? '', header })),
        row,
        draft,
      );
    for (const column of others) {
      const spelled = starred.has(column.index) ? 'allele' : undefined;
      readOther(cells[column.index] ?? '', row, column, draft, spelled);
    }
    for (const { index, header, gene } of strange)
      if (!isBlank(cells[index] ?? '')) noteGene(draft, gene, '', { row, column: header });
    for (const { index, header } of unread) noteUnread(cells[index] ?? '', { row, column: header }, draft);
    const codes = participants.map(({ index, header }) => ({
      code: cells[index]?.trim() ?? '',
      system: header,
    }));
    return finishDraft(identityOf(codes, context), row, draft);
  };
}

/** A gene outside the classical ones that a header names, with or without the number of a copy. */
function otherGeneOf(header: string): GeneName | undefined {
  const gene = readGene(header.replace(/[ _.-]?[12]$/, ''));
  return gene?.kind === 'other' ? gene : undefined;
}

const geneOf = ({ role }: Column): GeneName | undefined =>
  'locus' in role ? { kind: 'classical', locus: role.locus } : undefined;

const otherKinds: ReadonlySet<ColumnRole['kind']> = new Set(['whole', 'gl', 'release', 'replace', 'status']);

interface CopySet {
  readonly locus: Locus;
  readonly copies: readonly {
    readonly index: number;
    readonly header: string;
    readonly copy: 1 | 2;
    readonly convention: SpellingConvention;
  }[];
}

/** Antigens are called DR, alleles DRB1, so a column of DR holds antigens unless it holds a name with an asterisk. */
const antigenHeader = /(?:^|[^A-Z])DR(?!B)/i;

function copySets(columns: readonly Column[], starred: ReadonlySet<number>): CopySet[] {
  const sets = new Map<string, CopySet & { copies: CopySet['copies'][number][] }>();
  for (const { index, header, role } of columns) {
    if (role.kind !== 'copy') continue;
    const set = sets.get(role.set) ?? { locus: role.locus, copies: [] };
    const convention = starred.has(index) ? 'allele' : antigenHeader.test(header) ? 'antigen' : undefined;
    set.copies.push({ index, header, copy: role.copy, convention });
    sets.set(role.set, set);
  }
  return [...sets.values()];
}

/** What the cells of a gene say, apart from the row that they stand in. */
interface CopiesReading {
  readonly genotypes: readonly Genotype[] | undefined;
  readonly raw: string;
  /** The header of the last copy. */
  readonly column: string;
  /** The warnings about a copy or the reason for refusing it, in the order of the columns. */
  readonly found: readonly {
    readonly column: string;
    readonly warnings: readonly Finding[];
    readonly error?: Finding;
  }[];
}

/**
 * Reads the cells of one gene. A file has many rows and few different genotypes, so readings are remembered by the method
 * of the row and the texts of both cells. A set has no third cell: one copy in two columns refuses the file.
 */
function createCopiesReader(set: CopySet): (cells: Cells, row: number, draft: RowDraft) => void {
  const [first = -1, second = -1] = set.copies.map(({ index }) => index);
  const memories = new Map<SpellingConvention, CopiesMemory>();
  return (cells, row, draft) => {
    let memory = memories.get(draft.method);
    if (memory === undefined) memories.set(draft.method, (memory = createMemory()));
    const one = cells[first] ?? '';
    const two = cells[second] ?? '';
    let read = memory.find(one, two);
    if (read === undefined) {
      read = readCopies(cells, set, draft);
      memory.keep(one, two, read);
    }
    addCopies(read, set.locus, row, draft);
  };
}

interface CopiesMemory {
  find(one: string, two: string): CopiesReading | undefined;
  keep(one: string, two: string, read: CopiesReading): void;
}

/** How many readings a memory holds before it begins anew, and how long the cells are of which it keeps them. */
const remembered = { readings: 10_000, characters: 64 } as const;

function createMemory(): CopiesMemory {
  const readings = new Map<string, Map<string, CopiesReading>>();
  let count = 0;
  return {
    find: (one, two) => readings.get(one)?.get(two),
    keep(one, two, read) {
      if (one.length > remembered.characters || two.length > remembered.characters) return;
      if (count === remembered.readings) {
        readings.clear();
        count = 0;
      }
      count++;
      const beside = readings.get(one);
      if (beside === undefined) readings.set(one, new Map([[two, read]]));
      else beside.set(two, read);
    },
  };
}

function readCopies(
  cells: Cells,
  { locus, copies }: CopySet,
  { method, antigens }: Pick<RowDraft, 'method' | 'antigens'>,
): CopiesReading {
  const readings: [CellReading, CellReading] = [{ kind: 'blank' }, { kind: 'blank' }];
  const texts: [string, string] = ['', ''];
  const found: CopiesReading['found'][number][] = [];
  let column = '';
  let refused = false;
  for (const { index, header, copy, convention } of copies) {
    const text = cells[index] ?? '';
    const spelled = spellByMethod(text, locus, convention === 'antigen' ? convention : method, antigens);
    const read = settleCell(readCell(spelled, locus, antigens), conventionOf(method, convention));
    if (!read.ok) {
      found.push({ column: header, warnings: [], error: read.error });
      refused = true;
      continue;
    }
    if (read.warnings.length > 0) found.push({ column: header, warnings: read.warnings });
    readings[copy - 1] = read.value;
    texts[copy - 1] = text;
    column = header;
  }
  const genotypes = refused ? undefined : joinCopies(readings[0], readings[1], locus);
  return { genotypes, raw: texts.join(','), column, found };
}

function addCopies(read: CopiesReading, locus: Locus, row: number, draft: RowDraft): void {
  const { genotypes, raw, column } = read;
  for (const { column: header, warnings, error } of read.found) {
    const place = { row, column: header, locus };
    noteWarnings(draft, warnings, place);
    if (error !== undefined) draft.problems.push(toProblem(error, 'error', place));
  }
  if (genotypes !== undefined) addStatement(draft, locus, genotypes, raw, { row, column });
}

function readOther(
  text: string,
  row: number,
  { header, role }: Column,
  draft: RowDraft,
  spelled: SpellingConvention,
): void {
  const place = { row, column: header };
  if (role.kind === 'replace') noteReplace(draft, text, place);
  else if (role.kind === 'status') noteStatus(draft, text, place);
  else if (role.kind === 'release' && text.trim() !== '')
    draft.release = text.trim().slice(0, longestRelease);
  else if (role.kind === 'gl' && text.trim() !== '') addGlString(draft, text, place, undefined, spelled);
  else if (role.kind === 'whole') readWhole(text, role.locus, place, draft, spelled);
}

function readWhole(
  text: string,
  locus: Locus,
  place: { row: number; column: string },
  draft: RowDraft,
  spelled: SpellingConvention,
): void {
  const read = readGenotypeCell(text, locus, draft.antigens);
  if (!read.ok) {
    draft.problems.push(toProblem(read.error, 'error', { ...place, locus }));
    return;
  }
  const convention = conventionOf(
    draft.method,
    spelled ?? (antigenHeader.test(place.column) ? 'antigen' : undefined),
  );
  noteWarnings(draft, settleWarnings(read.warnings, read.value ?? [], convention), { ...place, locus });
  if (read.value !== undefined)
    addStatement(draft, locus, settleGenotypes(read.value, convention), text, place);
}

/** Other words than those of a status are common in tables of typings, and stay unread there. */
function noteStatus(draft: RowDraft, text: string, place: Place): void {
  const sample = readStatus(text);
  if (sample !== undefined) draft.sample = sample;
  else if (draft.statusOnly === true) draft.problems.push(errorAt('status-unreadable', place));
}

const maybeTyping = /\*\s*\d|\d:\d/;

/** True for text that can be read as a typing of a gene that is kept. */
export function holdsTyping(text: string, loci: ReadonlySet<Locus>): boolean {
  if (!maybeTyping.test(text)) return false;
  const read = readGlString(text, { loci });
  return read.ok && read.value.genotypes.size > 0;
}

/** Names a column that holds a typing and that no header announced. */
function noteUnread(text: string, place: { row: number; column: string }, draft: RowDraft): void {
  if (holdsTyping(text, draft.loci)) noteWarnings(draft, [finding('typing-unread')], place);
}
