import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { HarmoniaError } from '../../../foundation/errors.ts';
import type { Sex } from '../../ports/participants.ts';
import { readLondonTable } from './london-table.ts';

export interface DatasetImage {
  /** Relative to the dataset's folder. */
  readonly file: string;
  readonly sex?: Sex;
}

/** What was recognised in a folder. */
export interface DatasetLayout {
  readonly kind: 'scut-fbp5500' | 'london';
  /** Where the layout starts: archives often hold one folder that holds everything. */
  readonly root: string;
  readonly images: readonly DatasetImage[];
  /** The London Set's table of ages, which may lie beside the folder of photographs. */
  readonly table?: string;
  /** Harmless differences from the official layout. */
  readonly remarks: readonly string[];
}

const scutName = /^[AC]([FM])\d+\.jpg$/;
const londonName = /^\d{3}_\d{2}\.jpg$/;
/** The London Set has several archives; the ratings are of this one, neutral faces from the front. */
const londonFolder = 'neutral_front';
/** As published, and as this project prepares it for training. */
export const londonTable = 'london_faces_info.csv';
const londonTables = [londonTable, 'london.csv'];

/**
 * Recognises SCUT-FBP5500 (Images, facial landmark, train_test_files) and the London Set (NNN_NN.jpg, in a folder
 * neutral_front or not, with its table of ages beside one or the other).
 * @throws HarmoniaError dataset-invalid, naming what is missing
 */
export async function inspectDataset(folder: string, tableAbove?: string): Promise<DatasetLayout> {
  const names = await list(folder);
  if (names.includes('Images')) return inspectScut(folder);
  const tableName = londonTables.find((name) => names.includes(name));
  const table = tableName === undefined ? tableAbove : path.join(folder, tableName);
  const photos = names.filter((name) => londonName.test(name));
  if (photos.length > 0) return inspectLondon(folder, names, photos, table);
  const folders: string[] = [];
  for (const name of names) if ((await stat(path.join(folder, name))).isDirectory()) folders.push(name);
  const inner = folders.includes(londonFolder) ? londonFolder : folders.length === 1 ? folders[0] : undefined;
  if (inner !== undefined) return inspectDataset(path.join(folder, inner), table);
  throw invalid('neither SCUT-FBP5500 (Images, train_test_files) nor the London Set (001_03.jpg …) is in it');
}

async function inspectScut(root: string): Promise<DatasetLayout> {
  const present = await list(path.join(root, 'Images'));
  const images = present.filter((name) => scutName.test(name)).sort();
  if (images.length === 0) throw invalid('Images has no photograph named like AF1.jpg');
  const labels = await readFile(path.join(root, 'train_test_files/All_labels.txt'), 'utf8').catch(
    (error: unknown) => {
      throw invalid('train_test_files/All_labels.txt is missing', error);
    },
  );
  const labelled = new Map(
    labels
      .split(/\r?\n/)
      .filter((line) => line.trim() !== '')
      .map((line, at) => labelOf(line, at + 1)),
  );
  const absent = [...labelled.keys()].filter((name) => !images.includes(name));
  if (absent.length > 0)
    throw invalid(`${absent.length} rated photographs are missing, such as ${absent[0]!}`);
  const landmarks = await list(path.join(root, 'facial landmark')).catch((): string[] => []);
  return {
    kind: 'scut-fbp5500',
    root,
    images: images.map((name) => ({
      file: path.join('Images', name),
      sex: scutName.exec(name)![1] === 'F' ? 'female' : 'male',
    })),
    remarks: [
      ...remark(
        present.filter((name) => !scutName.test(name)),
        'files in Images are no photographs of the set',
      ),
      ...remark(
        images.filter((name) => !labelled.has(name)),
        'photographs have no rating',
      ),
      // An empty landmark file is normal: the official archive has some.
      ...remark(
        images.filter((name) => !landmarks.includes(name.replace('.jpg', '.pts'))),
        'photographs have no landmark file',
      ),
    ],
  };
}

async function inspectLondon(
  root: string,
  names: readonly string[],
  photos: readonly string[],
  table: string | undefined,
): Promise<DatasetLayout> {
  const rows = table === undefined ? undefined : await readLondonTable(table);
  const present = new Set(photos);
  const absent = rows?.filter(({ file }) => !present.has(file)) ?? [];
  if (absent.length > 0)
    throw invalid(`${absent.length} photographs of its table are missing, such as ${absent[0]!.file}`);
  const listed = new Set(rows?.map(({ file }) => file));
  return {
    kind: 'london',
    root,
    ...(table !== undefined && { table }),
    images: photos.toSorted().map((file) => ({ file })),
    remarks: [
      // Templates of face shape belong to the set.
      ...remark(
        names.filter(
          (name) => !londonName.test(name) && !name.endsWith('.tem') && !londonTables.includes(name),
        ),
        'other files are beside the photographs',
      ),
      ...(rows
        ? remark(
            photos.filter((file) => !listed.has(file)),
            'photographs are not in its table',
          )
        : ['no table of ages came with it, so no calibration pack can be made of it']),
    ],
  };
}

function labelOf(line: string, number: number): [string, number] {
  const [name = '', rating = ''] = line.trim().split(/\s+/);
  const value = Number(rating);
  if (!scutName.test(name) || !(value >= 1 && value <= 5)) {
    throw invalid(`All_labels.txt, line ${number}: expected a photograph and a rating from 1 to 5`);
  }
  return [name, value];
}

const remark = (files: readonly string[], what: string): string[] =>
  files.length === 0 ? [] : [`${files.length} ${what} (${files[0]!})`];

async function list(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    throw invalid(`${path.basename(folder)} is no folder that can be read`, error);
  }
}

function invalid(what: string, cause?: unknown): HarmoniaError {
  return new HarmoniaError('dataset-invalid', `the dataset: ${what}`, cause === undefined ? {} : { cause });
}
