import { beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { HarmoniaError } from '../../../foundation/errors.ts';
import { preparePhoto } from '../../../engine/visual/photo.ts';
import { drawPerson } from '../../../play/portraits/portrait-photo.ts';

// The drawn person "heic", 200 x 250 in Display P3, encoded as HEVC by libheif 1.15. The turned one is stored lying on
// its side with an `irot` box and the same turn in EXIF, as telephones write both.
const heicOf = (name: string): Buffer => readFileSync(new URL(`heic/${name}.heic`, import.meta.url));

const reasonOf = async (bytes: Uint8Array): Promise<unknown> =>
  preparePhoto(bytes).then(
    () => 'accepted',
    (error: unknown) => error instanceof HarmoniaError && error.details['reason'],
  );

const pixelsOf = (bytes: Uint8Array): Promise<Buffer> =>
  sharp(bytes).resize(200, 250).flatten().toColourspace('srgb').raw().toBuffer();

describe('a HEIC file', () => {
  let drawn: Buffer;
  beforeAll(async () => {
    drawn = await pixelsOf(await drawPerson('heic', 'female'));
  });

  test.each(['portrait', 'portrait-turned'])('is read upright and in its own colours: %s', async (name) => {
    const { jpeg, width, height } = await preparePhoto(heicOf(name));
    expect({ width, height }).toEqual({ width: 200, height: 250 });
    const read = await pixelsOf(jpeg);
    // Mean over the pixels of the difference in each channel: the loss of two encodings, without a shift of colours.
    for (const channel of [0, 1, 2]) {
      let shift = 0;
      let distance = 0;
      for (let at = channel; at < drawn.length; at += 3) {
        shift += read[at]! - drawn[at]!;
        distance += Math.abs(read[at]! - drawn[at]!);
      }
      expect(Math.abs(shift) / (drawn.length / 3)).toBeLessThan(1);
      expect(distance / (drawn.length / 3)).toBeLessThan(5);
    }
    expect((await sharp(jpeg).metadata()).exif).toBeUndefined();
  });

  test('that is cut off, or is no picture of this kind inside, is refused as one that cannot be read', async () => {
    const whole = heicOf('portrait');
    expect(await reasonOf(whole.subarray(0, whole.length / 2))).toBe('heic');
    expect(await reasonOf(Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'))).toBe('heic');
  });

  test('with more pixels than can be held is refused before it is decoded', async () => {
    const large = heicOf('portrait');
    const size = large.indexOf('ispe', 0, 'latin1') + 8;
    large.writeUInt32BE(6000, size);
    large.writeUInt32BE(6000, size + 4);
    expect(await reasonOf(large)).toBe('too-many-pixels');
  });
});
