import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { bodyChunks } from './body-chunks.ts';
import { DownloadError, fromFileSystem } from './download-error.ts';
import { requestFile, validatorOf } from './request.ts';

/** The file to fetch, and the limits and the hash that it must keep to. */
export interface Download {
  readonly url: string;
  /** The path of the whole file; until it is complete, its bytes are in `target`.part. */
  readonly target: string;
  readonly maximumBytes: number;
  /** The expected SHA-256 in hex; a file with another one is refused. */
  readonly sha256?: string | undefined;
  /** `total` is undefined when the server does not send the length. */
  readonly onProgress?: (bytes: number, total: number | undefined) => void;
  readonly signal: AbortSignal;
  /** Milliseconds without a byte after which the connection counts as cut. */
  readonly timeoutMs?: number;
}

/**
 * The notes beside a partial file: its address, and the validator by which the server tells whether the file changed.
 */
const notesSchema = z.object({ url: z.string(), validator: z.string().optional() });

interface PartialFile {
  readonly at: number;
  readonly validator?: string | undefined;
}

const usualTimeoutMs = 60_000;

/**
 * Fetches a file. It continues where an earlier call stopped if a validator or the hash shows that the file is the same
 * (RFC 9110, sections 13.1.5 and 14). The target exists only when it is complete: with the length that the server sent
 * and with the expected hash. The notes stay beside it until `forgetDownload`, so that another call need not fetch it.
 * @throws DownloadError
 */
export async function download(wanted: Download): Promise<void> {
  const partial = partialOf(wanted.target);
  try {
    // A complete file is treated as a partial one: the server then answers that nothing follows, or sends a newer file.
    await rename(wanted.target, partial).catch(() => undefined);
    const { resumed } = await fetchInto(partial, wanted);
    await checkHash(partial, wanted.sha256, resumed);
    await rename(partial, wanted.target);
  } catch (cause) {
    const error = fromFileSystem(cause);
    // A cut download is kept and continued later; a refused file must not be continued.
    if (!(error instanceof DownloadError && error.transient)) await forget(partial);
    throw error;
  }
}

async function fetchInto(partial: string, wanted: Download): Promise<{ resumed: boolean }> {
  const { url, signal, timeoutMs = usualTimeoutMs, maximumBytes } = wanted;
  const known = await partialFile(partial, wanted);
  const response = await requestFile({ url, ...known, signal, timeoutMs });
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
  const chunks = bodyChunks(response, { signal, timeoutMs });
  const bytes = await append(partial, at, chunks, (so) => {
    if (so > maximumBytes) throw tooLarge(maximumBytes);
    wanted.onProgress?.(so, part.total);
  });
  if (part.total !== undefined && bytes !== part.total)
    throw new DownloadError(`the connection ended after ${bytes} of ${part.total} bytes`, true);
  return { resumed: at > 0 };
}

/**
 * The bytes that are stored already; none without a validator or hash to show that they belong to the server's file.
 */
async function partialFile(partial: string, { url, sha256 }: Download): Promise<PartialFile> {
  const size = await stat(partial).then(
    (found) => found.size,
    () => 0,
  );
  const notes = await readFile(notesOf(partial), 'utf8').then(parseNotes, () => undefined);
  const told = notes?.url === url && (notes.validator !== undefined || sha256 !== undefined);
  return size > 0 && told ? { at: size, validator: notes.validator } : { at: 0 };
}

/** The first byte and the length of the whole file that a response states; -1 when it states no first byte. */
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
  // A file fetched in two parts may mix two versions. Fetched again as a whole it may be right, so the error may pass.
  throw new DownloadError(`its SHA-256 is ${found} and not the one given`, resumed);
}

/** Removes a complete or partial download and its notes. */
export async function forgetDownload(target: string): Promise<void> {
  await Promise.all([rm(target, { force: true }), forget(partialOf(target))]);
}

const partialOf = (target: string): string => `${target}.part`;
const notesOf = (partial: string): string => `${partial}.json`;

function parseNotes(text: string): z.infer<typeof notesSchema> | undefined {
  try {
    return notesSchema.parse(JSON.parse(text));
  } catch {
    // Notes that were cut off while being written are ignored: the file is fetched from its start.
    return undefined;
  }
}

const tooLarge = (maximumBytes: number): DownloadError =>
  new DownloadError(`the file is larger than the ${maximumBytes} bytes that are allowed`, false);

async function forget(partial: string): Promise<void> {
  await Promise.all([rm(partial, { force: true }), rm(notesOf(partial), { force: true })]);
}
