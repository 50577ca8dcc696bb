import busboy from 'busboy';
import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import type { Upload } from './media.ts';
import { badRequest, Refusal } from './refusal.ts';

/** The parameters and files of a request. */
export interface Parsed {
  params: Record<string, unknown>;
  uploads: Map<string, Upload>;
}

const bodyLimit = 52 * 1024 * 1024;
const tooLarge = (): Refusal => new Refusal(413, 'Request Entity Too Large');

/** Reads JSON, urlencoded and multipart bodies and the query string; the body wins. */
export async function readParameters(
  headers: IncomingHttpHeaders,
  query: string,
  body: Readable | Buffer,
): Promise<Parsed> {
  const params: Record<string, unknown> = Object.fromEntries(new URLSearchParams(query));
  const uploads = new Map<string, Upload>();
  const type = (headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
  if (type === 'multipart/form-data') {
    await readMultipart(headers, body instanceof Readable ? body : Readable.from([body]), params, uploads);
  } else {
    const text = (body instanceof Readable ? await collect(body) : body).toString();
    if (type === 'application/json') Object.assign(params, parseObject(text));
    else if (type === 'application/x-www-form-urlencoded') {
      Object.assign(params, Object.fromEntries(new URLSearchParams(text)));
    }
  }
  return { params, uploads };
}

async function collect(stream: Readable): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of stream as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > bodyLimit) throw tooLarge();
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function parseObject(text: string): object {
  if (text.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badRequest('strings must be encoded in UTF-8 and the body must be a JSON object');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw badRequest('object expected as the body');
  }
  return value;
}

function readMultipart(
  headers: IncomingHttpHeaders,
  stream: Readable,
  params: Record<string, unknown>,
  uploads: Map<string, Upload>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const parser = busboy({
      headers,
      defParamCharset: 'utf8',
      limits: { fileSize: bodyLimit, fieldSize: 1024 * 1024 },
    });
    parser.on('field', (name, value) => (params[name] = value));
    parser.on('file', (name, file, { filename, mimeType }) => {
      const parts: Buffer[] = [];
      file.on('data', (part: Buffer) => parts.push(part));
      file.on('limit', () => reject(tooLarge()));
      file.on('end', () => uploads.set(name, { bytes: Buffer.concat(parts), fileName: filename, mimeType }));
    });
    parser.on('close', resolve);
    parser.on('error', () => reject(badRequest('the multipart body is broken')));
    stream.on('error', reject);
    stream.pipe(parser);
  });
}
