import type { SpellingConvention } from '../antigen-or-allele.ts';
import { finding } from '../finding.ts';
import { type GeneName, readGene } from '../gene.ts';
import type { Locus } from '../locus.ts';
import { readName } from '../read-name.ts';
import type { CellReading } from './cell.ts';
import { joinCopies, readCell, readGenotypeCell } from './cell.ts';
import type { Column } from './columns.ts';
import type { LabContext } from './context.ts';
import {
  conventionOf,
  conventionOfMethod,
  settleCell,
  settleGenotypes,
  settleWarnings,
  spellByMethod,
} from './convention.ts';
import type { DelimitedRecord } from './delimited-text.ts';
import type { RowDraft } from './draft.ts';
import { addStatement, createDraft, finishDraft, noteGene, noteWarnings } from './draft.ts';
import type { TableLayout } from './find-columns.ts';
import { longestRelease } from './limits.ts';
import { type Identity, identityOf } from './participant-code.ts';
import { noteReplace } from './replace.ts';
import type { LabRow } from './row.ts';
import { errorAt, toProblem } from './row.ts';

type Record = Extract<DelimitedRecord, { cells: readonly string[] }>;

interface Person {
  readonly identity: Identity;
  readonly records: Record[];
}

/** One copy that a row reports. */
interface OneCopy {
  readonly reading: CellReading;
  readonly text: string;
  readonly row: number;
  readonly column: string;
}

/**
 * Reads a file with one row per participant and gene, or per participant and allele. The rows of a participant may lie
 * apart.
 */
export function* readLongRows(
  records: Iterable<DelimitedRecord>,
  headerRow: number,
  { columns, participants }: TableLayout,
  context: LabContext,
  starred: ReadonlySet<number>,
): Generator<LabRow> {
  const people = new Map<string, Person>();
  for (const record of records) {
    if ('refused' in record || record.row <= headerRow) continue;
    const codes = participants.map(({ index, header }) => ({
      code: record.cells[index]?.trim() ?? '',
      system: header,
    }));
    const identity = identityOf(codes, context);
    const key =
      identity.ambiguous === undefined ? identity.participant : codes.map(({ code }) => code).join('\n');
    const before = people.get(key);
    if (before === undefined) people.set(key, { identity, records: [record] });
    else before.records.push(record);
  }
  for (const { identity, records: own } of people.values()) {
    const draft = createDraft(context);
    const copies = new Map<Locus, OneCopy[]>();
    for (const record of own) addRow(draft, record, columns, copies, starred);
    for (const [locus, list] of copies) joinRows(draft, locus, list);
    yield finishDraft(identity, own[0]?.row ?? 0, draft);
  }
}

interface Cell {
  readonly text: string;
  readonly column: string;
  readonly spelled: SpellingConvention;
}

function addRow(
  draft: RowDraft,
  { row, cells }: Record,
  columns: readonly Column[],
  copies: Map<Locus, OneCopy[]>,
  starred: ReadonlySet<number>,
): void {
  const cellsOf = (kind: Column['role']['kind'], copy?: number): Cell[] =>
    columns
      .filter(({ role }) => role.kind === kind && ('copy' in role ? role.copy : undefined) === copy)
      .map(({ index, header }) => ({
        text: cells[index]?.trim() ?? '',
        column: header,
        spelled: starred.has(index) ? 'allele' : undefined,
      }));
  for (const { text, column } of cellsOf('replace')) noteReplace(draft, text, { row, column });
  const release = cellsOf('release')[0]?.text ?? '';
  if (release !== '') draft.release ??= release.slice(0, longestRelease);
  draft.method = conventionOfMethod(cellsOf('method')[0]?.text ?? '');
  const [singles, wholes] = [cellsOf('allele'), cellsOf('genotype')];
  const pair = [...cellsOf('allele', 1), ...cellsOf('allele', 2)];
  const gene = cellsOf('gene')[0] ?? { text: '', column: 'gene', spelled: undefined };
  const all = [...pair, ...singles, ...wholes].map(({ text }) => text);
  const named = geneOf(gene.text, all);
  if (named === undefined && gene.text !== '') {
    noteGene(draft, named, gene.text, { row, column: gene.column });
    return;
  }
  if (named === undefined) {
    const { column } = pair[0] ?? singles[0] ?? gene;
    draft.problems.push(errorAt('gene-unreadable', { row, column }));
    return;
  }
  if (named.kind !== 'classical' || !draft.loci.has(named.locus)) {
    noteGene(draft, named, gene.text, { row, column: gene.column });
    return;
  }
  const { locus } = named;
  for (const each of singles) addCopy(draft, locus, { ...each, row }, copies);
  for (const cell of wholes) addWhole(draft, locus, cell, row);
  addPair(draft, locus, pair, row);
}

