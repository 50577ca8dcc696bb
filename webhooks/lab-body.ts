import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import type { RequestHandler } from 'express';
import { HarmoniaError } from '../foundation/errors.ts';

/** The largest lab file, as sent and after decompression. */
export const labFileLimit = 10 * 1024 * 1024;

/** What a lab file may be called; the format itself is recognised by content. The last one is what curl sends unasked. */
export const labFileTypes = [
  'text/csv',
  'text/tab-separated-values',
  'text/plain',
  'application/xml',
  'text/xml',
  'application/json',
  'application/fhir+json',
  'application/x-ndjson',
  'application/octet-stream',
  'application/x-www-form-urlencoded',
] as const;

/** True for a lab file's content type, with parameters or without, and for none. */
export function isLabFileType(contentType: string | undefined): boolean {
  const [type] = (contentType ?? '').split(';');
  const name = type!.trim().toLowerCase();
  return name === '' || labFileTypes.some((known) => known === name);
}

const decompressors: Readonly<Record<string, (body: Buffer) => Promise<Buffer>>> = {
  gzip: (body) => promisify(gunzip)(body, { maxOutputLength: labFileLimit }),
  deflate: (body) => promisify(inflate)(body, { maxOutputLength: labFileLimit }),
  br: (body) => promisify(brotliDecompress)(body, { maxOutputLength: labFileLimit }),
};

interface Encoded {
  contentEncoding?: string;
}

/**
 * Hides the encoding of the body from the parser, which would decompress: the signature covers the bytes as sent.
 * `decompress` does it after the signature was checked.
 */
export const keepEncoded: RequestHandler<object, unknown, unknown, object, Encoded> = (
  { headers },
  { locals },
  next,
) => {
  const encoding = headers['content-encoding']?.trim().toLowerCase();
  if (encoding !== undefined && encoding !== 'identity') locals.contentEncoding = encoding;
  delete headers['content-encoding'];
  next();
};

/**
 * The body without its compression (gzip, deflate, br).
 * @throws HarmoniaError `unsupported-type` for another encoding, `too-large` past the limit of a lab file, `bad-request`
 * when the body is not what its encoding says.
 */
export async function decompress(body: Buffer, { contentEncoding }: Encoded): Promise<Buffer> {
  if (contentEncoding === undefined) return body;
  if (!Object.hasOwn(decompressors, contentEncoding))
    throw new HarmoniaError('unsupported-type', 'a body has an unknown encoding');
  try {
    return await decompressors[contentEncoding]!(body);
  } catch (error) {
    const tooLarge = (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE';
    throw new HarmoniaError(tooLarge ? 'too-large' : 'bad-request', 'a body could not be decompressed', {
      cause: error,
    });
  }
}
