import { createWriteStream } from 'node:fs';
import { mkdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Entry, openPromise } from 'yauzl';
import { HarmoniaError } from '../../../foundation/errors.ts';

export interface UnpackLimits {
  readonly files: number;
  readonly totalBytes: number;
  readonly fileBytes: number;
  /** Largest unpacked over packed size of a file above a megabyte. */
  readonly ratio: number;
}

/** SCUT-FBP5500 has about 11,000 files and 200 MB. */
export const datasetLimits: UnpackLimits = {
  files: 50_000,
  totalBytes: 2 * 2 ** 30,
  fileBytes: 64 * 2 ** 20,
  ratio: 100,
};

/** Files that macOS and Windows add to archives. */
const litter = /(^|\/)(__MACOSX(\/|$)|\.DS_Store$|Thumbs\.db$)/;

/**
 * Unpacks a ZIP archive into an empty folder. Sizes are counted while writing, since the sizes in the archive may be false.
 * Files outside the folder, links and devices are refused.
 * @throws HarmoniaError dataset-invalid, naming the entry
 */
export async function unpackArchive(
  archive: string,
  target: string,
  limits: UnpackLimits = datasetLimits,
  signal?: AbortSignal,
): Promise<{ files: number; bytes: number }> {
  const zip = await openPromise(archive, {
    lazyEntries: true,
    strictFileNames: true,
    decodeStrings: true,
  }).catch((error: unknown) => {
    throw refused(`${path.basename(archive)} is no ZIP archive that can be read`, error);
  });
  const root = await realpath(target);
  let files = 0;
  let bytes = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      signal?.throwIfAborted();
      if (litter.test(entry.fileName) || entry.fileName.endsWith('/')) continue;
      const place = placeOf(root, entry);
      if (++files > limits.files) throw refused(`more than ${limits.files} files`);
      await mkdir(path.dirname(place), { recursive: true });
      const allowed = Math.min(limits.fileBytes, limits.totalBytes - bytes, allowedByRatio(entry, limits));
      const counter = countBytes(allowed, entry.fileName);
      await pipeline(
        await zip.openReadStreamPromise(entry),
        counter.stream,
        createWriteStream(place, { flags: 'wx' }),
      );
      bytes += counter.bytes();
    }
  } catch (error) {
    throw error instanceof HarmoniaError ? error : refused(String((error as Error).message), error);
  } finally {
    zip.close();
  }
  return { files, bytes };
}

function placeOf(root: string, entry: Entry): string {
  const place = path.resolve(root, entry.fileName);
  if (entry.fileName.includes('\0') || !place.startsWith(root + path.sep)) {
    throw refused(`${JSON.stringify(entry.fileName)} would lie outside the folder`);
  }
  const kind = (entry.externalFileAttributes >>> 16) & 0o170000;
  if (kind !== 0 && kind !== 0o100000)
    throw refused(`${JSON.stringify(entry.fileName)} is a link or a device`);
  if (entry.isEncrypted()) throw refused(`${JSON.stringify(entry.fileName)} is encrypted`);
  return place;
}

const allowedByRatio = (entry: Entry, { ratio }: UnpackLimits): number =>
  Math.max(2 ** 20, entry.compressedSize * ratio);

function countBytes(allowed: number, name: string): { stream: Transform; bytes: () => number } {
  let bytes = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > allowed) done(refused(`${JSON.stringify(name)} unpacks to more than is allowed`));
      else done(null, chunk);
    },
  });
  return { stream, bytes: () => bytes };
}

function refused(what: string, cause?: unknown): HarmoniaError {
  return new HarmoniaError('dataset-invalid', `the dataset: ${what}`, cause === undefined ? {} : { cause });
}
