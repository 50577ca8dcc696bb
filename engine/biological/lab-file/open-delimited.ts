import type { Column } from './columns.ts';
import { findColumns, missingWideColumns } from './columns.ts';
import type { DelimitedRecord } from './delimited-text.ts';
import { delimitedRecords, sniffDelimiter } from './delimited-text.ts';
import type { LabFileLimits } from './limits.ts';
import type { OpenLabFile } from './read.ts';
import { readWideRow } from './read-wide.ts';
import type { LabProblem, LabRow } from './row.ts';
import { errorAt } from './row.ts';

/** Opens a delimited file. The text is scanned once for its structure and read lazily afterwards. */
export function openDelimited(text: string, limits: LabFileLimits): OpenLabFile {
  const delimiter = sniffDelimiter(text);
  const records = (): Generator<DelimitedRecord, void> => delimitedRecords(text, delimiter, limits);
  const header = records().next().value;
  if (header === undefined) return refused(errorAt('file-empty'));
  if ('refused' in header) return refused(errorAt(header.refused, { row: header.row }));
  const { columns, problems } = findColumns(header.cells);
  if (problems.length > 0) return refused(...problems);
  const missing = missingWideColumns(columns);
  if (missing.length === missingWideColumns([]).length)
    return refused(errorAt('format-unknown', { row: header.row }));
  if (missing.length > 0)
    return refused(...missing.map((column) => errorAt('columns-missing', { row: header.row, column })));
  const scan = scanParticipants(records(), columns);
  if ('refused' in scan) return refused(scan.refused);
  return {
    format: 'csv-wide',
    problems: [],
    rows: wideRows(records(), header.cells.length, columns, scan.repeated),
  };
}

const refused = (...problems: LabProblem[]): OpenLabFile => ({ problems, rows: [] });

function scanParticipants(
  records: Iterable<DelimitedRecord>,
  columns: readonly Column[],
): { refused: LabProblem } | { repeated: ReadonlySet<string> } {
  const index = columns.find(({ role }) => role.kind === 'participant')?.index ?? -1;
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const record of records) {
    if ('refused' in record) return { refused: errorAt(record.refused, { row: record.row }) };
    const participant = record.cells[index]?.trim() ?? '';
    if (seen.has(participant)) repeated.add(participant);
    seen.add(participant);
  }
  repeated.delete('');
  return { repeated };
}

function* wideRows(
  records: Iterable<DelimitedRecord>,
  width: number,
  columns: readonly Column[],
  repeated: ReadonlySet<string>,
): Generator<LabRow> {
  let isHeader = true;
  for (const record of records) {
    if (isHeader || 'refused' in record) {
      isHeader = false;
      continue;
    }
    const { row, cells } = record;
    const read = readWideRow(cells, row, columns);
    const extra = cells.slice(width).some((cell) => cell.trim() !== '');
    if (extra || cells.length < width - 1) yield reject(read, errorAt('row-cells', { row }));
    else if (repeated.has(read.participant)) yield reject(read, errorAt('participant-duplicate', { row }));
    else yield read;
  }
}

function reject({ participant, row, problems }: LabRow, problem: LabProblem): LabRow {
  return { participant, row, status: 'rejected', problems: [problem, ...problems] };
}
