import type { Locus } from '../locus.ts';
import type { CellReading } from './cell.ts';
import { joinCopies, readCell, readGenotypeCell } from './cell.ts';
import type { Column } from './columns.ts';
import type { RowDraft } from './draft.ts';
import { createDraft, finishDraft, noteWarnings } from './draft.ts';
import type { LabFileSettings } from './limits.ts';
import { noteReplace } from './replace.ts';
import type { LabRow } from './row.ts';
import { toProblem } from './row.ts';

/** Reads one record of a wide file: one participant, two columns (or one genotype column) a gene. */
export function readWideRow(
  cells: readonly string[],
  row: number,
  columns: readonly Column[],
  settings: LabFileSettings,
): LabRow {
  const draft = createDraft(settings);
  for (const locus of settings.loci) {
    if (!readCopies(cells, row, columns, locus, draft)) readWhole(cells, row, columns, locus, draft);
  }
  const release = columns.find(({ role }) => role.kind === 'release');
  const named = cells[release?.index ?? -1]?.trim();
  if (named !== undefined && named !== '') draft.release = named.slice(0, 20);
  const replace = columns.find(({ role }) => role.kind === 'replace');
  if (replace !== undefined) noteReplace(draft, cells[replace.index] ?? '', { row, column: replace.header });
  const participant = columns.find(({ role }) => role.kind === 'participant');
  return finishDraft(cells[participant?.index ?? -1]?.trim() ?? '', row, draft, participant?.header);
}

/** Reads the two columns of a gene; false when neither says anything. */
function readCopies(
  cells: readonly string[],
  row: number,
  columns: readonly Column[],
  locus: Locus,
  draft: RowDraft,
): boolean {
  const readings: [CellReading, CellReading] = [{ kind: 'blank' }, { kind: 'blank' }];
  const texts: [string, string] = ['', ''];
  let last = '';
  let refused = false;
  for (const { index, header, role } of columns) {
    if (role.kind !== 'copy' || role.locus !== locus) continue;
    const text = cells[index] ?? '';
    const place = { row, column: header, locus };
    const read = readCell(text, locus);
    if (!read.ok) {
      draft.problems.push(toProblem(read.error, 'error', place));
      refused = true;
      continue;
    }
    noteWarnings(draft, read.warnings, place);
    readings[role.copy - 1] = read.value;
    texts[role.copy - 1] = text;
    last = header;
  }
  if (refused) return true;
  const joined = joinCopies(readings[0], readings[1], locus);
  if (joined === undefined) return false;
  noteWarnings(draft, joined.warnings, { row, column: last, locus });
  draft.genotypes.set(locus, joined.genotypes);
  draft.raw[locus] = texts.join(',');
  return true;
}

function readWhole(
  cells: readonly string[],
  row: number,
  columns: readonly Column[],
  locus: Locus,
  draft: RowDraft,
): void {
  const column = columns.find(({ role }) => role.kind === 'genotype' && role.locus === locus);
  if (column === undefined) return;
  const text = cells[column.index] ?? '';
  const place = { row, column: column.header, locus };
  const read = readGenotypeCell(text, locus);
  if (!read.ok) {
    draft.problems.push(toProblem(read.error, 'error', place));
    return;
  }
  noteWarnings(draft, read.warnings, place);
  if (read.value === undefined) return;
  noteWarnings(draft, read.value.warnings, place);
  draft.genotypes.set(locus, read.value.genotypes);
  draft.raw[locus] = text;
}
