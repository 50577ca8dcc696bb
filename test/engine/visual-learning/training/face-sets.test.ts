import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { FaceAnalysis } from '../../../../engine/visual/face.ts';
import { describeScut } from '../../../../engine/visual-learning/training/describe-scut.ts';
import { withoutFold } from '../../../../engine/visual-learning/training/face-set.ts';
import { inFold, parseFold } from '../../../../engine/visual-learning/training/fold.ts';
import {
  readLondon,
  readMebeauty,
  readScut,
} from '../../../../engine/visual-learning/training/read-face-sets.ts';
import { tabulateScutRatings } from '../../../../engine/visual-learning/training/scut-ratings.ts';
import { workbookOf } from '../../../support/workbook.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'harmonia-sets-'));
});
afterEach(() => rm(folder, { recursive: true }));

const write = (name: string, content: string | Uint8Array): Promise<void> =>
  writeFile(path.join(folder, name), content);

/** Row r holds the number r throughout. */
const descriptions = (rows: number): Uint8Array =>
  new Uint8Array(Float16Array.from({ length: rows * 1024 }, (_, at) => Math.floor(at / 1024)).buffer);

test('SCUT in its official layout is described once, without photographs that have no face', async () => {
  const put = async (file: string, content: string): Promise<void> => {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await write(file, content);
  };
  for (const name of ['AF1.jpg', 'CM2.jpg', 'CF3.jpg']) await put(`SCUT/Images/${name}`, name);
  await put('SCUT/train_test_files/All_labels.txt', 'AF1.jpg 3\nCM2.jpg 5\nCF3.jpg 1\n');
  await put('SCUT/train_test_files/split_of_60%training and 40%testing/train.txt', 'CM2.jpg 5\n');
  const analyse = (photo: Uint8Array): Promise<FaceAnalysis> => {
    const number = Number(/\d/.exec(Buffer.from(photo).toString())?.[0]);
    const largest = { embedding: new Float32Array(1024).fill(number), estimatedAge: 30 };
    return Promise.resolve({ faces: number === 1 ? 0 : 1, largest } as unknown as FaceAnalysis);
  };
  expect(await describeScut(folder, { analyse })).toEqual({ described: 2, leftOut: ['AF1.jpg'] });
  const set = await readScut(folder);
  expect(set.faces.map(({ id }) => id)).toEqual(['CF3.jpg', 'CM2.jpg']);
  expect(set.means).toEqual([0, 1]);
  expect([set.embeddings[0], set.embeddings[1024]]).toEqual([3, 2]);
  expect((await readScut(folder, 'train')).faces.map(({ id }) => id)).toEqual(['CM2.jpg']);
});

