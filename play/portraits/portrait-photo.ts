import sharp from 'sharp';
import type { Sex } from '../../engine/ports/participants.ts';
import type { PortraitFeatures } from './features.ts';
import { inventPerson } from './invented-person.ts';
import { drawPortrait } from './portrait.ts';
import { canvas } from './sketch.ts';

/** A portrait as a JPEG of that width in pixels, a quarter higher than wide. The same features give the same bytes. */
export async function photographPortrait(features: PortraitFeatures, width: number): Promise<Buffer> {
  const svg = Buffer.from(drawPortrait(features));
  return sharp(svg, { density: (72 * width) / canvas.width })
    .resize(width, (width * canvas.height) / canvas.width)
    .flatten({ background: '#808080' })
    .jpeg({ quality: 84, mozjpeg: true })
    .toBuffer();
}

/**
 * Draws an invented adult of the seed as a JPEG of 600 x 750 pixels. No seed draws a face of the
 * calibration pack.
 */
export const drawPerson = (seed: string | number, sex: Sex): Promise<Buffer> =>
  photographPortrait(inventPerson(`person:${seed}`, sex), 600);
