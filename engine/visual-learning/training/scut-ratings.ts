import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { readSheet, type Row } from 'read-excel-file/node';
import { HarmoniaError } from '../../../foundation/errors.ts';
import { writeWhole } from './table.ts';

/** The archive's own name for the ratings of its 60 raters. */
const workbook = 'All_Ratings.xlsx';
/** What readScut takes: rater, file, rating_1_5. */
export const scutRatingsTable = 'scut_ratings.csv';
/** The workbook's columns that are read. Its fourth, original Rating, is the first answer of a rater who was asked twice. */
const columns = ['Rater', 'Filename', 'Rating'] as const;

/**
 * Writes scut_ratings.csv from the workbook of SCUT-FBP5500's archive, when the workbook lies in the folder or one
 * below and the table does not exist yet. Reading the 330,000 rows takes longer than learning from them, so it is
 * done once.
 * @returns how many ratings were written; undefined when there was nothing to do
 * @throws HarmoniaError dataset-invalid, naming the row of the workbook
 */
export async function tabulateScutRatings(folder: string): Promise<number | undefined> {
  const target = path.join(folder, scutRatingsTable);
  const source = existsSync(target) ? undefined : await findWorkbook(folder);
  if (source === undefined) return undefined;
  const [header = [], ...rows] = await readFirstSheet(source);
  const places = columns.map((title) => header.indexOf(title));
  const missing = columns.filter((_, at) => places[at]! < 0);
  if (missing.length > 0) throw invalid(`lacks the columns ${missing.join(', ')}`);
  const lines = rows.map((row, at) => {
    const [rater, file, rating] = places.map((place) => row[place] ?? '');
    if (!/^\w+$/.test(String(rater)) || !/^[AC][FM]\d+\.jpg$/.test(String(file)) || !isRating(rating))
      throw invalid(`row ${at + 2}: expected a rater, a photograph such as AF1.jpg and a rating from 1 to 5`);
    return `${String(rater)},${String(file)},${String(rating)}`;
  });
  await writeWhole(target, `${['rater,file,rating_1_5', ...lines].join('\n')}\n`);
  return lines.length;
}

async function findWorkbook(folder: string): Promise<string | undefined> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const below = entries.filter((entry) => entry.isDirectory()).map(({ name }) => path.join(folder, name));
  return [folder, ...below].map((place) => path.join(place, workbook)).find(existsSync);
}

async function readFirstSheet(file: string): Promise<Row[]> {
  try {
    return await readSheet(file);
  } catch (cause) {
    throw invalid('is no workbook that can be read', cause);
  }
}

const isRating = (value: unknown): boolean => typeof value === 'number' && value >= 1 && value <= 5;

const invalid = (what: string, cause?: unknown): HarmoniaError =>
  new HarmoniaError('dataset-invalid', `the dataset: ${workbook} ${what}`, { cause });
