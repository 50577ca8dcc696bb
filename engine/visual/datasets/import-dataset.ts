import { randomUUID } from 'node:crypto';
import { cp, lstat, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { HarmoniaError } from '../../../errors.ts';
import { type DatasetLayout, inspectDataset } from './dataset-layout.ts';
import { datasetLimits, unpackArchive, type UnpackLimits } from './unpack-archive.ts';

const manifestName = 'dataset.json';
const manifestSchema = z.object({
  kind: z.enum(['scut-fbp5500', 'london']),
  images: z.int().positive(),
  remarks: z.array(z.string()),
  importedAt: z.string(),
});

/** A data set that was taken over, as its manifest says. */
export interface ImportedDataset extends z.infer<typeof manifestSchema> {
  readonly folder: string;
}

/**
 * Takes over a ZIP archive or a folder into `datasets`/KIND, replacing an earlier import of the same kind. Until it
 * is complete and recognised nothing is seen of it.
 * @throws HarmoniaError dataset-invalid
 */
export async function importDataset(
  source: string,
  datasets: string,
  now: Date,
  limits: UnpackLimits = datasetLimits,
): Promise<ImportedDataset> {
  const aside = path.join(datasets, `.import-${randomUUID()}`);
  await mkdir(aside, { recursive: true });
  try {
    await bring(source, aside, limits);
    const layout = await inspectDataset(aside);
    const manifest = manifestOf(layout, now);
    await writeFile(path.join(layout.root, manifestName), `${JSON.stringify(manifest, null, 2)}\n`);
    const folder = path.join(datasets, layout.kind);
    await rm(folder, { recursive: true, force: true });
    await rename(layout.root, folder);
    return { ...manifest, folder };
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/** The data sets that were taken over; folders without a manifest are none. */
export async function listDatasets(datasets: string): Promise<ImportedDataset[]> {
  const names = await readdir(datasets).catch(() => []);
  const found: ImportedDataset[] = [];
  for (const name of names.sort()) {
    const folder = path.join(datasets, name);
    const text = await readFile(path.join(folder, manifestName), 'utf8').catch(() => undefined);
    if (text !== undefined) found.push({ ...manifestSchema.parse(JSON.parse(text)), folder });
  }
  return found;
}

async function bring(source: string, target: string, limits: UnpackLimits): Promise<void> {
  const kind = await stat(source).catch((error: unknown) => {
    throw new HarmoniaError('dataset-invalid', `the dataset: ${source} is not there`, { cause: error });
  });
  if (!kind.isDirectory()) {
    await unpackArchive(source, target, limits);
    return;
  }
  // A link in a given folder could pull in any file of this machine.
  await cp(source, target, {
    recursive: true,
    filter: async (file) => !(await lstat(file)).isSymbolicLink(),
  });
}

const manifestOf = (layout: DatasetLayout, now: Date): z.infer<typeof manifestSchema> => ({
  kind: layout.kind,
  images: layout.images.length,
  remarks: [...layout.remarks],
  importedAt: now.toISOString(),
});
