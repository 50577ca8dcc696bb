import { finding } from '../finding.ts';
import type { Genotype } from '../gl-string.ts';
import { HlaError } from '../hla-error.ts';
import { type Locus, scoredLoci } from '../locus.ts';
import type { HlaTyping } from '../typing.ts';
import { createTyping } from '../typing.ts';
import { joinCopies, readCell } from './cell.ts';
import { delimitedRecords } from './delimited-text.ts';
import { defaultLimits } from './limits.ts';
import type { LabProblem } from './row.ts';
import { toProblem } from './row.ts';

/** One row of a table of pairs: both typings, or the problem that made it unreadable. */
export type PairRow =
  | { readonly row: number; readonly cells: readonly string[]; readonly x: HlaTyping; readonly y: HlaTyping }
  | { readonly row: number; readonly cells: readonly string[]; readonly error: LabProblem };

export interface PairTable {
  readonly header: readonly string[];
  readonly pairs: Iterable<PairRow>;
}

const columnNames = (side: 'X' | 'Y', locus: Locus): [string, string] =>
  locus === 'DRB1' ? [`${side}_DRB1_1`, `${side}_DRB1_2`] : [`${side}_${locus}1`, `${side}_${locus}2`];

/**
 * Reads a table of pairs of people: columns `X_A1 X_A2 X_B1 X_B2 X_DRB1_1 X_DRB1_2` and the same with `Y_`, in
 * any order, beside any others. Throws `pairs-invalid` when a column is missing.
 */
export function readPairTable(text: string, delimiter: string): PairTable {
  const records = delimitedRecords(text, delimiter, defaultLimits);
  const first = records.next();
  const header =
    first.done === true || 'refused' in first.value ? [] : first.value.cells.map((cell) => cell.trim());
  const missing = (['X', 'Y'] as const)
    .flatMap((side) => scoredLoci.flatMap((locus) => columnNames(side, locus)))
    .filter((column) => !header.includes(column));
  if (missing.length > 0) throw new HlaError('pairs-invalid', `columns are missing: ${missing.join(', ')}`);
  return { header, pairs: readPairs(records, header) };
}

function* readPairs(
  records: ReturnType<typeof delimitedRecords>,
  header: readonly string[],
): Generator<PairRow, void> {
  for (const record of records) {
    if ('refused' in record)
      throw new HlaError('pairs-invalid', `row ${record.row}: ${finding(record.refused).message}`);
    const { row, cells } = record;
    const [x, y] = (['X', 'Y'] as const).map((side) => readSide(side, cells, header, row));
    if (x === undefined || y === undefined) continue;
    if ('severity' in x) yield { row, cells, error: x };
    else if ('severity' in y) yield { row, cells, error: y };
    else yield { row, cells, x, y };
  }
}

function readSide(
  side: 'X' | 'Y',
  cells: readonly string[],
  header: readonly string[],
  row: number,
): HlaTyping | LabProblem {
  const genotypes = new Map<Locus, readonly Genotype[]>();
  for (const locus of scoredLoci) {
    const columns = columnNames(side, locus);
    const [one, two] = columns.map((column) => readCell(cells[header.indexOf(column)] ?? '', locus));
    if (one === undefined || two === undefined) continue;
    if (!one.ok) return toProblem(one.error, 'error', { row, column: columns[0], locus });
    if (!two.ok) return toProblem(two.error, 'error', { row, column: columns[1], locus });
    const joined = joinCopies(one.value, two.value, locus);
    if (joined !== undefined) genotypes.set(locus, joined);
  }
  return createTyping({ genotypes }, {});
}
