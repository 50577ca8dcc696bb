import type { Column } from './columns.ts';
import { findColumns, missingWideColumns } from './columns.ts';
import type { DelimitedRecord } from './delimited-text.ts';
import { delimitedRecords, sniffDelimiter } from './delimited-text.ts';
import type { LabFileSettings } from './limits.ts';
import type { OpenLabFile } from './row.ts';
import { readGlRow } from './read-gl.ts';
import { readLongRows } from './read-long.ts';
import { readWideRow } from './read-wide.ts';
import type { LabFormat, LabProblem, LabRow } from './row.ts';
import { errorAt, rejectRow } from './row.ts';

type Records = () => Iterable<DelimitedRecord>;
type RowReader = (
  cells: readonly string[],
  row: number,
  columns: readonly Column[],
  settings: LabFileSettings,
) => LabRow;

const glLine = /^\ufeff?"?[^\s",;|]{1,64}"?[\t,; ]\s*"?(?:hla\s*#|HLA-|(?:A|B|DRB1)\*)/i;

/** Opens a delimited file. The text is scanned once for its structure and read lazily afterwards. */
export function openDelimited(text: string, settings: LabFileSettings): OpenLabFile {
  if (glLine.test(text)) return openGlLines(text, settings);
  const delimiter = sniffDelimiter(text);
  const records: Records = () => delimitedRecords(text, delimiter, settings);
  const [header] = records();
  if (header === undefined) return refused(errorAt('file-empty'));
  if ('refused' in header) return refused(errorAt(header.refused, { row: header.row }));
  const { columns, problems } = findColumns(header.cells, header.row);
  if (problems.length > 0) return refused(...problems);
  const format = formatOf(columns);
  const missing = missingColumns(format, columns);
  if (format === undefined) return refused(errorAt('format-unknown', { row: header.row }));
  if (missing.length > 0)
    return refused(...missing.map((column) => errorAt('columns-missing', { row: header.row, column })));
  const scan = scanParticipants(records(), columns, header.row);
  if ('refused' in scan) return refused(scan.refused);
  const width = header.cells.length;
  if (format === 'csv-long')
    return { format, problems: [], rows: readLongRows(records(), header.row, columns, settings) };
  const reader = format === 'csv-gl' ? readGlRow : readWideRow;
  return {
    format,
    problems: [],
    rows: readRows(records(), header.row, width, columns, settings, reader, scan.repeated),
  };
}

const refused = (...problems: LabProblem[]): OpenLabFile => ({ problems, rows: [] });

function formatOf(columns: readonly Column[]): LabFormat | undefined {
  const has = (kind: string): boolean => columns.some(({ role }) => role.kind === kind);
  if (has('gl')) return 'csv-gl';
  if (has('allele')) return 'csv-long';
  return has('copy') || has('genotype') ? 'csv-wide' : undefined;
}

function missingColumns(format: LabFormat | undefined, columns: readonly Column[]): string[] {
  if (format === 'csv-wide') return missingWideColumns(columns);
  const lacks = (name: string, test: (column: Column) => boolean): string[] =>
    columns.some(test) ? [] : [name];
  const participant = lacks('participant', ({ role }) => role.kind === 'participant');
  if (format !== 'csv-long') return participant;
  const copies = ([1, 2] as const).flatMap((copy) =>
    lacks(`allele_${copy}`, ({ role }) => role.kind === 'allele' && role.copy === copy),
  );
  return [...participant, ...copies];
}

/** Lines of participant, delimiter, GL string, without a header. */
function openGlLines(text: string, settings: LabFileSettings): OpenLabFile {
  const line = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  const delimiter = ['\t', ';', ',', ' '].find((each) => line.includes(each)) ?? '\t';
  const columns: readonly Column[] = [
    { index: 0, header: 'participant', role: { kind: 'participant' } },
    { index: 1, header: 'GL string', role: { kind: 'gl' } },
  ];
  const records: Records = () => delimitedRecords(text, delimiter, settings);
  const scan = scanParticipants(records(), columns, 0);
  if ('refused' in scan) return refused(scan.refused);
  return {
    format: 'gl-lines',
    problems: [],
    rows: readRows(records(), 0, 2, columns, settings, readGlRow, scan.repeated),
  };
}

function scanParticipants(
  records: Iterable<DelimitedRecord>,
  columns: readonly Column[],
  headerRow: number,
): { refused: LabProblem } | { repeated: ReadonlySet<string> } {
  const index = columns.find(({ role }) => role.kind === 'participant')?.index ?? -1;
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const record of records) {
    if ('refused' in record) return { refused: errorAt(record.refused, { row: record.row }) };
    if (record.row <= headerRow) continue;
    const participant = record.cells[index]?.trim() ?? '';
    if (seen.has(participant)) repeated.add(participant);
    seen.add(participant);
  }
  if (seen.size === 0) return { refused: errorAt('rows-missing') };
  repeated.delete('');
  return { repeated };
}

function* readRows(
  records: Iterable<DelimitedRecord>,
  headerRow: number,
  width: number,
  columns: readonly Column[],
  settings: LabFileSettings,
  reader: RowReader,
  repeated: ReadonlySet<string>,
): Generator<LabRow> {
  for (const record of records) {
    if ('refused' in record || record.row <= headerRow) continue;
    const { row, cells } = record;
    const read = reader(cells, row, columns, settings);
    const extra = cells.slice(width).some((cell) => cell.trim() !== '');
    if (extra || cells.length < width - 1) yield rejectRow(read, errorAt('row-cells', { row }));
    else if (repeated.has(read.participant)) yield rejectRow(read, errorAt('participant-duplicate', { row }));
    else yield read;
  }
}
