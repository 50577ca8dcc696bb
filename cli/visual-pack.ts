import path from 'node:path';
import { readFile } from 'node:fs/promises';
import { describePack, loadPack, type PackManifest } from '../engine/visual/calibration-pack.ts';
import { mostTelling, writeManifest, writePack } from '../engine/visual/datasets/dataset-pack.ts';
import { londonManifest } from '../engine/visual/datasets/london-pack.ts';
import { scutManifest } from '../engine/visual/datasets/scut-pack.ts';
import { createFaceAnalyser } from '../engine/visual/face-analysis.ts';
import { loadPrior } from '../engine/visual/prior.ts';

export interface LondonArguments {
  photos: string;
  faces?: string;
  exclude?: string;
  out: string;
}

/** Copies the photographs of known adult age and writes manifest.json. */
export async function makeLondonPack(options: LondonArguments): Promise<PackManifest> {
  const { photos, faces, exclude, out } = options;
  const manifest = await londonManifest(photos, { exclude, ...(faces !== undefined && { table: faces }) });
  return putPack(out, photos, manifest);
}

/** Copies photographs of people who look 25 or older and writes manifest.json. */
export async function makeScutPack(options: Omit<LondonArguments, 'faces'>): Promise<PackManifest> {
  const { photos, exclude, out } = options;
  const analyser = await createFaceAnalyser();
  const manifest = await scutManifest(photos, analyser, { exclude }).finally(() => analyser.close());
  return putPack(out, photos, manifest);
}

async function putPack(out: string, photos: string, manifest: PackManifest): Promise<PackManifest> {
  await writePack(out, photos, manifest);
  await loadPack(out);
  return manifest;
}

/** Writes the pack's `calibration` lists, the most informative face first; returns them. */
export async function chooseForPack(
  folder: string,
  priorFile?: string,
): Promise<NonNullable<PackManifest['calibration']>> {
  const prior = await (priorFile === undefined ? loadPrior() : loadPrior(priorFile));
  const pack = await loadPack(folder);
  const analyser = await createFaceAnalyser();
  const described = await describePack(pack, analyser, path.join(folder, 'descriptions.json')).finally(() =>
    analyser.close(),
  );
  const calibration = mostTelling(pack, described, prior);
  const text = await readFile(path.join(folder, 'manifest.json'), 'utf8');
  await writeManifest(folder, { ...(JSON.parse(text) as PackManifest), calibration });
  return calibration;
}
