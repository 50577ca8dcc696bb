import path from 'node:path';
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { describePack, loadPack, type PackManifest } from '../engine/visual/calibration-pack.ts';
import { mostTelling, writeManifest, writePack } from '../engine/visual/datasets/dataset-pack.ts';
import { londonManifest } from '../engine/visual/datasets/london-pack.ts';
import { scutManifest } from '../engine/visual/datasets/scut-pack.ts';
import { createFaceAnalyser } from '../engine/visual/face-analysis.ts';
import { loadPrior } from '../engine/visual/prior.ts';

/** `visual pack london|scut` and `visual pack choose`: make a calibration pack and find its most informative faces. */
export function registerVisualPack(program: Command): void {
  const visual = program.commands.find((one) => one.name() === 'visual') ?? program.command('visual');
  const pack = visual.command('pack').description('calibration packs');
  pack
    .command('london')
    .description('make a pack of the Face Research Lab London Set (adults, CC BY 4.0)')
    .requiredOption('--photos <folder>', 'the photographs, 001_03.jpg and so on')
    .option('--faces <file>', 'london_faces_info.csv, when it is not beside the photographs')
    .option('--exclude <file>', 'ids of faces to leave out')
    .requiredOption('--out <folder>', 'where to put the pack')
    .action(async (options: LondonArguments) => {
      const manifest = await makeLondonPack(options);
      process.stdout.write(
        `${manifest.faces.length} faces in ${options.out}; now: visual pack choose ${options.out}\n`,
      );
    });
  pack
    .command('scut')
    .description(
      'make a pack of SCUT-FBP5500 (faces whose estimated age is 25 or more; non-commercial research)',
    )
    .requiredOption('--photos <folder>', 'the data set in its official layout')
    .option('--exclude <file>', 'ids of faces (AF1 and so on) to leave out')
    .requiredOption('--out <folder>', 'where to put the pack')
    .action(async (options: Omit<LondonArguments, 'faces'>) => {
      const manifest = await makeScutPack(options);
      process.stdout.write(
        `${manifest.faces.length} faces in ${options.out}; now: visual pack choose ${options.out}\n`,
      );
    });
  pack
    .command('choose')
    .description('order a pack’s faces by how much they tell about a taste, and write that into its manifest')
    .argument('<folder>', 'the pack')
    .option('--prior <file>', 'another prior than the one shipped')
    .action(async (folder: string, options: { prior?: string }) => {
      const chosen = await chooseForPack(folder, options.prior);
      for (const sex of ['female', 'male'] as const)
        process.stdout.write(`${sex}: ${chosen[sex].join(' ')}\n`);
    });
}

interface LondonArguments {
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
