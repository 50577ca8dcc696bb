import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { obtainDataset } from '../../downloads/obtain-dataset.ts';
import type { ImportedDataset } from '../../engine/visual/datasets/import-dataset.ts';
import { createLog } from '../../foundation/log.ts';
import { londonItems, scutArchive } from '../support/face-sets.ts';
import { type FileServer, startFileServer } from '../support/file-server.ts';
import { zipOf } from '../support/zip.ts';

let archive: Buffer;
beforeAll(async () => {
  archive = await scutArchive();
});

let folder: string;
let server: FileServer;
let lines: string[];
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'harmonia-obtain-'));
  server = await startFileServer(archive);
  lines = [];
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const sha256 = (): string => createHash('sha256').update(archive).digest('hex');
const obtain = (
  change: { sha256?: string; maximumBytes?: number; signal?: AbortSignal } = {},
): Promise<ImportedDataset> =>
  obtainDataset(
    {
      kind: 'scut-fbp5500',
      archive: { variable: 'SCUT_DATASET_URL', url: `${server.url}?token=canary`, sha256: change.sha256 },
    },
    {
      folder,
      maximumBytes: change.maximumBytes ?? 2 ** 30,
      signal: change.signal ?? new AbortController().signal,
      log: createLog({ level: 'debug', stream: { write: (line: string) => void lines.push(line) } }),
      now: () => new Date('2026-11-22T10:00:00Z'),
      pausesMs: [1, 1, 1],
    },
  );

describe('a data set', () => {
  test('is fetched, unpacked and recognised, and its archive is deleted', async () => {
    expect(await obtain({ sha256: sha256() })).toMatchObject({ kind: 'scut-fbp5500', images: 30 });
    expect(await readdir(folder)).toEqual(['scut-fbp5500']);
    expect(lines.join()).toMatch(/dataset\.progress.*SCUT_DATASET_URL: \d+ of \d+ bytes/);
    expect(lines.join()).not.toContain('canary');
  });

  test('arrives although the connection is cut several times', async () => {
    server.cutAfter(Math.floor(archive.length / 3), 3);
    expect(await obtain()).toMatchObject({ images: 30 });
    expect(server.asked.filter((range) => range !== '-').length).toBeGreaterThanOrEqual(2);
  });

  test('that is cut at every try is given up after four, and continued at the next start', async () => {
    server.cutAfter(1000, 4);
    await expect(obtain()).rejects.toMatchObject({
      variable: 'SCUT_DATASET_URL',
      message: 'the connection was cut',
    });
    expect(server.asked).toHaveLength(4);
    expect((await readdir(folder)).sort()).toEqual(['scut-fbp5500.zip.part', 'scut-fbp5500.zip.part.json']);
    expect(await obtain({ sha256: sha256() })).toMatchObject({ images: 30 });
    expect(server.asked[4]).not.toBe('-');
  });

  test('is not fetched further when the program stops', async () => {
    const stopping = new AbortController();
    server.answer(() => stopping.abort());
    await expect(obtain({ signal: stopping.signal })).rejects.toThrow('the program stops');
    expect(server.asked).toHaveLength(1);
  });

  test.each<[string, () => Parameters<typeof obtain>[0] | void, RegExp]>([
    ['has another hash', () => ({ sha256: 'f'.repeat(64) }), /its SHA-256 is/],
    ['is too large', () => ({ maximumBytes: 1000 }), /larger than the 1000 bytes/],
    ['is not there', () => server.answer((_, response) => response.writeHead(404).end()), /answers 404/],
    ['is not an archive', () => server.serve(Buffer.from('<html>')), /no ZIP archive that can be read/],
    [
      'is cut in the middle',
      () => server.serve(archive.subarray(0, 9000)),
      /no ZIP archive that can be read/,
    ],
    ['is of no known set', () => server.serve(zipOf([{ name: 'a.txt', content: 'x' }])), /neither SCUT/],
    [
      'is another set',
      () => server.serve(zipOf([{ name: '001_03.jpg', content: 'x' }])),
      /it is london and not scut-fbp5500/,
    ],
    [
      'holds a path outside its folder',
      () => server.serve(zipOf([{ name: '../x', content: 'x' }])),
      /relative path|outside/,
    ],
  ])('that %s is refused at once, and its files are deleted', async (_, prepare, message) => {
    const change = prepare() ?? {};
    await expect(obtain(change)).rejects.toMatchObject({
      variable: 'SCUT_DATASET_URL',
      message: expect.stringMatching(message),
    });
    expect(server.asked).toHaveLength(1);
    expect(await readdir(folder)).toEqual([]);
  });
});

const obtainLondon = (ages: FileServer): Promise<ImportedDataset> =>
  obtainDataset(
    {
      kind: 'london',
      archive: { variable: 'LONDON_DATASET_URL', url: server.url, sha256: undefined },
      table: { variable: 'LONDON_FACES_URL', url: ages.url, sha256: undefined },
    },
    {
      folder,
      maximumBytes: 2 ** 30,
      signal: new AbortController().signal,
      log: createLog({ level: 'silent' }),
      now: () => new Date(),
    },
  );

test('an archive is kept when its table of ages cannot be fetched, and not fetched again', async () => {
  const { photos, table } = await londonItems();
  server.serve(zipOf(photos));
  const other = await startFileServer(Buffer.from(table));
  other.answer((_, response) => response.writeHead(404).end());
  await expect(obtainLondon(other)).rejects.toMatchObject({ message: 'the server answers 404' });
  other.answer(undefined);
  expect(await obtainLondon(other)).toMatchObject({ kind: 'london', images: 30, remarks: [] });
  expect(server.asked).toEqual(['-', expect.stringMatching(/^bytes=\d+-$/)]);
  expect(await readdir(folder)).toEqual(['london']);
  await other.close();
});

test('the error names the variable of the table of ages when that cannot be fetched', async () => {
  const { photos } = await londonItems();
  server.serve(zipOf(photos));
  const other = await startFileServer(Buffer.from('x'));
  other.answer((_, response) => response.writeHead(410).end());
  await expect(obtainLondon(other)).rejects.toMatchObject({
    variable: 'LONDON_FACES_URL',
    message: 'the server answers 410',
  });
  await other.close();
});

const shared = process.env['HARMONIA_SHARED'];
(shared === undefined ? describe.skip : describe)('the sample in HARMONIA_SHARED', () => {
  let sample: FileServer;
  beforeAll(async () => {
    sample = await startFileServer(
      await readFile(path.join(shared ?? '', 'data/faces/SCUT-FBP5500_v2-sample.zip')),
    );
  });
  afterAll(() => sample.close());

  test('arrives complete although the connection is cut', async () => {
    sample.cutAfter(2_000_000);
    await server.close();
    server = { ...sample, close: async () => undefined };
    expect(await obtain()).toMatchObject({ kind: 'scut-fbp5500', images: 160 });
  });
});
