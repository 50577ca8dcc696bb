import { readFileSync, statSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type AlleleCodes, parseAlleleCodes } from '../packages/hla/src/allele-code.ts';
import { decodeTable } from '../packages/hla/src/reference/read-release.ts';
import { findReference } from '../packages/hla/src/reference/find-reference.ts';
import type { HlaReference } from '../packages/hla/src/reference/reference.ts';
import { createReleaseReference } from '../packages/hla/src/reference/release-reference.ts';
import { readConfig } from '../config.ts';
import { HarmoniaError } from '../foundation/errors.ts';

/** Reads a file of at most `limit` bytes, asking for its size before it takes memory. Throws `bad-request`, `too-large`. */
export function readBytes(file: string, limit = 256 * 1024 * 1024): Uint8Array {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined || !stats.isFile()) throw new HarmoniaError('bad-request', `${file} is not a file`);
  if (stats.size > limit) throw new HarmoniaError('too-large', `${file} is larger than ${limit} bytes`);
  return readFileSync(file);
}

/** Reads a text file in UTF-8. */
export const readTextFile = (file: string): string => Buffer.from(readBytes(file)).toString('utf8');

/** The reference table in a file; without one, the newest in DATA_DIR, or the built-in names. */
export function openReference(file: string | undefined): HlaReference {
  if (file === undefined) return findReference(readConfig().dataDir);
  return createReleaseReference(decodeTable(readBytes(file)));
}

/** The multiple-allele codes in a file, which may be compressed; undefined without a file. */
export function openCodes(file: string | undefined): AlleleCodes | undefined {
  if (file === undefined) return undefined;
  const bytes = readBytes(file);
  const text = file.endsWith('.gz') ? gunzipSync(bytes, { maxOutputLength: 512 * 1024 * 1024 }) : bytes;
  return parseAlleleCodes(Buffer.from(text).toString('utf8'));
}
