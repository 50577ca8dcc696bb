import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { describePack, loadPack, type PackManifest } from '../engine/visual/calibration-pack.ts';
import { chooseCalibration } from '../engine/visual/choose-calibration.ts';
import { createFaceAnalyser } from '../engine/visual/face-analysis.ts';
import { faceFeatures } from '../engine/visual/features.ts';
import { loadPrior } from '../engine/visual/prior.ts';
import { readTable } from '../engine/visual/training/table.ts';

/** As many as a participant can be asked to rate. */
const mostFaces = 14;

/** `visual pack london` and `visual pack choose`: make a calibration pack and find its most telling faces. */
export function registerVisualPack(program: Command): void {
  const visual = program.commands.find((one) => one.name() === 'visual') ?? program.command('visual');
  const pack = visual.command('pack').description('calibration packs');
  pack
    .command('london')
    .description('make a pack of the Face Research Lab London Set (adults, CC BY 4.0)')
    .requiredOption('--photos <folder>', 'the photographs, 001_03.jpg and so on')
    .requiredOption('--faces <file>', 'table: face_id, sex, age, file')
    .option('--exclude <file>', 'face ids, one a line, to leave out')
    .requiredOption('--out <folder>', 'where to put the pack')
    .action(async (options: LondonArguments) => {
      const manifest = await makeLondonPack(options);
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
  faces: string;
  exclude?: string;
  out: string;
}

/** Copies the photographs of known adult age and writes manifest.json. */
export async function makeLondonPack(options: LondonArguments): Promise<PackManifest> {
  const rows = await readTable(options.faces, ['face_id', 'sex', 'age', 'file']);
  const excluded = new Set(
    options.exclude === undefined
      ? []
      : (await readFile(options.exclude, 'utf8')).split(/\s+/).filter(Boolean),
  );
  // Two faces have no age in the published table.
  const kept = rows.filter((row) => Number(row['age']) >= 18 && !excluded.has(row['face_id']!));
  const manifest: PackManifest = {
    id: 'london',
    version: '1.0.0',
    licence: 'CC BY 4.0',
    attribution:
      'Faces: Face Research Lab London Set, Lisa DeBruine and Benedict Jones (2017), ' +
      'doi.org/10.6084/m9.figshare.5047666, CC BY 4.0.',
    faces: kept.map((row) => ({
      id: row['face_id']!,
      file: row['file']!,
      sex: row['sex'] === 'female' ? 'female' : 'male',
      source: 'Face Research Lab London Set',
      age: Number(row['age']),
    })),
  };
  await mkdir(options.out, { recursive: true });
  for (const { file } of manifest.faces) {
    await cp(path.join(options.photos, path.basename(file)), path.join(options.out, path.basename(file)));
  }
  await writeFile(path.join(options.out, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  await loadPack(options.out);
  return manifest;
}

/** Writes the pack's `calibration` lists, most telling face first; returns them. */
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
  const choose = (sex: 'female' | 'male'): string[] => {
    const ids = pack.faces.filter((face) => face.sex === sex).map(({ id }) => id);
    const features = ids.map((id) => faceFeatures(prior, described.get(id)!.embedding, sex));
    return chooseCalibration(prior.raters, features, mostFaces).map((at) => ids[at]!);
  };
  const calibration = { female: choose('female'), male: choose('male') };
  const file = path.join(folder, 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as PackManifest;
  await writeFile(file, `${JSON.stringify({ ...manifest, calibration }, null, 2)}\n`);
  return calibration;
}
