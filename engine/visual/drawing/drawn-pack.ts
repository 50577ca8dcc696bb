import { cast } from './cast.ts';
import { inventPerson } from './invented-person.ts';
import { photographPortrait } from './portrait-photo.ts';
import type { Sex } from '../../ports/participants.ts';

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

/** The pack's manifest for a seed; only the built-in seed carries the plain name. */
export function drawnPackManifest(seed: number): PackManifest {
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
      source: `drawn by engine/visual/drawing, seed ${seed}, portrait ${id}`,
    })),
  };
}

/**
 * Draws one face of the pack as a JPEG of 480 x 600 pixels.
 * @throws RangeError when the cast has no such face
 */
export function drawPackFace(seed: number, id: string): Promise<Buffer> {
  const member = cast.find((candidate) => candidate.id === id);
  if (member === undefined) throw new RangeError(`the drawn pack has no face ${id}`);
  return photographPortrait(inventPerson(`pack:${seed}:${id}`, member.sex, member.given), faceWidth);
}