describe('SCUT', () => {
  const header = 'row,file,group,mean_rating,split_60_40,estimated_age\r\n';

  test('is read without the faces that look younger than 25', async () => {
    await write('scut.csv', `${header}0,AF1.jpg,AF,3,train,24.9\r\n1,CM2.jpg,CM,5,test,31\r\n`);
    await write('scut.f16', descriptions(2));
    const set = await readScut(folder);
    expect(set.faces).toEqual([{ id: 'CM2.jpg', sex: 'male', group: 'caucasian' }]);
    expect(set.means).toEqual([1]);
    expect(set.embeddings[0]).toBe(1);
    expect(Object.keys(set.files)).toEqual(['scut.csv', 'scut.f16']);
    expect((await readScut(folder, 'train')).faces).toEqual([]);
  });

  test('with descriptions of another length is refused', async () => {
    await write('scut.csv', `${header}0,AF1.jpg,AF,3,train,30\n`);
    await write('scut.f16', descriptions(1).subarray(0, 2047));
    await expect(readScut(folder)).rejects.toThrow('scut.f16 has 2047 bytes; 1 faces take 2048');
  });

  test.each([
    ['a column is missing', 'row,file\n0,AF1.jpg\n', /lacks the columns group/],
    ['a line is short', `${header}0,AF1.jpg\n`, /line 2: expected 6/],
    ['a rating is off the scale', `${header}0,AF1.jpg,AF,7,train,30\n`, /mean_rating is 7, expected 1–5/],
  ])('is refused when %s', async (_, table, message) => {
    await write('scut.csv', table);
    await write('scut.f16', descriptions(1));
    await expect(readScut(folder)).rejects.toThrow(message);
  });

  test('that does not exist is refused by name', async () => {
    await expect(readScut(folder)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe("SCUT's workbook of ratings by rater", () => {
  const header = ['Rater', 'Filename', 'Rating', 'original Rating'];
  const workbook = async (...rows: (string | number | undefined)[][]): Promise<void> => {
    await mkdir(path.join(folder, 'SCUT-FBP5500_v2'));
    await write('SCUT-FBP5500_v2/All_Ratings.xlsx', workbookOf(rows));
  };
  beforeEach(async () => {
    await write(
      'scut.csv',
      'row,file,group,mean_rating,split_60_40,estimated_age\n0,AF1.jpg,AF,3,train,24\n1,CM2.jpg,CM,5,test,31\n',
    );
    await write('scut.f16', descriptions(2));
  });

  test('gives the ratings of the faces that are learned from, from 0 to 1', async () => {
    await workbook(header, [1, 'AF1.jpg', 4], [1, 'CM2.jpg', 2, 5], [2, 'CM2.jpg', 5], [2, 'CF9.jpg', 1]);
    expect(await tabulateScutRatings(folder)).toBe(4);
    const { ratings, means, files } = await readScut(folder);
    expect(ratings).toEqual([
      { rater: 'scut 1', question: 'attractive', face: 0, value: 0.25 },
      { rater: 'scut 2', question: 'attractive', face: 0, value: 1 },
    ]);
    expect(means).toEqual([1]);
    expect(Object.keys(files)).toEqual(['scut.csv', 'scut.f16', 'scut_ratings.csv']);
  });

  test('is read once', async () => {
    await workbook(header, [1, 'CM2.jpg', 2]);
    expect(await tabulateScutRatings(folder)).toBe(1);
    expect(await tabulateScutRatings(folder)).toBeUndefined();
  });

  test('that is not there changes nothing', async () => {
    expect(await tabulateScutRatings(folder)).toBeUndefined();
    expect((await readScut(folder)).ratings).toEqual([]);
  });

  test.each([
    [
      'a column is missing',
      [
        ['Rater', 'Filename'],
        [1, 'CM2.jpg'],
      ],
      /lacks the columns Rating/,
    ],
    ['a rating is off the scale', [header, [1, 'CM2.jpg', 7]], /row 2: expected/],
    ['a rating is missing', [header, [1, 'CM2.jpg', 3], [2, 'CM2.jpg']], /row 3: expected/],
    ['a name is no photograph', [header, [1, '../x', 3]], /row 2: expected/],
  ])('is refused when %s', async (_, rows, message) => {
    await workbook(...rows);
    await expect(tabulateScutRatings(folder)).rejects.toThrow(message);
  });

  test('is refused when it is no workbook', async () => {
    await write('All_Ratings.xlsx', 'Rater,Filename,Rating');
    await expect(tabulateScutRatings(folder)).rejects.toMatchObject({ code: 'dataset-invalid' });
  });
});

test('London is read without faces of unknown age and raters under age', async () => {
  await write(
    'london.csv',
    'row,face_id,sex,age,ethnicity,file\n0,X001,female,24,white,1.jpg\n1,X002,male,,white,2.jpg\n2,X003,male,40,black,3.jpg\n',
  );
  await write('london.f16', descriptions(3));
  await write(
    'london_ratings.csv',
    'rater,rater_sex,rater_age,X001,X002,X003\na,male,17.9,1,1,1\nb,female,30,7,1,4\n',
  );
  const set = await readLondon(folder);
  expect(set.faces.map(({ id }) => id)).toEqual(['X001', 'X003']);
  expect(set.ratings).toEqual([
    { rater: 'b', question: 'attractive', face: 0, value: 1 },
    { rater: 'b', question: 'attractive', face: 1, value: 0.5 },
  ]);
});

describe('MEBeauty', () => {
  beforeEach(async () => {
    await write(
      'mebeauty.csv',
      'row,image,sex,ethnicity\n0,m0,male,asian\n1,m1,female,black\n2,m2,female,indian\n',
    );
    await write('mebeauty.f16', descriptions(3));
  });
  const ratings = (rows: string): Promise<void> =>
    write('mebeauty_ratings.csv', `rater,question,image,rating_1_10\n${rows}`);

  test('is read with ratings from 0 to 1', async () => {
    await ratings('a,date,m1,10\nb,attractive,m2,1\n');
    expect((await readMebeauty(folder)).ratings).toEqual([
      { rater: 'a', question: 'date', face: 1, value: 1 },
      { rater: 'b', question: 'attractive', face: 2, value: 0 },
    ]);
  });

  test.each([
    ['an unknown image', 'a,date,m9,5\n', /unknown image: m9/],
    ['another question', 'a,marry,m1,5\n', /unknown question: marry/],
    ['a rating off the scale', 'a,date,m1,11\n', /rating_1_10 is 11/],
  ])('with %s is refused', async (_, rows, message) => {
    await ratings(rows);
    await expect(readMebeauty(folder)).rejects.toThrow(message);
  });

  test('loses the faces and raters of a fold', async () => {
    await ratings(
      ['a', 'b', 'c', 'd'].flatMap((rater) => [0, 1, 2].map((at) => `${rater},date,m${at},5\n`)).join(''),
    );
    const set = await readMebeauty(folder);
    for (const index of [1, 2, 3]) {
      const fold = { index, count: 3 };
      const rest = withoutFold(set, fold);
      expect(rest.faces.some(({ id }) => inFold(fold, id))).toBe(false);
      expect(rest.ratings.some(({ rater }) => inFold(fold, rater))).toBe(false);
      expect(rest.embeddings).toHaveLength(1024 * rest.faces.length);
      rest.faces.forEach((face, at) => expect(`m${rest.embeddings[at * 1024]}`).toBe(face.id));
      for (const { face } of rest.ratings) expect(rest.faces[face]).toBeDefined();
    }
  });
});

test('every name falls into exactly one fold, which is written like 2/5', () => {
  for (const name of ['a', 'b', 'm00001']) {
    expect([1, 2, 3, 4, 5].filter((index) => inFold({ index, count: 5 }, name))).toHaveLength(1);
  }
  expect(parseFold('2/5')).toEqual({ index: 2, count: 5 });
  for (const wrong of ['0/5', '6/5', '1/1', '1', 'x/5']) expect(() => parseFold(wrong)).toThrow(/2\/5/);
});
