import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { HlaError } from '../hla-error.ts';
import { oldestRelease, requireUsableRelease } from './check-release.ts';
import type { ReleaseTexts } from './release-files.ts';
import { antigenFile, releaseFiles, versionOf } from './release-files.ts';
import type { TableDocument } from './table-document.ts';
import { parseTableDocument } from './table-document.ts';

/**
 * Reads the files of a downloaded release, laid out as downloaded or all in one folder. Throws `release-invalid` for a file
 * that is missing, and first of all for a release that is too old, whose folder lacks other files.
 */
export function readRelease(folder: string): ReleaseTexts {
  const entries = releaseFiles.map(({ name, folder: sub }): [string, string] => {
    const places = [path.join(folder, sub, name), path.join(folder, name)];
    const place = places.find((candidate) => existsSync(candidate));
    if (place === undefined)
      throw new HlaError('release-invalid', `the release folder lacks ${path.join(sub, name)}`);
    const text = readFileSync(place, 'utf8');
    if (name === 'Allelelist.txt') requireUsableRelease(versionOf(text) ?? oldestRelease);
    return [name, text];
  });
  const antigens = [path.join(folder, 'wmda', antigenFile), path.join(folder, antigenFile)].find((place) =>
    existsSync(place),
  );
  if (antigens !== undefined) entries.push([antigenFile, readFileSync(antigens, 'utf8')]);
  return Object.fromEntries(entries) as ReleaseTexts;
}

/** The bytes of a table file: JSON, compressed when the name ends in `.gz`. The same table gives the same bytes. */
export function encodeTable(document: TableDocument, fileName: string): Buffer {
  const json = Buffer.from(`${JSON.stringify(document)}\n`);
  return fileName.endsWith('.gz') ? gzipSync(json, { level: 9 }) : json;
}

const largestTable = 64 * 1024 * 1024;

/** Room for a table of today, so that it is unpacked in one piece. */
const usualTable = 2 * 1024 * 1024;

/** Reads the bytes of a table file, compressed or not. Throws `table-invalid`. */
export function decodeTable(bytes: Uint8Array): TableDocument {
  let value: unknown;
  try {
    const zipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
    const json = zipped
      ? gunzipSync(bytes, { maxOutputLength: largestTable, chunkSize: usualTable })
      : Buffer.from(bytes);
    value = JSON.parse(json.toString('utf8'));
  } catch (cause) {
    throw new HlaError('table-invalid', 'the HLA reference table is not readable', { cause });
  }
  return parseTableDocument(value);
}
