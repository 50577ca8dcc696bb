import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspectDataset } from '../engine/visual/datasets/dataset-layout.ts';
import { readLondonTable } from '../engine/visual/datasets/london-table.ts';
import { unpackArchive } from '../engine/visual/datasets/unpack-archive.ts';
import type { DescriptionVersion } from '../engine/visual/description-version.ts';
import type { FaceAnalyser } from '../engine/visual/face-analysis.ts';
import type { Sex } from '../engine/ports/participants.ts';
import { cutToShape, framings, shapes } from '../test/support/photo-changes.ts';

/** A photograph of one person. Its id is the face's in the tables of data/visual. */
export interface Portrait {
  readonly id: string;
  readonly sex: Sex;
  readonly photo: Buffer;
}

/** The descriptions of a portrait. `changed` holds other framings, by name; undefined where no face is found. */
export interface DescribedPortrait {
  readonly id: string;
  readonly sex: Sex;
  readonly whole: Float32Array;
  readonly changed: Readonly<Record<string, Float32Array | undefined>>;
}

export const versions: readonly DescriptionVersion[] = [1, 2];

/** Portraits described with each version. */
export type ByVersion = Readonly<Record<DescriptionVersion, readonly DescribedPortrait[]>>;

/** Every `every`th of the London portraits whose age is known. */
export async function readLondonPortraits(shared: string, every: number): Promise<Portrait[]> {
  const faces = await readLondonTable(path.join(shared, 'data/visual/london.csv'));
  const wanted = faces.filter(({ age }, at) => age !== undefined && at % every === 0);
  return Promise.all(
    wanted.map(async ({ id, sex, file }) => ({
      id,
      sex,
      photo: await readFile(path.join(shared, 'data/faces/london', file)),
    })),
  );
}

/** The 160 photographs of SCUT-FBP5500 that lie in HARMONIA_SHARED as an archive. */
export async function readScutSample(shared: string): Promise<Portrait[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'scut-sample-'));
  try {
    await unpackArchive(path.join(shared, 'data/faces/SCUT-FBP5500_v2-sample.zip'), folder);
    const { root, images } = await inspectDataset(folder);
    return await Promise.all(
      images.map(async ({ file, sex }) => ({
        id: path.basename(file),
        sex: sex!,
        photo: await readFile(path.join(root, file)),
      })),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Describes the portraits with both versions, and with `changes` also cut to shapes and framed otherwise. */
export async function describePortraits(
  analyser: Pick<FaceAnalyser, 'analyse'>,
  portraits: readonly Portrait[],
  changes: boolean,
): Promise<ByVersion> {
  const found: Record<DescriptionVersion, DescribedPortrait[]> = { 1: [], 2: [] };
  for (const version of versions) {
    for (const { id, sex, photo } of portraits) {
      const { largest } = await analyser.analyse(photo, version);
      if (!largest) {
        console.log(`description ${version}: no face is found on ${id}`);
        continue;
      }
      const changed: Record<string, Float32Array | undefined> = {};
      const describe = async (name: string, picture: Uint8Array): Promise<void> => {
        changed[name] = (await analyser.analyse(picture, version)).largest?.embedding;
      };
      if (changes) {
        for (const shape of shapes)
          await describe(`cut to ${shape}`, await cutToShape(photo, largest.box, shape));
        for (const [name, change] of Object.entries(framings)) await describe(name, await change(photo));
      }
      found[version].push({ id, sex, whole: largest.embedding, changed });
    }
  }
  return found;
}
