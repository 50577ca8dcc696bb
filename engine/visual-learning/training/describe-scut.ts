import path from 'node:path';
import type { FaceAnalyser } from '../../visual/face-analysis.ts';
import { inspectDataset } from '../../visual/datasets/dataset-layout.ts';
import type { DescriptionVersion } from '../../visual/description-version.ts';
import { analysePhotograph } from '../../visual/datasets/dataset-photograph.ts';
import { writeHalfFloats } from '../../visual/half-floats.ts';
import { descriptionLength } from '../../visual/prior.ts';
import { readRequired, writeWhole } from './table.ts';

/** The published tables of the other sets hold descriptions of this version; sets of two versions are not mixed. */
const learnedFrom: DescriptionVersion = 1;

/**
 * Describes the photographs of SCUT-FBP5500 in its official layout, once: writes scut.csv and scut.f16 beside them,
 * as readScut takes them. Photographs on which no single face is found are left out.
 * @throws HarmoniaError dataset-invalid, naming a photograph that cannot be read
 */
export async function describeScut(
  folder: string,
  analyser: Pick<FaceAnalyser, 'analyse'>,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<{ described: number; leftOut: string[] }> {
  const { root, images } = await inspectDataset(folder);
  const ratings = await readPairs(path.join(root, 'train_test_files/All_labels.txt'));
  const split = 'train_test_files/split_of_60%training and 40%testing';
  const train = await readPairs(path.join(root, split, 'train.txt'));
  const rows: string[] = [];
  const descriptions: Float32Array[] = [];
  const leftOut: string[] = [];
  for (const [at, image] of images.entries()) {
    const name = path.basename(image.file);
    const { faces, largest } = await analysePhotograph(path.join(root, image.file), analyser, learnedFrom);
    const rating = ratings.get(name);
    if (faces === 1 && largest && rating !== undefined) {
      const part = train.has(name) ? 'train' : 'test';
      rows.push([rows.length, name, name.slice(0, 2), rating, part, largest.estimatedAge].join(','));
      descriptions.push(largest.embedding);
    } else leftOut.push(name);
    onProgress(at + 1, images.length);
  }
  const numbers = new Float32Array(descriptions.length * descriptionLength);
  descriptions.forEach((description, row) => numbers.set(description, row * descriptionLength));
  await writeWhole(path.join(folder, 'scut.f16'), writeHalfFloats(numbers));
  const header = 'row,file,group,mean_rating,split_60_40,estimated_age';
  // The table is written last: its presence means that the descriptions are complete.
  await writeWhole(path.join(folder, 'scut.csv'), `${[header, ...rows].join('\n')}\n`);
  return { described: rows.length, leftOut };
}

async function readPairs(file: string): Promise<Map<string, string>> {
  const lines = (await readRequired(file))
    .toString('utf8')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  return new Map(
    lines.map((line) => {
      const [name = '', value = ''] = line.trim().split(/\s+/);
      return [name, value];
    }),
  );
}
