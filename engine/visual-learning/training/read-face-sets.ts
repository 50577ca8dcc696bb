import { existsSync } from 'node:fs';
import path from 'node:path';
import { HarmoniaError } from '../../../foundation/errors.ts';
import type { Sex } from '../../ports/participants.ts';
import { type FaceSet, hashFiles, type RatedFace, type Rating, readEmbeddings } from './face-set.ts';
import { scutRatingsTable } from './scut-ratings.ts';
import { readTable, type TableRow } from './table.ts';

/** SCUT has faces from 15 years on; faces with a lower estimated age are left out, also when the table has them. */
const youngest = 25;

/**
 * SCUT-FBP5500 prepared as scut.csv (row, file, group, mean_rating, split_60_40, estimated_age) and scut.f16.
 * Ratings by rater come from scut_ratings.csv (rater, file, rating_1_5) when it is there. `onlySplit` keeps one side of
 * the official 60/40 split.
 */
export async function readScut(folder: string, onlySplit?: 'train' | 'test'): Promise<FaceSet> {
  const table = await readTable(path.join(folder, 'scut.csv'), [
    'row',
    'file',
    'group',
    'mean_rating',
    'split_60_40',
    'estimated_age',
  ]);
  const all = await readEmbeddings(path.join(folder, 'scut.f16'), table.length);
  const ratingsFile = path.join(folder, scutRatingsTable);
  const kept = table.filter(
    (row) =>
      numberIn(row, 'estimated_age', 0, 120) >= youngest &&
      (onlySplit === undefined || row.split_60_40 === onlySplit),
  );
  return {
    name: 'scut',
    citation: 'SCUT-FBP5500: Liang et al., ICPR 2018; non-commercial research',
    faces: kept.map((row) => ({
      id: row.file!,
      sex: row.group!.endsWith('F') ? 'female' : 'male',
      group: row.group!.startsWith('A') ? 'asian' : 'caucasian',
    })),
    embeddings: pickRows(all, kept, table.length),
    ratings: await readScutRatings(ratingsFile, kept),
    means: kept.map((row) => (numberIn(row, 'mean_rating', 1, 5) - 1) / 4),
    files: await hashFiles([
      ...['scut.csv', 'scut.f16'].map((file) => path.join(folder, file)),
      ...(existsSync(ratingsFile) ? [ratingsFile] : []),
    ]),
  };
}

/** Ratings of the kept faces; those of other photographs are left out. */
async function readScutRatings(file: string, kept: readonly TableRow[]): Promise<Rating[]> {
  if (!existsSync(file)) return [];
  const indexOf = new Map(kept.map((row, at) => [row.file!, at]));
  const rows = await readTable(file, ['rater', 'file', 'rating_1_5']);
  return rows.flatMap((row): Rating[] => {
    const face = indexOf.get(row.file!);
    const value = (numberIn(row, 'rating_1_5', 1, 5) - 1) / 4;
    return face === undefined ? [] : [{ rater: `scut ${row.rater!}`, question: 'attractive', face, value }];
  });
}

/** The Face Research Lab London Set: london.csv, london.f16 and london_ratings.csv (a column per face, 1–7). */
export async function readLondon(folder: string): Promise<FaceSet> {
  const files = ['london.csv', 'london.f16', 'london_ratings.csv'].map((file) => path.join(folder, file));
  const table = await readTable(files[0]!, ['row', 'face_id', 'sex', 'age', 'ethnicity']);
  // Faces and raters whose age is unknown or under 18 are not learned from. Two faces have no age in the original table.
  const kept = table.filter((row) => Number(row.age) >= 18);
  const ratings: Rating[] = [];
  for (const row of await readTable(files[2]!, [
    'rater',
    'rater_age',
    ...kept.map((face) => face.face_id!),
  ])) {
    if (!(Number(row.rater_age) >= 18)) continue;
    kept.forEach((face, at) => {
      if (row[face.face_id!] === '') return;
      const value = (numberIn(row, face.face_id!, 1, 7) - 1) / 6;
      ratings.push({ rater: row.rater!, question: 'attractive', face: at, value });
    });
  }
  return {
    name: 'london',
    citation:
      'Face Research Lab London Set: DeBruine and Jones 2017, doi 10.6084/m9.figshare.5047666, CC BY 4.0',
    faces: kept.map((row) => ({ id: row.face_id!, sex: sexIn(row), group: row.ethnicity! })),
    embeddings: pickRows(await readEmbeddings(files[1]!, table.length), kept, table.length),
    ratings,
    files: await hashFiles(files),
  };
}

/** MEBeauty: mebeauty.csv, mebeauty.f16 and mebeauty_ratings.csv (a row per rating, 1–10, with its question). */
export async function readMebeauty(folder: string): Promise<FaceSet> {
  const files = ['mebeauty.csv', 'mebeauty.f16', 'mebeauty_ratings.csv'].map((file) =>
    path.join(folder, file),
  );
  return {
    name: 'mebeauty',
    citation: 'MEBeauty: Lebedeva, Guo, Ying 2021, Neural Computing and Applications',
    ...(await readRatedImages(files[1]!, files[0]!, files[2]!)),
    files: await hashFiles(files),
  };
}

/**
 * Faces (row, image, sex, ethnicity) with their descriptions and a row per rating (rater, question, image,
 * rating_1_10). Ratings of images that are not in the table are an error.
 */
export async function readRatedImages(
  embeddingsFile: string,
  facesFile: string,
  ratingsFile: string,
): Promise<Pick<FaceSet, 'faces' | 'embeddings' | 'ratings'>> {
  const table = await readTable(facesFile, ['row', 'image', 'sex', 'ethnicity']);
  const faces: RatedFace[] = table.map((row) => ({ id: row.image!, sex: sexIn(row), group: row.ethnicity! }));
  const indexOf = new Map(faces.map((face, at) => [face.id, at]));
  const rows = await readTable(ratingsFile, ['rater', 'question', 'image', 'rating_1_10']);
  const ratings = rows.map((row): Rating => {
    const face = indexOf.get(row.image!);
    if (face === undefined)
      throw new HarmoniaError('bad-request', `rating of an unknown image: ${row.image!}`);
    if (row.question !== 'attractive' && row.question !== 'date') {
      throw new HarmoniaError('bad-request', `unknown question: ${row.question!}`);
    }
    return {
      rater: row.rater!,
      question: row.question,
      face,
      value: (numberIn(row, 'rating_1_10', 1, 10) - 1) / 9,
    };
  });
  const all = await readEmbeddings(embeddingsFile, table.length);
  return { faces, embeddings: pickRows(all, table, table.length), ratings };
}

function pickRows(all: Float32Array, rows: readonly TableRow[], total: number): Float32Array {
  const length = all.length / total;
  const picked = new Float32Array(rows.length * length);
  rows.forEach((row, at) => {
    const index = numberIn(row, 'row', 0, total - 1);
    picked.set(all.subarray(index * length, (index + 1) * length), at * length);
  });
  return picked;
}

function sexIn(row: TableRow): Sex {
  if (row.sex !== 'female' && row.sex !== 'male') {
    throw new HarmoniaError('bad-request', `sex is ${row.sex ?? 'missing'}, expected female or male`);
  }
  return row.sex;
}

function numberIn(row: TableRow, column: string, lowest: number, highest: number): number {
  const value = row[column] === '' ? Number.NaN : Number(row[column]);
  if (!(value >= lowest && value <= highest)) {
    throw new HarmoniaError(
      'bad-request',
      `${column} is ${row[column] ?? ''}, expected ${lowest}–${highest}`,
    );
  }
  return value;
}
