import { describe, expect, test } from '@jest/globals';
import sharp, { type Sharp } from 'sharp';
import { HarmoniaError } from '../../../foundation/errors.ts';
import { networkPixels, preparePhoto } from '../../../engine/visual/photo.ts';

const picture = (width: number, height: number): Sharp =>
  sharp({ create: { width, height, channels: 3, background: '#a86' } });

describe('a prepared photo', () => {
  test('is upright and carries no metadata', async () => {
    const given = await picture(400, 300)
      .withExif({ IFD0: { Artist: 'canary' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const { jpeg, width, height } = await preparePhoto(given);
    expect({ width, height }).toEqual({ width: 300, height: 400 });
    const metadata = await sharp(jpeg).metadata();
    expect(metadata).toMatchObject({ format: 'jpeg', width: 300, height: 400, space: 'srgb' });
    expect([metadata.exif, metadata.xmp, metadata.iptc, metadata.icc, metadata.orientation]).toEqual(
      Array.from({ length: 5 }),
    );
    expect(jpeg.includes('canary')).toBe(false);
  });

  test.each([
    ['PNG with transparency', picture(300, 300).ensureAlpha(0.5).png()],
    ['16-bit PNG', picture(300, 300).toColourspace('rgb16').png()],
    ['greyscale PNG', picture(300, 300).greyscale().png()],
    ['still WebP', picture(300, 300).webp()],
    ['CMYK JPEG', picture(300, 300).toColourspace('cmyk').jpeg()],
  ])('can come from a %s', async (_, given) => {
    const { jpeg } = await preparePhoto(await given.toBuffer());
    expect(await sharp(jpeg).metadata()).toMatchObject({
      format: 'jpeg',
      space: 'srgb',
      channels: 3,
      depth: 'uchar',
    });
  });

  test('is no larger than the networks need', async () => {
    expect(await preparePhoto(await picture(4000, 3000).jpeg().toBuffer())).toMatchObject({
      width: 2048,
      height: 1536,
    });
  });
});

describe('a file is refused', () => {
  const reasonOf = async (bytes: Uint8Array): Promise<unknown> =>
    preparePhoto(bytes).then(
      () => 'accepted',
      (error: unknown) => error instanceof HarmoniaError && [error.code, error.details['reason']],
    );
  const brand = (name: string): Buffer =>
    Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from(`ftyp${name}`)]);

  test.each([
    ['nothing', Buffer.alloc(0), 'not-an-image'],
    ['text', Buffer.from('hello'), 'not-an-image'],
    ['a PDF', Buffer.from('%PDF-1.7'), 'not-an-image'],
    [
      'an SVG',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400"/>'),
      'not-an-image',
    ],
    ['a TIFF', Buffer.from('II*\0'), 'not-an-image'],
    ['an iPhone photo', brand('heic'), 'heic'],
    ['another HEIF photo', brand('mif1'), 'heic'],
    ['a video', brand('isom'), 'not-an-image'],
    ['a GIF', Buffer.from('GIF89a'), 'animated'],
    ['a JPEG in name only', Buffer.from('\xff\xd8\xff\xe0 and nothing more', 'latin1'), 'not-an-image'],
  ])('that is %s', async (_, bytes, reason) => {
    expect(await reasonOf(bytes)).toEqual(['photo-unreadable', reason]);
  });

  test('that was cut off', async () => {
    const whole = await picture(600, 600).jpeg().toBuffer();
    expect(await reasonOf(whole.subarray(0, whole.length / 2))).toEqual(['photo-unreadable', 'not-an-image']);
  });

  test('with a single pixel', async () => {
    expect(await reasonOf(await picture(1, 1).png().toBuffer())).toEqual([
      'photo-unreadable',
      'image-too-small',
    ]);
  });

  test('with 60 million pixels', async () => {
    const bomb = await picture(10_000, 6_000).png({ compressionLevel: 1 }).toBuffer();
    expect(await reasonOf(bomb)).toEqual(['photo-unreadable', 'too-many-pixels']);
  });

  test('that is animated', async () => {
    const frames = await Promise.all(
      ['#f00', '#0f0'].map((background) =>
        sharp({ create: { width: 300, height: 300, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    const moving = await sharp(frames, { join: { animated: true } })
      .webp()
      .toBuffer();
    expect(await reasonOf(moving)).toEqual(['photo-unreadable', 'animated']);
  });
});

test('a photo is enlarged or shrunk to fit 480 x 480, upright, for the networks', async () => {
  const given = await picture(300, 200).withMetadata({ orientation: 8 }).jpeg().toBuffer();
  const { pixels, width, height } = await networkPixels(given);
  expect({ width, height }).toEqual({ width: 200, height: 300 });
  expect([pixels.width, pixels.height, pixels.data.length]).toEqual([320, 480, 320 * 480 * 3]);
});
