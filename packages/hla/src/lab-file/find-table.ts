import { readGene } from '../gene.ts';
import type { Locus } from '../locus.ts';
import type { Column } from './columns.ts';
import type { TableHead } from './content.ts';
import type { DelimitedRecord } from './delimited-text.ts';
import { findColumns, type TableLayout } from './find-columns.ts';
import type { LabProblem } from './row.ts';
import { errorAt } from './row.ts';

/** Where a delimited text keeps its table. */
export interface FoundTable {
  readonly delimiter: string;
  readonly layout: TableLayout;
  /** The row of headers; 0 when there is none. */
  readonly headerRow: number;
  /** The cells of that row; as many blank ones as there are columns where there is none. */
  readonly headers: readonly string[];
  /** Rows before the headers that hold something and are not read. */
  readonly skipped: readonly number[];
}

type Readable = Extract<DelimitedRecord, { cells: readonly string[] }>;

const isReadable = (record: DelimitedRecord): record is Readable => 'cells' in record;

/** Headers that say what a table holds stand among its first rows. */
const headerRows = 30;

/**
 * Finds the delimiter and the row of headers by what the cells mean: of all delimiters and first rows the first row that
 * is understood completely and has the most columns. Without one, the row that lacks least, so that the refusal
 * can name what is missing; undefined when no row has headers of a typing.
 */
export function findTable(heads: readonly TableHead[], required: readonly Locus[]): FoundTable | undefined {
  const found = heads.flatMap((head) => {
    const records = head.records.filter(isReadable);
    const tables = records.slice(0, headerRows).flatMap((record, at) => {
      const below = records.slice(at + 1).map(({ cells }) => cells);
      const layout = findColumns(record.cells, record.row, below, required);
      return layout === undefined ? [] : [tableOf(head.delimiter, records, record, layout)];
    });
    return (
      tables.find(isComplete) ?? tables.toSorted((one, other) => sizeOf(other) - sizeOf(one)).slice(0, 1)
    );
  });
  const complete = found.filter(isComplete);
  return best(complete) ?? best(found.filter((table) => sizeOf(table) > 1));
}

const isComplete = ({ layout }: FoundTable): boolean => layout.missing.length === 0;
const sizeOf = ({ layout }: FoundTable): number => layout.columns.length;
const best = (tables: readonly FoundTable[]): FoundTable | undefined =>
  tables.toSorted((one, other) => sizeOf(other) - sizeOf(one))[0];

const tableOf = (
  delimiter: string,
  records: readonly Readable[],
  header: Readable,
  layout: TableLayout,
): FoundTable => ({
  delimiter,
  layout,
  headerRow: header.row,
  headers: header.cells,
  skipped: skippedRows(records, header.row),
});

const skippedRows = (records: readonly Readable[], before: number): number[] =>
  records
    .filter(({ row, cells }) => row < before && !/^\s*(?:#|sep=)/i.test(cells[0] ?? ''))
    .map(({ row }) => row);

const glCell = /^\s*(?:hla\s*#|HLA-|[A-Z]{1,4}\d?\*)/i;

/** Two cells, or more when each is a GL string of its own: cells of one copy each cannot be told apart without headers. */
function isGlLine([participant = '', gl = '', ...more]: readonly string[]): boolean {
  if (!glCell.test(gl) || glCell.test(participant) || readGene(participant) !== undefined) return false;
  return more.every((cell) => cell.trim() === '') || /[+^]/.test(gl);
}

/**
 * Lines of participant and GL string without headers: the second cell of most rows is a GL string, and the first is not.
 * Further cells may hold GL strings of other genes.
 */
export function findGlLines(heads: readonly TableHead[]): FoundTable | undefined {
  for (const { delimiter, records } of heads) {
    const rows = records.filter(isReadable).filter(({ cells }) => !/^\s*#/.test(cells[0] ?? ''));
    const lines = rows.filter(({ cells }) => isGlLine(cells));
    const [first] = lines;
    if (first === undefined || lines.length * 2 < rows.length) continue;
    const width = Math.max(...lines.map(({ cells }) => cells.length));
    const columns = Array.from({ length: width }, (_, index): Column[] => {
      if (index === 0) return [{ index, header: 'participant', role: { kind: 'participant', named: true } }];
      if (!lines.some(({ cells }) => glCell.test(cells[index] ?? ''))) return [];
      return [{ index, header: 'GL string', role: { kind: 'gl', sure: true } }];
    }).flat();
    const participants = columns.slice(0, 1);
    const layout: TableLayout = { format: 'gl-lines', columns, participants, missing: [], problems: [] };
    const skipped = skippedRows(records.filter(isReadable), first.row);
    return { delimiter, layout, headerRow: first.row - 1, headers: columns.map(() => ''), skipped };
  }
  return undefined;
}

/** The problem at which reading the first rows stopped, if it did with every delimiter. */
export function stoppedAt(heads: readonly TableHead[]): LabProblem | undefined {
  const stops = heads.map(({ records }) => records.find((record) => 'refused' in record));
  const [first] = stops;
  if (first === undefined || !('refused' in first) || stops.includes(undefined)) return undefined;
  return errorAt(first.refused, { row: first.row });
}
