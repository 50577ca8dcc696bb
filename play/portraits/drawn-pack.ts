import { cast } from './cast.ts';
import type { CastMember } from './cast.ts';
import { inventPerson } from './invented-person.ts';
import { photographPortrait } from './portrait-photo.ts';
import type { Sex } from '../../engine/ports/participants.ts';

/** manifest.json of a calibration pack. */
export interface PackManifest {
  id: string;
  version: string;
  licence: string;
  faces: { id: string; file: string; sex: Sex; source: string }[];
}

/** The seed of the pack in engine/visual/packs/drawn-1. */
export const builtInPackSeed = 1;

const faceWidth = 480;

/**
 * The manifest of the pack for a seed. Only the pack of the built-in seed has a name without the seed. `takes` gives,
 * by face id, the take that is in the pack.
 */
export function drawnPackManifest(seed: number, takes: ReadonlyMap<string, number>): PackManifest {
  return {
    id: seed === builtInPackSeed ? 'drawn-1' : `drawn-1-seed-${seed}`,
    version: '1.0.0',
    licence:
      'Our own drawings, made by code of this project (engine/visual/drawing) and part of it. ' +
      'They show invented adults; no photograph was used or traced.',
    faces: cast.map(({ id, sex }) => ({
      id,
      file: `${id}.jpg`,
      sex,
      source: `drawn by engine/visual/drawing, seed ${seed}, portrait ${id}, take ${takes.get(id) ?? 1}`,
    })),
  };
}

/** Draws one take (1, 2, …) of a face of the cast as a JPEG of 480 x 600 pixels. */
export const drawPackFace = (seed: number, { id, sex, given }: CastMember, take: number): Promise<Buffer> =>
  photographPortrait(inventPerson(`pack:${seed}:${id}:${take}`, sex, given), faceWidth);
