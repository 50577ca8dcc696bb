import { mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  importDataset,
  listDatasets,
  removeAbandonedImports,
} from '../../../engine/visual/datasets/import-dataset.ts';
import { readLondonTable } from '../../../engine/visual/datasets/london-table.ts';
import { datasetLimits, unpackArchive } from '../../../engine/visual/datasets/unpack-archive.ts';
import { type ZipItem, zipOf } from '../../support/zip.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'harmonia-dataset-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function unpack(
  items: readonly ZipItem[],
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

  test.each<[string, ZipItem[], RegExp]>([
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

  test('that is not a ZIP file, or is cut off, is refused', async () => {
    const archive = path.join(folder, 'archive.zip');
    await writeFile(archive, 'not a zip');
    await expect(unpackArchive(archive, folder)).rejects.toMatchObject({ code: 'dataset-invalid' });
    await writeFile(archive, zipOf([{ name: 'a', content: 'x'.repeat(500) }]).subarray(0, 60));
    await expect(unpackArchive(archive, folder)).rejects.toMatchObject({ code: 'dataset-invalid' });
  });
});

const scut = (names = ['AF1.jpg', 'CM2.jpg']): ZipItem[] => [
  ...names.map((name) => ({ name: `SCUT-FBP5500_v2/Images/${name}`, content: `picture ${name}` })),
  { name: 'SCUT-FBP5500_v2/facial landmark/AF1.pts' },
  { name: 'SCUT-FBP5500_v2/train_test_files/All_labels.txt', content: 'AF1.jpg 3.5\nCM2.jpg 2\n' },
];

describe('importing', () => {
  const now = new Date('2026-11-22T10:00:00Z');
  const bring = async (items: readonly ZipItem[]): Promise<unknown> => {
    const archive = path.join(folder, 'given.zip');
    await writeFile(archive, zipOf(items));
    return importDataset(archive, path.join(folder, 'datasets'), now);
  };

  test('recognises SCUT-FBP5500 in its folder, with empty landmark files', async () => {
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

  test.each<[string, ZipItem[], RegExp]>([
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
    expect(imported).toMatchObject({
      kind: 'london',
      images: 1,
      remarks: [expect.stringMatching(/no table of ages/)],
    });
    expect((await readdir(imported.folder)).sort()).toEqual(['001_03.jpg', 'dataset.json']);
  });

  const london = (table: string, top = ''): ZipItem[] => [
    { name: `${top}neutral_front/001_03.jpg`, content: 'picture' },
    { name: `${top}neutral_front/002_03.jpg`, content: 'picture' },
    { name: `${top}neutral_front/001_03.tem`, content: 'points' },
    { name: `${top}smiling_front/001_08.jpg`, content: 'picture' },
    { name: `${top}london_faces_info.csv`, content: table },
  ];
  const ages = 'face_id,face_age,face_gender,face_eth\n001,24.5,female,white\n002,NA,male,black\n';

  test.each(['', 'London Set/'])(
    'keeps the neutral faces of the London Set and its table (%s)',
    async (top) => {
      expect(await bring(london(ages, top))).toMatchObject({ kind: 'london', images: 2, remarks: [] });
      expect((await readdir(path.join(folder, 'datasets/london'))).sort()).toEqual([
        '001_03.jpg',
        '001_03.tem',
        '002_03.jpg',
        'dataset.json',
        'london_faces_info.csv',
      ]);
    },
  );

  test('takes the table of ages from another file', async () => {
    const archive = path.join(folder, 'photographs.zip');
    const table = path.join(folder, 'ages.csv');
    await writeFile(archive, zipOf(london(ages).slice(0, 3)));
    await writeFile(table, ages.replaceAll('face_gender', 'face_sex').replace('001', '"X001"'));
    const imported = await importDataset(archive, path.join(folder, 'datasets'), now, { table });
    expect(imported.remarks).toEqual([]);
    expect(await readLondonTable(path.join(imported.folder, 'london_faces_info.csv'))).toEqual([
      { id: 'X001', sex: 'female', age: 24.5, file: '001_03.jpg' },
      { id: 'X002', sex: 'male', age: undefined, file: '002_03.jpg' },
    ]);
  });

  test.each<[string, string, RegExp]>([
    [
      'names a photograph that is missing',
      `${ages}003,30,male,white\n`,
      /1 photographs of its table are missing, such as 003_03\.jpg/,
    ],
    ['has no ages', 'face_id,face_gender\n001,female\n', /london_faces_info\.csv lacks face_age/],
    ['has an age that is none', ages.replace('24.5', 'old'), /london_faces_info\.csv, line 2/],
    ['is a web page', '<html>', /lacks face_id/],
  ])('refuses a London Set whose table %s', async (_, table, message) => {
    await expect(bring(london(table))).rejects.toMatchObject({
      code: 'dataset-invalid',
      message: expect.stringMatching(message),
    });
  });

  test('refuses a data set of another kind than the wanted one', async () => {
    const archive = path.join(folder, 'given.zip');
    await writeFile(archive, zipOf(scut()));
    await expect(
      importDataset(archive, path.join(folder, 'datasets'), now, { kind: 'london' }),
    ).rejects.toThrow('it is scut-fbp5500 and not london');
  });

  test('removes the folders of killed imports and keeps those of running ones', async () => {
    const datasets = path.join(folder, 'datasets');
    for (const name of ['.import-old', '.import-new'])
      await mkdir(path.join(datasets, name), { recursive: true });
    await utimes(path.join(datasets, '.import-old'), new Date(0), new Date(0));
    await removeAbandonedImports(datasets);
    expect(await readdir(datasets)).toEqual(['.import-new']);
  });

  test('can be cancelled in the middle of an archive and leaves no files', async () => {
    const archive = path.join(folder, 'given.zip');
    await writeFile(archive, zipOf(scut()));
    const stopping = new AbortController();
    const importing = importDataset(archive, path.join(folder, 'datasets'), now, { signal: stopping.signal });
    stopping.abort();
    await expect(importing).rejects.toThrow(/aborted/);
    expect(await readdir(path.join(folder, 'datasets'))).toEqual([]);
  });

  test('names a manifest that was altered', async () => {
    await bring(scut());
    await writeFile(path.join(folder, 'datasets/scut-fbp5500/dataset.json'), '{"kind":"other"}');
    await expect(listDatasets(path.join(folder, 'datasets'))).rejects.toThrow(
      /scut-fbp5500\/dataset\.json was altered/,
    );
  });

  test('of a file that does not exist is refused', async () => {
    await expect(importDataset(path.join(folder, 'lost.zip'), folder, now)).rejects.toThrow(/is not there/);
    expect(await listDatasets(path.join(folder, 'none'))).toEqual([]);
  });
});
