import { plainHeader, roleOfHeader } from '../columns.ts';
import type { TableRow } from './program.ts';

/** The rows that say something: no comments, which begin with `#`. */
export const dataRows = (rows: readonly TableRow[]): TableRow[] =>
  rows.filter(({ cells }) => !/^\s*#(?!locus\b)/i.test(cells[0] ?? ''));

/** Headers of a row. SpecHLA and SpecImmune part some of theirs by blanks, above rows that are parted by tabs. */
export function headersOf(row: TableRow | undefined): readonly string[] {
  const [first = '', ...others] = row?.cells ?? [];
  return others.length > 0 ? [first, ...others] : first.trim().split(/\s{2,}/);
}

/** The release named in a comment such as `# version: IPD-IMGT/HLA 3.56.0`; undefined without one. */
export function releaseOf(rows: readonly TableRow[]): string | undefined {
  for (const { cells } of rows) {
    const release = /^\s*#.*\bIMGT\/HLA\s+v?(\d+\.\d+(?:\.\d+)*)/i.exec(cells.join(' '))?.[1];
    if (release !== undefined) return release;
  }
  return undefined;
}

const participantWords = new Set(['participant', 'kit', 'kitcode', 'participantid', 'participantcode']);

/**
 * The place of the column that names the person: one that was added for the kit, or else one that tables of samples have
 * (`Sample`, `subject`); -1 without one.
 */
export function kitColumn(headers: readonly string[]): number {
  const added = headers.findIndex((header) => participantWords.has(plainHeader(header)));
  if (added !== -1) return added;
  return headers.findIndex((header) => header.trim() !== '' && roleOfHeader(header)?.kind === 'participant');
}

/** The kit code on a line of its own before everything else: `# participant: K7`. */
export const kitLine = (text: string): string | undefined =>
  /^(?:\ufeff?\s*#[^\n]*\n)*?\ufeff?\s*#\s*(?:participant|kit)\s*[:=]\s*([^\s#,;]+)/i.exec(
    text.slice(0, 4096),
  )?.[1];

/** The rows of each kit where a column names it, and otherwise all of them under no code. */
export function byKit(rows: readonly TableRow[], column: number): Map<string, TableRow[]> {
  return Map.groupBy(rows, ({ cells }) => cells[column]?.trim() ?? '');
}
