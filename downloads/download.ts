import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { bodyChunks } from './body-chunks.ts';
import { DownloadError, fromFileSystem } from './download-error.ts';
import { requestFile, validatorOf } from './request.ts';

/** What is fetched, and what it may be. */
export interface Download {
  readonly url: string;
  /** Where the whole file is put; until then there is `target`.part. */
  readonly target: string;
  readonly maximumBytes: number;
  /** Hex; anything else is refused. */
  readonly sha256?: string | undefined;
  /** `total` is unknown while a server does not tell. */
  readonly onProgress?: (bytes: number, total: number | undefined) => void;
  readonly signal: AbortSignal;
  /** Silence after which a connection counts as dead. */
  readonly patienceMs?: number;
}

/** Beside the beginning of a file: where it came from, and what tells that the file there is still the same. */
const notesSchema = z.object({ url: z.string(), validator: z.string().optional() });

interface Beginning {
  readonly at: number;
  readonly validator?: string | undefined;
}

const ordinaryPatienceMs = 60_000;

/**
 * Fetches a file, and goes on where an earlier call stopped when it can be told that it is still the same file
 * (RFC 9110, sections 13.1.5 and 14). The target appears only whole: as long as the server said, and with the
 * expected hash. Notes stay beside it until it is forgotten, so that it need not be fetched twice.
 * @throws DownloadError
 */
export async function download(wanted: Download): Promise<void> {
  const partial = partialOf(wanted.target);
  try {
    // Whole already, unless the server has another one by now: it is asked for what comes after the end.
    await rename(wanted.target, partial).catch(() => undefined);
    const { resumed } = await fetchInto(partial, wanted);
    await checkHash(partial, wanted.sha256, resumed);
    await rename(partial, wanted.target);
  } catch (cause) {
    const error = fromFileSystem(cause);
    // What can go on later is kept; what was refused must never be taken for a beginning.
    if (!(error instanceof DownloadError && error.passing)) await forget(partial);
    throw error;
  }
}

async function fetchInto(partial: string, wanted: Download): Promise<{ resumed: boolean }> {
  const { url, signal, patienceMs = ordinaryPatienceMs, maximumBytes } = wanted;
  const known = await beginning(partial, wanted);
  const response = await requestFile({ url, ...known, signal, patienceMs });
  const part = partOf(response);
  if (response.status === 416 && known.at > 0 && part.total === known.at) return { resumed: true };
  const at = response.status === 206 ? part.from : 0;
  if (response.status === 416 || (at !== 0 && at !== known.at)) {
    await response.body?.cancel();
    await forget(partial);
    throw new DownloadError('the server sends another part than was asked for', true);
  }
  if ((part.total ?? 0) > maximumBytes) {
    await response.body?.cancel();
    throw tooLarge(maximumBytes);
  }
  await writeFile(notesOf(partial), JSON.stringify({ url, validator: validatorOf(response) }));
  const chunks = bodyChunks(response, { signal, patienceMs });
  const bytes = await append(partial, at, chunks, (so) => {
    if (so > maximumBytes) throw tooLarge(maximumBytes);
    wanted.onProgress?.(so, part.total);
  });
  if (part.total !== undefined && bytes !== part.total)
    throw new DownloadError(`the connection ended after ${bytes} of ${part.total} bytes`, true);
  return { resumed: at > 0 };
}

/** Bytes that are there already; none when nothing would tell that they belong to the file of today. */
async function beginning(partial: string, { url, sha256 }: Download): Promise<Beginning> {
  const size = await stat(partial).then(
    (found) => found.size,
    () => 0,
  );
  const notes = await readFile(notesOf(partial), 'utf8').then(parseNotes, () => undefined);
  const told = notes?.url === url && (notes.validator !== undefined || sha256 !== undefined);
  return size > 0 && told ? { at: size, validator: notes.validator } : { at: 0 };
}

/** Which part of how long a file an answer holds. */
function partOf({ status, headers }: Response): { from: number; total: number | undefined } {
  const range = /^bytes (?:(\d+)-\d+|\*)\/(\d+)$/.exec(headers.get('content-range') ?? '');
  if (range) return { from: Number(range[1] ?? -1), total: Number(range[2]) };
  const length = headers.get('content-length');
  return { from: status === 206 ? -1 : 0, total: length === null ? undefined : Number(length) };
}

async function append(
  partial: string,
  at: number,
  chunks: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number) => void,
): Promise<number> {
  let bytes = at;
  const file = await open(partial, at > 0 ? 'a' : 'w', 0o600);
  try {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      onBytes(bytes);
      await file.writeFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return bytes;
}

async function checkHash(partial: string, sha256: string | undefined, resumed: boolean): Promise<void> {
  if (sha256 === undefined) return;
  const hash = createHash('sha256');
  await pipeline(createReadStream(partial), hash);
  const found = hash.digest('hex');
  if (found === sha256.toLowerCase()) return;
  await forget(partial);
  // A file put together in two sittings may be of two versions: fetched in one, it may be right.
  throw new DownloadError(`its SHA-256 is ${found} and not the one given`, resumed);
}

/** Removes a download, whole or begun, and what was noted of it. */
export async function forgetDownload(target: string): Promise<void> {
  await Promise.all([rm(target, { force: true }), forget(partialOf(target))]);
}

const partialOf = (target: string): string => `${target}.part`;
const notesOf = (partial: string): string => `${partial}.json`;

function parseNotes(text: string): z.infer<typeof notesSchema> | undefined {
  try {
    return notesSchema.parse(JSON.parse(text));
  } catch {
    // Half-written notes tell nothing: the file is fetched from its start.
    return undefined;
  }
}

const tooLarge = (maximumBytes: number): DownloadError =>
  new DownloadError(`the file is larger than the ${maximumBytes} bytes that are allowed`, false);

async function forget(partial: string): Promise<void> {
  await Promise.all([rm(partial, { force: true }), rm(notesOf(partial), { force: true })]);
}
