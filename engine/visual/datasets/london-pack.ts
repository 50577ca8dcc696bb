import { existsSync } from 'node:fs';
import path from 'node:path';
import { HarmoniaError } from '../../../foundation/errors.ts';
import type { PackManifest } from '../load-pack.ts';
import { londonTable } from './dataset-layout.ts';
import { readExclusions } from './exclusion-list.ts';
import { readLondonTable } from './london-table.ts';

const youngest = 18;

/**
 * The manifest of a pack of the Face Research Lab London Set, with its faces of known adult age (two have no age).
 * @throws HarmoniaError dataset-invalid, naming what is missing
 */
export async function londonManifest(
  photos: string,
  options: { table?: string; exclude?: string | undefined } = {},
): Promise<PackManifest> {
  const table =
    options.table ?? [londonTable, 'london.csv'].map((name) => path.join(photos, name)).find(existsSync);
  if (table === undefined) {
    throw new HarmoniaError(
      'dataset-invalid',
      `the dataset: without ${londonTable} nobody's age is known, so no pack can be made of it`,
    );
  }
  const faces = await readLondonTable(table);
  const excluded = await readExclusions(options.exclude, new Set(faces.map(({ id }) => id)));
  const kept = faces.filter(({ id, age }) => age !== undefined && age >= youngest && !excluded.has(id));
  return {
    id: 'london',
    version: '1.0.0',
    licence: 'CC BY 4.0',
    attribution:
      'Faces: Face Research Lab London Set, Lisa DeBruine and Benedict Jones (2017), ' +
      'doi.org/10.6084/m9.figshare.5047666, CC BY 4.0.',
    faces: kept.map(({ id, sex, age, file }) => ({
      id,
      file,
      sex,
      source: 'Face Research Lab London Set',
      ...(age !== undefined && { age }),
    })),
  };
}
