import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { importDataset, listDatasets } from '../../../engine/visual/datasets/import-dataset.ts';
import { datasetLimits, unpackArchive } from '../../../engine/visual/datasets/unpack-archive.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'harmonia-dataset-'));
});
afterEach(() => rm(folder, { recursive: true }));

interface Item {
  name: string;
  content?: string | Buffer;
  /** Unix mode, for links and devices. */
  mode?: number;
  /** The size that the archive claims. */
  claimed?: number;
}

/** A ZIP archive as nobody's tool would write it. */
function zipOf(items: readonly Item[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content = '', mode = 0o100644, claimed } of items) {
    const plain = Buffer.from(content);
    const packed = deflateRawSync(plain);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(8, 4);
    head.writeUInt32LE(crc32(plain), 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(claimed ?? plain.length, 18);
    head.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), head, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(mode * 2 ** 16, 6);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x03'), head, tail, Buffer.from(name)]));
    parts.push(local);
    offset += local.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(items.length, 8);
  end.writeUInt16LE(items.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

async function unpack(
  items: readonly Item[],
  limits = datasetLimits,
): Promise<{ files: number; bytes: number }> {
  const archive = path.join(folder, 'archive.zip');
  const target = path.join(folder, 'inside', 'target');
  await mkdir(target, { recursive: true });
  await writeFile(archive, zipOf(items));
  return unpackArchive(archive, target, limits);
}

describe('an archive', () => {
  test('is unpacked with its folders', async () => {
    expect(await unpack([{ name: 'a/b.txt', content: 'hello' }, { name: 'a/empty.pts' }])).toEqual({
      files: 2,
      bytes: 5,
    });
    expect(await readFile(path.join(folder, 'inside/target/a/b.txt'), 'utf8')).toBe('hello');
  });

  test.each<[string, Item[], RegExp]>([
    ['climbs out', [{ name: '../../evil.txt', content: 'x' }], /relative path|outside/],
    ['names an absolute path', [{ name: '/tmp/evil.txt', content: 'x' }], /absolute path|outside/],
    [
      'climbs out the Windows way',
      [{ name: '..\\..\\evil.txt', content: 'x' }],
      /invalid characters|relative|outside/,
    ],
    ['holds a link', [{ name: 'link', content: '/etc', mode: 0o120777 }], /link or a device/],
    ['holds a device', [{ name: 'dev', mode: 0o020666 }], /link or a device/],
    ['is a bomb', [{ name: 'bomb', content: Buffer.alloc(8 * 2 ** 20) }], /"bomb" unpacks to more/],
    [
      'lies about a size',
      [{ name: 'liar', content: Buffer.alloc(4 * 2 ** 20), claimed: 10 }],
      /more|too many bytes|size/i,
    ],
    [
      'holds a file twice',
      [
        { name: 'a', content: '1' },
        { name: 'a', content: '2' },
      ],
      /EEXIST/,
    ],
  ])('that %s is refused', async (_, items, message) => {
    await expect(unpack(items)).rejects.toMatchObject({
      code: 'dataset-invalid',
      message: expect.stringMatching(message),
    });
    expect((await readdir(folder)).sort()).toEqual(['archive.zip', 'inside']);
    expect(await readdir(path.join(folder, 'inside'))).toEqual(['target']);
  });

  test('with more files or bytes than allowed is refused', async () => {
    const items = ['a', 'b', 'c'].map((name) => ({ name, content: 'x'.repeat(1000) }));
    await expect(unpack(items, { ...datasetLimits, files: 2 })).rejects.toThrow(/more than 2 files/);
    await rm(path.join(folder, 'inside'), { recursive: true });
    await expect(unpack(items, { ...datasetLimits, totalBytes: 2500 })).rejects.toThrow(
      /"c" unpacks to more/,
    );
  });

  test('that is none, or is cut off, is refused', async () => {
    const archive = path.join(folder, 'archive.zip');
    await writeFile(archive, 'not a zip');
    await expect(unpackArchive(archive, folder)).rejects.toMatchObject({ code: 'dataset-invalid' });
    await writeFile(archive, zipOf([{ name: 'a', content: 'x'.repeat(500) }]).subarray(0, 60));
    await expect(unpackArchive(archive, folder)).rejects.toMatchObject({ code: 'dataset-invalid' });
  });
});

const scut = (names = ['AF1.jpg', 'CM2.jpg']): Item[] => [
  ...names.map((name) => ({ name: `SCUT-FBP5500_v2/Images/${name}`, content: `picture ${name}` })),
  { name: 'SCUT-FBP5500_v2/facial landmark/AF1.pts' },
  { name: 'SCUT-FBP5500_v2/train_test_files/All_labels.txt', content: 'AF1.jpg 3.5\nCM2.jpg 2\n' },
];

describe('importing', () => {
  const now = new Date('2026-11-22T10:00:00Z');
  const bring = async (items: readonly Item[]): Promise<unknown> => {
    const archive = path.join(folder, 'given.zip');
    await writeFile(archive, zipOf(items));
    return importDataset(archive, path.join(folder, 'datasets'), now);
  };

  test('recognises SCUT-FBP5500 in its folder, empty landmark files and all', async () => {
    await expect(bring([...scut(), { name: '__MACOSX/._x', content: 'litter' }])).resolves.toMatchObject({
      kind: 'scut-fbp5500',
      images: 2,
      remarks: ['1 photographs have no landmark file (CM2.jpg)'],
    });
    expect(await readdir(path.join(folder, 'datasets'))).toEqual(['scut-fbp5500']);
    expect(await listDatasets(path.join(folder, 'datasets'))).toMatchObject([
      { kind: 'scut-fbp5500', images: 2, importedAt: now.toISOString() },
    ]);
  });

  test.each<[string, Item[], RegExp]>([
    ['a rated photograph is missing', scut(['AF1.jpg']), /1 rated photographs are missing, such as CM2\.jpg/],
    ['photographs are renamed', scut(['face1.jpg']), /no photograph named like AF1/],
    ['the ratings are missing', scut().slice(0, 3), /All_labels\.txt is missing/],
    ['it is something else', [{ name: 'readme.txt', content: 'hi' }], /neither SCUT/],
    [
      'a rating is off the scale',
      [
        ...scut().slice(0, 3),
        { name: 'SCUT-FBP5500_v2/train_test_files/All_labels.txt', content: 'AF1.jpg 9\n' },
      ],
      /All_labels\.txt, line 1/,
    ],
  ])('is refused when %s and leaves the earlier import alone', async (_, items, message) => {
    await bring(scut());
    await expect(bring(items)).rejects.toMatchObject({
      code: 'dataset-invalid',
      message: expect.stringMatching(message),
    });
    expect(await readdir(path.join(folder, 'datasets'))).toEqual(['scut-fbp5500']);
    expect(await listDatasets(path.join(folder, 'datasets'))).toHaveLength(1);
  });

  test('takes a folder too, without following its links', async () => {
    const given = path.join(folder, 'london');
    await mkdir(given);
    await writeFile(path.join(given, '001_03.jpg'), 'picture');
    await symlink('/etc/hostname', path.join(given, '002_03.jpg'));
    const imported = await importDataset(given, path.join(folder, 'datasets'), now);
    expect(imported).toMatchObject({ kind: 'london', images: 1, remarks: [] });
    expect((await readdir(imported.folder)).sort()).toEqual(['001_03.jpg', 'dataset.json']);
  });

  test('of what is not there is refused', async () => {
    await expect(importDataset(path.join(folder, 'lost.zip'), folder, now)).rejects.toThrow(/is not there/);
    expect(await listDatasets(path.join(folder, 'none'))).toEqual([]);
  });
});
