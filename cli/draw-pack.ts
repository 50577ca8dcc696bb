import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cast } from '../play/portraits/cast.ts';
import type { CastMember } from '../play/portraits/cast.ts';
import { builtInPackSeed, drawPackFace, drawnPackManifest } from '../play/portraits/drawn-pack.ts';
import type { FaceAnalyser } from '../engine/visual/face-analysis.ts';
import { createFaceAnalyser } from '../engine/visual/face-analysis.ts';
import { checkSelfie } from '../engine/visual/selfie.ts';
import { HarmoniaError } from '../foundation/errors.ts';

const takeLimit = 12;

/** A drawing below this estimated age is drawn again: the description network may take it for a minor. */
const youngestEstimate = 20;

/**
 * Draws the pack of a seed, by default that of the built-in one, into a folder.
 * @throws HarmoniaError `pack-invalid` when no drawing of a face passes the check
 */
export async function drawPack(
  out: string,
  seed: number = builtInPackSeed,
): Promise<{ faces: number; bytes: number; similarity: number }> {
  await mkdir(out, { recursive: true });
  const analyser = await createFaceAnalyser();
  const takes = new Map<string, number>();
  const descriptions: Float32Array[] = [];
  let bytes = 0;
  try {
    for (const member of cast) {
      const { picture, take, embedding } = await drawUntilGood(analyser, seed, member);
      await writeFile(join(out, `${member.id}.jpg`), picture);
      takes.set(member.id, take);
      descriptions.push(embedding);
      bytes += picture.length;
    }
  } finally {
    await analyser.close();
  }
  const manifest = drawnPackManifest(seed, takes);
  await writeFile(join(out, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return { faces: cast.length, bytes, similarity: meanCorrelation(descriptions) };
}

/** Draws the face until the analyser finds exactly one usable adult face, at most `takeLimit` times. */
async function drawUntilGood(
  analyser: FaceAnalyser,
  seed: number,
  member: CastMember,
): Promise<{ picture: Buffer; take: number; embedding: Float32Array }> {
  for (let take = 1; take <= takeLimit; take++) {
    const picture = await drawPackFace(seed, member, take);
    const analysis = await analyser.analyse(picture);
    const face = analysis.faces === 1 && checkSelfie(analysis).ok ? analysis.largest : undefined;
    if (face !== undefined && face.estimatedAge >= youngestEstimate) {
      return { picture, take, embedding: face.embedding };
    }
  }
  throw new HarmoniaError(
    'pack-invalid',
    `--seed: none of ${takeLimit} drawings of ${member.id} with seed ${seed} passes the face check; choose another seed`,
  );
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
