import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { HarmoniaError } from '../../../foundation/errors.ts';
import type { Sex } from '../../ports/participants.ts';

/** One face of the London Set as its published table describes it. */
export interface LondonFace {
  /** X and three digits, as in the published ratings. */
  readonly id: string;
  readonly sex: Sex;
  /** As the person reported it; unknown for two. */
  readonly age: number | undefined;
  readonly file: string;
}

/** Columns as published (london_faces_info.csv), in the order of preference, and as prepared for training. */
const columns = {
  id: ['face_id'],
  age: ['face_age', 'age'],
  sex: ['face_sex', 'face_gender', 'sex'],
} as const;

/**
 * Reads the London Set's table of faces.
 * @throws HarmoniaError dataset-invalid, naming the line
 */
export async function readLondonTable(file: string): Promise<LondonFace[]> {
  const name = path.basename(file);
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new HarmoniaError('dataset-invalid', `the dataset: ${name} cannot be read`, { cause });
  });
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => line.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1')));
  const header = lines.shift() ?? [];
  const at = (wanted: readonly string[]): number => {
    const found = header.findIndex((title) => wanted.includes(title));
    if (found < 0) throw new HarmoniaError('dataset-invalid', `the dataset: ${name} lacks ${wanted[0]}`);
    return found;
  };
  const [id, age, sex] = [at(columns.id), at(columns.age), at(columns.sex)];
  return lines.map((cells, row) => {
    const [, digits] = /^X?(\d{1,3})$/.exec(cells[id] ?? '') ?? [];
    const { [sex]: said, [age]: years } = cells;
    const unknown = years === '' || years === 'NA';
    if (!digits || (said !== 'female' && said !== 'male') || !(unknown || Number(years) > 0)) {
      throw new HarmoniaError(
        'dataset-invalid',
        `the dataset: ${name}, line ${row + 2}: expected a face, its age and female or male`,
      );
    }
    const number = digits.padStart(3, '0');
    return {
      id: `X${number}`,
      sex: said,
      age: unknown ? undefined : Number(years),
      file: `${number}_03.jpg`,
    };
  });
}
