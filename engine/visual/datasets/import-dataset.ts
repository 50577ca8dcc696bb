import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, lstat, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { HarmoniaError } from '../../../foundation/errors.ts';
import { type DatasetLayout, inspectDataset, londonTable } from './dataset-layout.ts';
import { datasetLimits, unpackArchive, type UnpackLimits } from './unpack-archive.ts';

const manifestName = 'dataset.json';
const asidePrefix = '.import-';
const manifestSchema = z.object({
  kind: z.enum(['scut-fbp5500', 'london']),
  images: z.int().positive(),
  remarks: z.array(z.string()),
  importedAt: z.string(),
});

/** An imported data set, as in its manifest. */
export interface ImportedDataset extends z.infer<typeof manifestSchema> {
  readonly folder: string;
}

export interface ImportOptions {
  readonly limits?: UnpackLimits;
  /** The only kind that is accepted; default: any. */
  readonly kind?: DatasetLayout['kind'] | undefined;
  /** The London Set's table of ages, which is published apart from the photographs. */
  readonly table?: string | undefined;
  /** Cancels the import. */
  readonly signal?: AbortSignal;
}

/**
 * Imports a ZIP archive or a folder into `datasets`/KIND, replacing an earlier import of the same kind. The folder appears
 * only when the import is complete and recognised.
 * @throws HarmoniaError dataset-invalid
 */
export async function importDataset(
  source: string,
  datasets: string,
  now: Date,
  { limits = datasetLimits, kind, table, signal }: ImportOptions = {},
): Promise<ImportedDataset> {
  const aside = path.join(datasets, `${asidePrefix}${randomUUID()}`);
  await mkdir(path.join(aside, 'in'), { recursive: true });
  try {
    const inside = path.join(aside, 'in');
    await bring(source, inside, limits, signal);
    if (table !== undefined) await cp(table, path.join(inside, londonTable));
    const layout = await inspectDataset(inside);
    if (kind !== undefined && layout.kind !== kind)
      throw new HarmoniaError('dataset-invalid', `the dataset: it is ${layout.kind} and not ${kind}`);
    // A table found beside the photographs' folder is moved into it.
    if (layout.table !== undefined && path.dirname(layout.table) !== layout.root)
      await rename(layout.table, path.join(layout.root, londonTable));
    const manifest = manifestOf(layout, now);
    await writeFile(path.join(layout.root, manifestName), `${JSON.stringify(manifest, null, 2)}\n`);
    const folder = path.join(datasets, layout.kind);
    if (existsSync(folder)) await rename(folder, path.join(aside, 'earlier'));
    await rename(layout.root, folder);
    return { ...manifest, folder };
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/** Removes folders that killed imports left. An import that still runs has a folder younger than `olderThanMs`. */
export async function removeAbandonedImports(datasets: string, olderThanMs = 6 * 3_600_000): Promise<void> {
  for (const name of await readdir(datasets).catch(() => [])) {
    if (!name.startsWith(asidePrefix)) continue;
    const folder = path.join(datasets, name);
    const { mtimeMs } = await stat(folder);
    if (Date.now() - mtimeMs > olderThanMs) await rm(folder, { recursive: true, force: true });
  }
}

/** The imported data sets: folders that have a manifest. */
export async function listDatasets(datasets: string): Promise<ImportedDataset[]> {
  const names = await readdir(datasets).catch(() => []);
  const found: ImportedDataset[] = [];
  for (const name of names.sort()) {
    const folder = path.join(datasets, name);
    const text = await readFile(path.join(folder, manifestName), 'utf8').catch(() => undefined);
    if (text !== undefined) found.push({ ...parseManifest(text, name), folder });
  }
  return found;
}

function parseManifest(text: string, name: string): z.infer<typeof manifestSchema> {
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new HarmoniaError(
      'dataset-invalid',
      `the dataset: ${name}/${manifestName} was altered; import the data set again`,
      { cause },
    );
  }
}

async function bring(
  source: string,
  target: string,
  limits: UnpackLimits,
  signal: AbortSignal | undefined,
): Promise<void> {
  const kind = await stat(source).catch((error: unknown) => {
    throw new HarmoniaError('dataset-invalid', `the dataset: ${source} is not there`, { cause: error });
  });
  if (!kind.isDirectory()) {
    await unpackArchive(source, target, limits, signal);
    return;
  }
  // A symbolic link could point to any file of this machine.
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