function readOne(
  draft: RowDraft,
  locus: Locus,
  { text, column, spelled }: Cell,
  row: number,
): CellReading | undefined {
  const cell = readCell(spellByMethod(text, locus, draft.method, draft.antigens), locus, draft.antigens);
  const read = settleCell(cell, conventionOf(draft.method, spelled));
  const place = { row, column, locus };
  if (!read.ok) {
    draft.problems.push(toProblem(read.error, 'error', place));
    return undefined;
  }
  noteWarnings(draft, read.warnings, place);
  return read.value;
}

function addPair(draft: RowDraft, locus: Locus, pair: readonly Cell[], row: number): void {
  const readings = pair.map((cell) => readOne(draft, locus, cell, row));
  if (readings.includes(undefined) || readings.length === 0) return;
  const blank: CellReading = { kind: 'blank' };
  const joined = joinCopies(readings[0] ?? blank, readings[1] ?? blank, locus);
  const place = { row, column: pair.at(-1)?.column ?? '' };
  if (joined !== undefined) addStatement(draft, locus, joined, rawOf(pair), place, 'gene-duplicate-row');
}

function addWhole(draft: RowDraft, locus: Locus, { text, column, spelled }: Cell, row: number): void {
  const place = { row, column };
  const read = readGenotypeCell(text, locus, draft.antigens);
  if (!read.ok) {
    draft.problems.push(toProblem(read.error, 'error', { ...place, locus }));
    return;
  }
  const convention = conventionOf(draft.method, spelled);
  noteWarnings(draft, settleWarnings(read.warnings, read.value ?? [], convention), { ...place, locus });
  if (read.value === undefined) return;
  addStatement(draft, locus, settleGenotypes(read.value, convention), text, place, 'gene-duplicate-row');
}

function addCopy(
  draft: RowDraft,
  locus: Locus,
  cell: Cell & { row: number },
  copies: Map<Locus, OneCopy[]>,
): void {
  const reading = readOne(draft, locus, cell, cell.row);
  if (reading === undefined || reading.kind === 'blank') return;
  copies.set(locus, [...(copies.get(locus) ?? []), { ...cell, reading }]);
}

/** Two rows of one allele are the two copies of the gene; more than two are an error. */
function joinRows(draft: RowDraft, locus: Locus, copies: readonly OneCopy[]): void {
  const [one, two, extra] = copies;
  if (one === undefined) return;
  if (extra !== undefined) {
    const { row, column } = extra;
    draft.problems.push(toProblem(finding('gl-too-many-copies'), 'error', { row, column, locus }));
    return;
  }
  const joined = joinCopies(one.reading, two?.reading ?? { kind: 'blank' }, locus);
  const { row, column } = two ?? one;
  if (joined !== undefined) addStatement(draft, locus, joined, rawOf(copies), { row, column });
}

const rawOf = (cells: readonly { readonly text: string }[]): string =>
  cells.map(({ text }) => text).join(',');

/** The gene that a row is about: named in its own column, or by its alleles. */
function geneOf(gene: string, alleles: readonly string[]): GeneName | undefined {
  if (gene !== '') return readGene(gene);
  for (const allele of alleles) {
    const read = readName(allele.split(/[/+]/)[0] ?? '');
    if (!read.ok) continue;
    return read.value.kind === 'other'
      ? { kind: 'other', gene: read.value.gene }
      : { kind: 'classical', locus: read.value.locus };
  }
  return undefined;
}
