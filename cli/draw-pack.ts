import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import { builtInPackSeed, drawPackFace, drawnPackManifest } from '../engine/visual/drawing/drawn-pack.ts';
import { createFaceAnalyser } from '../engine/visual/face-analysis.ts';
import type { DescribedFace, FaceAnalysis } from '../engine/visual/face.ts';
import { checkSelfie } from '../engine/visual/selfie.ts';
import { HarmoniaError } from '../errors.ts';

/** `pack draw`: makes the built-in calibration pack, or another one of the same cast, and checks every face. */
export function registerDrawPack(program: Command): void {
  const pack =
    program.commands.find((command) => command.name() === 'pack') ??
    program.command('pack').description('calibration packs');
  pack
    .command('draw')
    .description('draw the calibration pack; the same seed gives the same bytes')
    .requiredOption('--out <dir>', 'folder for manifest.json and the pictures')
    .option('--seed <number>', 'whole number', parseSeed, builtInPackSeed)
    .action(async ({ out, seed }: { out: string; seed: number }) => {
      const { faces, bytes, similarity } = await drawPack(out, seed);
      console.log(
        `${faces} faces, ${Math.round(bytes / 1024)} KiB, each found exactly once; ` +
          `mean correlation between two descriptions ${similarity.toFixed(2)}`,
      );
    });
}

function parseSeed(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('a seed is a whole number');
  return Number(text);
}

/**
 * Draws the pack of a seed into a folder.
 * @throws HarmoniaError pack-invalid when the face detector does not find exactly one usable face in a drawing
 */
async function drawPack(
  out: string,
  seed: number,
): Promise<{ faces: number; bytes: number; similarity: number }> {
  const manifest = drawnPackManifest(seed);
  const analyser = await createFaceAnalyser();
  const descriptions: Float32Array[] = [];
  let bytes = 0;
  try {
    await mkdir(out, { recursive: true });
    for (const { id, file } of manifest.faces) {
      const picture = await drawPackFace(seed, id);
      descriptions.push(onlyFace(id, await analyser.analyse(picture)).embedding);
      await writeFile(join(out, file), picture);
      bytes += picture.length;
    }
  } finally {
    await analyser.close();
  }
  await writeFile(join(out, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return { faces: manifest.faces.length, bytes, similarity: meanCorrelation(descriptions) };
}

function onlyFace(id: string, analysis: FaceAnalysis): DescribedFace {
  const verdict = checkSelfie(analysis);
  if (analysis.largest !== undefined && analysis.faces === 1 && verdict.ok) return analysis.largest;
  const problem = verdict.ok ? `${analysis.faces} faces` : verdict.reason;
  throw new HarmoniaError('pack-invalid', `the drawing ${id} does not pass the face check: ${problem}`);
}

/** Mean Pearson correlation over all pairs. */
function meanCorrelation(descriptions: readonly Float32Array[]): number {
  const standard = descriptions.map((values) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const centred = values.map((value) => value - mean);
    const length = Math.hypot(...centred);
    return centred.map((value) => value / length);
  });
  const pairs = standard.flatMap((one, index) =>
    standard.slice(index + 1).map((other) => one.reduce((sum, value, at) => sum + value * other[at]!, 0)),
  );
  return pairs.reduce((sum, value) => sum + value, 0) / pairs.length;
}
