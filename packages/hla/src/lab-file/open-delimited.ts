import { scoredLoci } from '../locus.ts';
import type { LabContent } from './content.ts';
import type { ColumnRole } from './columns.ts';
import type { LabContext } from './context.ts';
import type { DelimitedRecord } from './delimited-text.ts';
import { delimitedRecords, wordRecords } from './delimited-text.ts';
import { findGlLines, findTable, type FoundTable, stoppedAt } from './find-table.ts';
import { readLongRows } from './read-long.ts';
import { kitLine } from './programs/table.ts';
import { createRowReader, type RowReader } from './read-wide.ts';
import type { LabRow, OpenLabFile } from './row.ts';
import { errorAt, refuseFile, rejectRow, toProblem } from './row.ts';
import { finding } from '../finding.ts';

/** The records from the first on; `needed` says how many cells of each are looked at. */
type Records = (needed?: () => number) => Iterable<DelimitedRecord>;

/** The name by which a blank that parts participant and GL string stands among the delimiters. */
const blank = ' ';

/**
 * Opens a delimited file: a table with headers, or lines of participant and GL string without. The text is scanned once
 * for its structure and read lazily afterwards.
 */
export function openDelimited(content: LabContent, context: LabContext): OpenLabFile | undefined {
  if (content.kind !== 'table') return undefined;
  const { text, heads } = content;
  const table = findTable(heads, context.minimumGenes > 1 ? scoredLoci : []);
  if (table !== undefined) return openTable(text, table, context);
  const words = [...firstWords(text, context)];
  const lines = findGlLines([...heads, { delimiter: blank, records: words }]);
  if (lines !== undefined) return openTable(text, lines, context);
  const stopped = stoppedAt(heads);
  return stopped === undefined ? undefined : refuseFile(stopped);
}

function* firstWords(text: string, { limits }: LabContext): Generator<DelimitedRecord> {
  let left = 40;
  for (const record of wordRecords(text, limits)) {
    yield record;
    if (--left === 0) return;
  }
}

function openTable(text: string, table: FoundTable, context: LabContext): OpenLabFile {
  const { delimiter, layout, headerRow, headers, skipped } = table;
  const { format, missing, problems, participants } = layout;
  if (problems.length > 0) return refuseFile(...problems);
  const kit = context.participant ?? (participants.length === 0 ? kitLine(text) : undefined);
  const lacking = missing.filter((column) => kit === undefined || column !== 'participant');
  if (lacking.length > 0) return refuseFile(...lacking.map((column) => missingColumn(column, headerRow)));
  if (kit === undefined && participants.length > 1 && context.isParticipant === undefined)
    return refuseFile(
      errorAt('participant-ambiguous', {
        row: headerRow,
        column: participants.map(({ header }) => header.slice(0, 40)).join(', '),
      }),
    );
  const records: Records = (needed) =>
    delimiter === blank
      ? wordRecords(text, context.limits)
      : delimitedRecords(text, delimiter, context.limits, needed);
  const scan = scanParticipants(
    records,
    participants.map(({ index }) => index),
    layout.columns.flatMap(({ index, role }) => (typings.has(role.kind) ? [index] : [])),
    headerRow,
  );
  if ('refused' in scan) return refuseFile(scan.refused);
  const people = participants.length > 0 ? scan.people : format === 'csv-long' ? 1 : scan.rows;
  if (kit !== undefined && people > 1) return refuseFile(errorAt('participant-several'));
  const given = kit === undefined ? context : { ...context, participant: kit };
  const notes = skipped.map((row) => toProblem(finding('row-skipped'), 'warning', { row }));
  const rows =
    format === 'csv-long'
      ? readLongRows(records(), headerRow, layout, given, scan.starred)
      : readRows(records(), table, createRowReader(layout, headers, given, scan.starred), scan.repeated);
  return { format, problems: [], notes, rows };
}

/** Columns of names; in one where some name has an asterisk or a colon, all are alleles. */
const typings: ReadonlySet<ColumnRole['kind']> = new Set(['copy', 'whole', 'gl', 'allele', 'genotype']);

const missingColumn = (column: string, row: number) =>
  errorAt(column === 'participant' ? 'participant-column-missing' : 'columns-missing', { row, column });

/** Participants that occur twice, and the columns of names in which some name has an asterisk or a colon. */
function scanParticipants(
  records: Records,
  places: readonly number[],
  copies: readonly number[],
  headerRow: number,
) {
  const starred = new Set<number>();
  let undecided = copies;
  const seen = new Set<string>();
  const repeated = new Set<string>();
  let rows = 0;
  const widthOf = (): number => Math.max(...places, ...undecided) + 1;
  let needed = widthOf();
  for (const record of records(() => needed)) {
    if ('refused' in record) return { refused: errorAt(record.refused, { row: record.row }) };
    if (record.row <= headerRow) continue;
    rows++;
    if (undecided.length > 0) {
      undecided = undecided.filter((index) => {
        const found = /[*:]/.test(record.cells[index] ?? '');
        if (found) starred.add(index);
        return !found;
      });
      needed = widthOf();
    }
    const codes = places.map((index) => record.cells[index]?.trim() ?? '');
    for (const code of codes.length > 1 ? new Set(codes) : codes) {
      const before = seen.size;
      seen.add(code);
      if (seen.size === before) repeated.add(code);
    }
  }
  if (rows === 0) return { refused: errorAt('rows-missing') };
  repeated.delete('');
  return { repeated, starred, rows, people: seen.size };
}

function* readRows(
  records: Iterable<DelimitedRecord>,
  { headerRow, headers }: FoundTable,
  reader: RowReader,
  repeated: ReadonlySet<string>,
): Generator<LabRow> {
  const width = headers.length;
  for (const record of records) {
    if ('refused' in record || record.row <= headerRow) continue;
    const { row, cells } = record;
    const read = reader(cells, row);
    const extra = cells.length > width && cells.slice(width).some((cell) => cell.trim() !== '');
    if (extra || cells.length < width - 1) yield rejectRow(read, errorAt('row-cells', { row }));
    else if (repeated.has(read.participant)) yield rejectRow(read, errorAt('participant-duplicate', { row }));
    else yield read;
  }
}
