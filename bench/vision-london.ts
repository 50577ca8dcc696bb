import { readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { readLondonTable } from '../engine/visual/datasets/london-table.ts';
import type { DescriptionVersion } from '../engine/visual/description-version.ts';
import type { DescribedFace } from '../engine/visual/face.ts';
import type { FaceAnalyser } from '../engine/visual/face-analysis.ts';
import { faceFeatures } from '../engine/visual/features.ts';
import { loadPrior, parsePrior, type VisualPrior } from '../engine/visual/prior.ts';
import { readLondon, readMebeauty, readScut } from '../engine/visual-learning/training/read-face-sets.ts';
import { consensusTargets } from '../engine/visual-learning/training/consensus-targets.ts';
import { trainingDefaults, trainPrior } from '../engine/visual-learning/training/train-prior.ts';
import { pearson } from '../engine/validation/correlation.ts';
import {
  correlation,
  cutToShape,
  framings,
  percentileMove,
  quantile,
  shapes,
} from '../test/support/photo-changes.ts';

interface Portrait {
  readonly id: string;
  readonly sex: 'female' | 'male';
  readonly photo: Buffer;
}

const versions: readonly DescriptionVersion[] = [1, 2];

/**
 * What the photo's shape and framing do to the descriptions of London portraits in HARMONIA_SHARED, and how well the
 * consensus predicts their mean ratings, for both versions of the description. `every` takes a part of the portraits.
 */
export async function printLondonFigures(
  analyser: FaceAnalyser,
  shared: string,
  every: number,
): Promise<void> {
  const portraits = await readPortraits(shared, every);
  const prior = await loadPrior();
  console.log(`${portraits.length} London portraits`);
  for (const version of versions) {
    const whole = new Map<string, Float32Array>();
    const found: Record<string, { r: number[]; moves: number[]; lost: number }> = {};
    for (const { id, sex, photo } of portraits) {
      const { largest } = await analyser.analyse(photo, version);
      if (!largest) continue;
      whole.set(id, largest.embedding);
      const compare = async (change: string, changed: Uint8Array): Promise<void> => {
        const own = (found[change] ??= { r: [], moves: [], lost: 0 });
        const embedding = (await analyser.analyse(changed, version)).largest?.embedding;
        if (!embedding) return void own.lost++;
        own.r.push(correlation(largest.embedding, embedding));
        own.moves.push(percentileMove(prior, sex, largest.embedding, embedding));
      };
      for (const shape of shapes)
        await compare(`cut to ${shape}`, await cutToShape(photo, largest.box, shape));
      for (const [name, change] of Object.entries(framings)) await compare(name, await change(photo));
    }
    for (const [change, { r, moves, lost }] of Object.entries(found)) {
      console.log(
        `description ${version}, ${change}: r median ${quantile(r, 0.5).toFixed(4)}, 10th percentile ` +
          `${quantile(r, 0.1).toFixed(4)}; percentile moves by ${quantile(moves, 0.5).toFixed(2)} in the median, ` +
          `${quantile(moves, 0.9).toFixed(2)} at the 90th; ${lost} faces not found`,
      );
    }
    if (every === 1) await printConsensus(version, portraits, whole, shared);
  }
}

/** r of degraded portraits' descriptions with those of the portraits, where the limits of a selfie lie. */
export async function printLimits(analyser: FaceAnalyser, shared: string): Promise<void> {
  for (const [name, degrade] of Object.entries(degradations)) {
    const rows: { r: number; measured: DescribedFace }[] = [];
    for (const { photo } of await readPortraits(shared, 11)) {
      const { largest } = await analyser.analyse(photo);
      const degraded = largest && (await analyser.analyse(await degrade(photo, largest))).largest;
      if (largest && degraded) {
        rows.push({ r: correlation(largest.embedding, degraded.embedding), measured: degraded });
      }
    }
    const median = (valueOf: (row: (typeof rows)[number]) => number): string =>
      quantile(rows.map(valueOf), 0.5).toFixed(2);
    console.log(
      `${name}: r ${median(({ r }) => r)} (face ${median(({ measured }) => 100 * measured.sizeFraction)} %, edges ` +
        `${median(({ measured }) => measured.sharpness)}, luma ${median(({ measured }) => measured.exposure)}; ` +
        `${rows.length} portraits)`,
    );
  }
}

const smallFace =
  (share: number) =>
  async (photo: Uint8Array, face: DescribedFace): Promise<Buffer> => {
    const side = Math.round((480 * share) / face.sizeFraction);
    const edge = Math.round((480 - side) / 2);
    const edges = { left: edge, right: 480 - side - edge, top: edge, bottom: 480 - side - edge };
    const small = await sharp(photo).resize(side, side).toBuffer();
    return sharp(small)
      .extend({ ...edges, extendWith: 'copy' })
      .png()
      .toBuffer();
  };

const blurred = (sigma: number) => (photo: Uint8Array) =>
  sharp(photo).resize(480, 480).blur(sigma).png().toBuffer();

const degradations: Readonly<Record<string, (photo: Uint8Array, face: DescribedFace) => Promise<Buffer>>> = {
  'photo of 160 pixels': (photo) => sharp(photo).resize(160, 160).png().toBuffer(),
  'photo of 120 pixels': (photo) => sharp(photo).resize(120, 120).png().toBuffer(),
  'face of 12 %': smallFace(0.12),
  'face of 8 %': smallFace(0.08),
  'blurred by 2 pixels': blurred(2),
  'blurred by 3 pixels': blurred(3),
  'blurred by 4 pixels': blurred(4),
  'darkened to 0.12': (photo, { exposure }) =>
    sharp(photo)
      .linear(0.12 / exposure, 0)
      .png()
      .toBuffer(),
};

async function readPortraits(shared: string, every: number): Promise<Portrait[]> {
  const faces = await readLondonTable(path.join(shared, 'data/visual/london.csv'));
  return faces
    .filter(({ age }, at) => age !== undefined && at % every === 0)
    .map(({ id, sex, file }) => ({
      id,
      sex,
      photo: readFileSync(path.join(shared, 'data/faces/london', file)),
    }));
}

let learned: VisualPrior | undefined;

/** r of the consensus, learned without London, with London's mean ratings. */
async function printConsensus(
  version: DescriptionVersion,
  portraits: readonly Portrait[],
  described: ReadonlyMap<string, Float32Array>,
  shared: string,
): Promise<void> {
  const tables = path.join(shared, 'data/visual');
  learned ??= parsePrior(
    JSON.stringify(
      trainPrior([await readScut(tables), await readMebeauty(tables)], {
        ...trainingDefaults,
        seed: 'bench',
        version: '0.0.0',
        // Raters do not change the consensus.
        rounds: 1,
      }),
    ),
  );
  const london = await readLondon(tables);
  const targets = consensusTargets(london);
  for (const sex of ['female', 'male'] as const) {
    const known = portraits.filter((portrait) => portrait.sex === sex && described.has(portrait.id));
    const given = known.map(({ id }) => targets.values[london.faces.findIndex((face) => face.id === id)]!);
    const predicted = known.map(({ id }) => faceFeatures(learned!, described.get(id)!, sex)[1]!);
    const r = pearson(predicted, given)?.toFixed(3) ?? 'unknown';
    console.log(`description ${version}, consensus without London, ${known.length} ${sex} faces: r ${r}`);
  }
}
