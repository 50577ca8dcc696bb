import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { HarmoniaError } from '../../../foundation/errors.ts';

/** The rows of a comma-separated file as objects by column name. */
export type TableRow = Readonly<Record<string, string>>;

/**
 * Reads a comma-separated file whose values hold no commas or quotes, as rating tables do.
 * @throws HarmoniaError bad-request, naming the file and line
 */
export async function readTable(file: string, columns: readonly string[]): Promise<TableRow[]> {
  const name = path.basename(file);
  const lines = (await readRequired(file))
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/);
  const header = (lines.shift() ?? '').split(',');
  const missing = columns.filter((column) => !header.includes(column));
  if (missing.length > 0)
    throw new HarmoniaError('bad-request', `${name} lacks the columns ${missing.join(', ')}`);
  const rows: TableRow[] = [];
  lines.forEach((line, at) => {
    if (line === '') return;
    const cells = line.split(',');
    if (line.includes('"') || cells.length !== header.length) {
      throw new HarmoniaError(
        'bad-request',
        `${name}, line ${at + 2}: expected ${header.length} plain values`,
      );
    }
    rows.push(Object.fromEntries(header.map((column, index) => [column, cells[index]!])));
  });
  return rows;
}

/** The bytes of a file that must be there. @throws HarmoniaError not-found */
export async function readRequired(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new HarmoniaError('not-found', `cannot read ${file}`, { cause: error });
  }
}

/** Writes beside the file and renames, so that a stop halfway leaves no half table. */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  await writeFile(`${file}.part`, content);
  await rename(`${file}.part`, file);
}
