import { readFileSync, statSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type MacTable, parseMacTable } from '../mac.ts';
import { decodeTable } from '../reference/read-release.ts';
import { findReference } from '../reference/find-reference.ts';
import type { HlaReference } from '../reference/reference.ts';
import type { ReleaseReference } from '../reference/release-reference.ts';
import { createReleaseReference } from '../reference/release-reference.ts';
import { HlaError } from '../hla-error.ts';
import type { HlaCommandSettings } from './settings.ts';

/** Reads a file of at most `limit` bytes, asking for its size before it takes memory. Throws `file-unusable`. */
export function readBytes(file: string, limit = 256 * 1024 * 1024): Uint8Array {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined || !stats.isFile()) throw new HlaError('file-unusable', `${file} is not a file`);
  if (stats.size > limit) throw new HlaError('file-unusable', `${file} is larger than ${limit} bytes`);
  return readFileSync(file);
}

/** Reads a text file in UTF-8. Throws `file-unusable`. */
export const readTextFile = (file: string): string => Buffer.from(readBytes(file)).toString('utf8');

/** The codes of participants in a text file, one a line. Throws `file-unusable`. */
export const readCodes = (file: string): ReadonlySet<string> =>
  new Set(
    readTextFile(file)
      .replace(/^\ufeff/, '')
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  );

/** The reference table in a file; without one, the newest in the folder of the settings, or the built-in names. */
export function openReference(
  file: string | undefined,
  { tableFolder }: Pick<HlaCommandSettings, 'tableFolder'>,
): HlaReference {
  if (file === undefined) return findReference(tableFolder());
  return openTable(file);
}

/** The reference of the table in a file. Throws `file-unusable`, `table-invalid`. */
export const openTable = (file: string): ReleaseReference =>
  createReleaseReference(decodeTable(readBytes(file)));

/** The MAC table in a file, which may be compressed; undefined without a file. */
export function openMacTable(file: string | undefined): MacTable | undefined {
  if (file === undefined) return undefined;
  const bytes = readBytes(file);
  const text = file.endsWith('.gz') ? gunzipSync(bytes, { maxOutputLength: 512 * 1024 * 1024 }) : bytes;
  return parseMacTable(Buffer.from(text).toString('utf8'));
}
