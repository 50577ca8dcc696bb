import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { DownloadError } from '../../downloads/download-error.ts';
import { download, forgetDownload } from '../../downloads/download.ts';
import { type FileServer, startFileServer } from '../support/file-server.ts';

const file = randomBytes(300_000);
const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

let folder: string;
let target: string;
let server: FileServer;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'harmonia-download-'));
  target = path.join(folder, 'set.zip');
  server = await startFileServer(file);
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const fetchIt = (options: { sha256?: string; maximumBytes?: number; url?: string } = {}): Promise<void> =>
  download({
    url: server.url,
    target,
    maximumBytes: 1e6,
    signal: new AbortController().signal,
    timeoutMs: 1000,
    ...options,
  });
const failure = async (options: Parameters<typeof fetchIt>[0] = {}) =>
  fetchIt(options).then(
    () => 'downloaded',
    (error: unknown) => {
      if (!(error instanceof DownloadError)) throw error;
      return { message: error.message, transient: error.transient };
    },
  );

describe('a download', () => {
  test('arrives complete, and forgetDownload removes the file and its notes', async () => {
    await fetchIt({ sha256: sha256Of(file).toUpperCase() });
    expect(sha256Of(await readFile(target))).toBe(sha256Of(file));
    await forgetDownload(target);
    expect(await readdir(folder)).toEqual([]);
  });

  test('that was cut continues where it stopped', async () => {
    server.cutAfter(100_000);
    expect(await failure()).toEqual({ message: 'the connection was cut', transient: true });
    expect(existsSync(target)).toBe(false);
    const { size } = await stat(`${target}.part`);
    expect(size).toBeGreaterThan(0);
    await fetchIt();
    expect(server.asked).toEqual(['-', `bytes=${size}-`]);
    expect(sha256Of(await readFile(target))).toBe(sha256Of(file));
  });

  test('that is complete is not fetched again, unless the server has a newer file', async () => {
    await fetchIt();
    await fetchIt();
    expect(server.asked).toEqual(['-', `bytes=${file.length}-`]);
    expect(sha256Of(await readFile(target))).toBe(sha256Of(file));
    const other = randomBytes(400_000);
    server.serve(other);
    await fetchIt();
    expect(sha256Of(await readFile(target))).toBe(sha256Of(other));
  });

  test('starts over when the file on the server has changed', async () => {
    server.cutAfter(100_000);
    await failure();
    const other = randomBytes(200_000);
    server.serve(other);
    await fetchIt();
    expect(sha256Of(await readFile(target))).toBe(sha256Of(other));
  });

  test('starts over from a server that does not support ranges', async () => {
    await server.close();
    server = await startFileServer(file, { ranges: false });
    server.cutAfter(100_000);
    await failure({ sha256: sha256Of(file) });
    await fetchIt({ sha256: sha256Of(file) });
    expect(server.asked[1]).toMatch(/^bytes=\d+-$/);
    expect(sha256Of(await readFile(target))).toBe(sha256Of(file));
  });

  test('does not continue a partial file of another address or with unreadable notes', async () => {
    await writeFile(`${target}.part`, randomBytes(1000));
    await writeFile(`${target}.part.json`, '{"url": "http://elsewhere/set.zip", "validator": "\\"x\\""}');
    await fetchIt();
    await rm(target);
    await writeFile(`${target}.part`, randomBytes(1000));
    await writeFile(`${target}.part.json`, '{"url": "http');
    await fetchIt();
    expect(server.asked).toEqual(['-', '-']);
    expect(sha256Of(await readFile(target))).toBe(sha256Of(file));
  });

  test('whose bytes are all stored already is only checked', async () => {
    await writeFile(`${target}.part`, file);
    await writeFile(`${target}.part.json`, JSON.stringify({ url: server.url }));
    server.answer((_, response) =>
      response.writeHead(416, { 'content-range': `bytes */${file.length}` }).end(),
    );
    await fetchIt({ sha256: sha256Of(file) });
    expect(sha256Of(await readFile(target))).toBe(sha256Of(file));
  });
});

describe('a download is refused and its bytes are deleted when', () => {
  test.each<[string, () => Parameters<typeof fetchIt>[0], RegExp]>([
    ['its hash is another', () => ({ sha256: '0'.repeat(64) }), /its SHA-256 is [0-9a-f]{64} and not/],
    [
      'the server states a length over the limit',
      () => ({ maximumBytes: 299_999 }),
      /larger than the 299999 bytes/,
    ],
    [
      'it grows over the limit without a stated length',
      () => {
        server.answer((_, response) => response.writeHead(200).end(file));
        return { maximumBytes: 299_999 };
      },
      /larger than the 299999 bytes/,
    ],
    [
      'the address does not exist',
      () => {
        server.answer((_, response) => response.writeHead(404).end('no'));
        return {};
      },
      /answers 404/,
    ],
    [
      'it is a web page',
      () => {
        server.answer((_, response) =>
          response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<html>sign in</html>'),
        );
        return {};
      },
      /a web page instead of a file/,
    ],
    [
      'the server redirects in circles',
      () => {
        server.answer((request, response) => response.writeHead(302, { location: request.url ?? '/' }).end());
        return {};
      },
      /redirects in circles/,
    ],
  ])('%s', async (_, prepare, message) => {
    expect(await failure(prepare())).toEqual({ message: expect.stringMatching(message), transient: false });
    expect(await readdir(folder)).toEqual([]);
  });

  test('the disk is full', async () => {
    await symlink('/dev/full', `${target}.part`);
    expect(await failure()).toEqual({ message: 'the disk is full', transient: false });
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('a download may succeed later when', () => {
  test.each<[string, () => Parameters<typeof fetchIt>[0], RegExp]>([
    [
      'the server is overloaded',
      () => {
        server.answer((_, response) => response.writeHead(503).end());
        return {};
      },
      /answers 503/,
    ],
    ['the connection is refused', () => ({ url: 'http://127.0.0.1:9/set.zip' }), /cannot be reached/],
    [
      'the name of the server is unknown',
      () => ({ url: 'http://name.invalid/set.zip' }),
      /name of the server is not known/,
    ],
    [
      'the server does not answer',
      () => {
        server.answer(() => undefined);
        return {};
      },
      /does not answer/,
    ],
    [
      'the server stops in the middle',
      () => {
        server.answer((_, response) => {
          response.writeHead(200, { 'content-length': file.length });
          response.write(file.subarray(0, 1000));
        });
        return {};
      },
      /stopped sending/,
    ],
  ])('%s', async (_, prepare, message) => {
    expect(await failure(prepare())).toEqual({ message: expect.stringMatching(message), transient: true });
    expect(existsSync(target)).toBe(false);
  });
});
