import { randomUUID } from 'node:crypto';
import { cp, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { HarmoniaError } from '../../../foundation/errors.ts';
import type { Sex } from '../../ports/participants.ts';
import { chooseCalibration } from '../choose-calibration.ts';
import type { DescribedPackFace } from '../describe-pack.ts';
import type { FaceAnalyser } from '../face-analysis.ts';
import { faceFeatures } from '../features.ts';
import { type CalibrationPack, loadPack, type PackManifest } from '../load-pack.ts';
import type { VisualPrior } from '../prior.ts';
import type { ImportedDataset } from './import-dataset.ts';
import { londonManifest } from './london-pack.ts';
import { scutManifest } from './scut-pack.ts';

type Kind = ImportedDataset['kind'];

/** The most faces that a participant can be asked to rate. */
const mostFaces = 14;
/** London comes first: its faces are adults who agreed to be shown in web studies. */
const preference: readonly Kind[] = ['london', 'scut-fbp5500'];

export interface PackMaking {
  readonly analyser: Pick<FaceAnalyser, 'analyse'>;
  readonly prior: VisualPrior;
  readonly describe: (pack: CalibrationPack) => Promise<ReadonlyMap<string, DescribedPackFace>>;
}

/**
 * The pack of an imported data set, in a folder of its own below `packs`. It is made once per import and never changed, so
 * that participants who began with it can finish with it. Its most informative faces come first.
 * @throws HarmoniaError dataset-invalid, pack-invalid
 */
export async function ensureDatasetPack(
  dataset: ImportedDataset,
  packs: string,
  making: PackMaking,
): Promise<CalibrationPack> {
  const folder = path.join(packs, `${dataset.kind}-${dataset.importedAt.replace(/\D/g, '')}`);
  const made = await loadPack(folder).catch(() => undefined);
  if (made) return made;
  const aside = path.join(packs, `.making-${randomUUID()}`);
  await mkdir(aside, { recursive: true });
  try {
    const manifest = await writePack(aside, dataset.folder, await manifestOf(dataset, making));
    const pack = await loadPack(aside);
    const calibration = mostTelling(pack, await making.describe(pack), making.prior);
    await writeManifest(aside, { ...manifest, calibration });
    await rm(folder, { recursive: true, force: true });
    await rename(aside, folder);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
  return loadPack(folder);
}

/** The folder of the newest pack that was made of a data set, of the kind that is preferred. */
export async function newestDatasetPack(packs: string): Promise<string | undefined> {
  const names = (await readdir(packs).catch(() => [])).sort();
  for (const kind of preference) {
    const name = names.findLast((one) => one.startsWith(`${kind}-`));
    if (name !== undefined) return path.join(packs, name);
  }
  return undefined;
}

/** Ids by sex, the most informative face first: D-optimal under the prior, without any rating. */
export function mostTelling(
  pack: Pick<CalibrationPack, 'faces'>,
  described: ReadonlyMap<string, DescribedPackFace>,
  prior: VisualPrior,
): Record<Sex, string[]> {
  const choose = (sex: Sex): string[] => {
    const ids = pack.faces.filter((face) => face.sex === sex).map(({ id }) => id);
    const features = ids.map((id) => faceFeatures(prior, described.get(id)!.embedding, sex));
    return chooseCalibration(prior.raters, features, mostFaces).map((at) => ids[at]!);
  };
  return { female: choose('female'), male: choose('male') };
}

/** Copies a manifest's photographs into a folder and writes it beside them; files keep their last name. */
export async function writePack(
  folder: string,
  photos: string,
  manifest: PackManifest,
): Promise<PackManifest> {
  await mkdir(folder, { recursive: true });
  for (const { file } of manifest.faces) {
    await cp(path.join(photos, file), path.join(folder, path.basename(file))).catch((cause: unknown) => {
      throw new HarmoniaError('dataset-invalid', `the dataset: ${file} cannot be read`, { cause });
    });
  }
  const faces = manifest.faces.map((face) => ({ ...face, file: path.basename(face.file) }));
  const placed = { ...manifest, faces };
  await writeManifest(folder, placed);
  return placed;
}

/** Writes manifest.json. */
export async function writeManifest(folder: string, manifest: PackManifest): Promise<void> {
  await writeFile(path.join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

const manifestOf = (dataset: ImportedDataset, { analyser }: PackMaking): Promise<PackManifest> =>
  dataset.kind === 'london' ? londonManifest(dataset.folder) : scutManifest(dataset.folder, analyser);
