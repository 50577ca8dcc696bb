import { finding } from '../finding.ts';
import type { Genotype } from '../gl-string.ts';
import type { Locus } from '../locus.ts';
import { isLocus } from '../locus.ts';
import { readName } from '../read-name.ts';
import { joinCopies, readCell } from './cell.ts';
import type { Column } from './columns.ts';
import type { DelimitedRecord } from './delimited-text.ts';
import type { RowDraft } from './draft.ts';
import { createDraft, finishDraft, noteWarnings } from './draft.ts';
import type { LabFileSettings } from './limits.ts';
import { noteReplace } from './replace.ts';
import type { LabRow } from './row.ts';
import { errorAt, toProblem } from './row.ts';

type Record = Extract<DelimitedRecord, { cells: readonly string[] }>;

/** Reads a file with one row per participant and gene. The rows of a participant may lie apart. */
export function* readLongRows(
  records: Iterable<DelimitedRecord>,
  headerRow: number,
  columns: readonly Column[],
  settings: LabFileSettings,
): Generator<LabRow> {
  const participant = columns.find(({ role }) => role.kind === 'participant');
  const people = new Map<string, Record[]>();
  for (const record of records) {
    if ('refused' in record || record.row <= headerRow) continue;
    const name = record.cells[participant?.index ?? -1]?.trim() ?? '';
    const before = people.get(name);
    if (before === undefined) people.set(name, [record]);
    else before.push(record);
  }
  for (const [name, rows] of people) {
    const draft = createDraft(settings);
    for (const record of rows) addGene(draft, record, columns);
    yield finishDraft(name, rows[0]?.row ?? 0, draft, participant?.header);
  }
}

function addGene(draft: RowDraft, { row, cells }: Record, columns: readonly Column[]): void {
  const text = (kind: Column['role']['kind'], copy?: number): { text: string; column: string } => {
    const found = columns.find(({ role }) => role.kind === kind && (!('copy' in role) || role.copy === copy));
    return { text: cells[found?.index ?? -1]?.trim() ?? '', column: found?.header ?? kind };
  };
  const [one, two, gene] = [text('allele', 1), text('allele', 2), text('gene')];
  const replace = text('replace');
  noteReplace(draft, replace.text, { row, column: replace.column });
  const release = text('release').text;
  if (release !== '') draft.release ??= release.slice(0, 20);
  const locus = geneOf(gene.text, [one.text, two.text], draft.loci);
  if (locus === 'unreadable') {
    draft.problems.push(
      errorAt('gene-unreadable', { row, column: gene.column, text: gene.text.slice(0, 40) }),
    );
    return;
  }
  if (locus === 'other') {
    const name = gene.text === '' ? /^(?:HLA-)?([A-Z\d]+)/i.exec(one.text)?.[1] : gene.text;
    noteWarnings(draft, [finding('other-gene-ignored', { text: (name ?? '').toUpperCase() })], { row });
    return;
  }
  const readings = [one, two].map(({ text: cell, column }) => {
    const read = readCell(cell, locus);
    if (read.ok) noteWarnings(draft, read.warnings, { row, column, locus });
    else draft.problems.push(toProblem(read.error, 'error', { row, column, locus }));
    return read.ok ? read.value : undefined;
  });
  const [first, second] = readings;
  if (first === undefined || second === undefined) return;
  const joined = joinCopies(first, second, locus);
  if (joined === undefined) return;
  noteWarnings(draft, joined.warnings, { row, column: two.column, locus });
  setOnce(draft, locus, joined.genotypes, `${one.text},${two.text}`, row);
}

function setOnce(
  draft: RowDraft,
  locus: Locus,
  genotypes: readonly Genotype[],
  raw: string,
  row: number,
): void {
  if (draft.genotypes.has(locus)) {
    draft.problems.push(toProblem(finding('gene-duplicate-row'), 'error', { row, locus }));
    return;
  }
  draft.genotypes.set(locus, genotypes);
  draft.raw[locus] = raw;
}

/** The gene that a row is about: named in its own column, or by its alleles. */
function geneOf(
  gene: string,
  alleles: readonly string[],
  kept: ReadonlySet<Locus>,
): Locus | 'other' | 'unreadable' {
  const named = gene
    .toUpperCase()
    .replace(/^HLA[-_ ]?/, '')
    .replace(/[*_ ]+$/, '');
  if (isLocus(named)) return kept.has(named) ? named : 'other';
  if (named === 'DR' || named === 'DRB') return 'DRB1';
  if (/^(?:DR[AB]?[2-9]\d*|DRB345|DRA|CW?|D[QPMO][AB]?\d?|[E-HJ-L]|MIC[AB]|TAP[12])$/.test(named))
    return 'other';
  if (named !== '') return 'unreadable';
  for (const allele of alleles) {
    const read = readName(allele.split('/')[0] ?? '');
    if (read.ok)
      return read.value.kind === 'other' || !kept.has(read.value.locus) ? 'other' : read.value.locus;
  }
  return 'unreadable';
}
