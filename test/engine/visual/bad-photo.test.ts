import { crc32 } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import sharp, { type Sharp } from 'sharp';
import { HarmoniaError } from '../../../foundation/errors.ts';
import { networkPixels, preparePhoto } from '../../../engine/visual/photo.ts';

/** Noise, so that every part of the file matters. */
const noise = (width: number, height: number): Sharp =>
  sharp({
    create: {
      width,
      height,
      channels: 3,
      background: '#888',
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  });
const reasonOf = async (bytes: Uint8Array): Promise<string> =>
  preparePhoto(bytes).then(
    () => 'accepted',
    (error: unknown) => {
      if (!(error instanceof HarmoniaError && error.code === 'photo-unreadable')) throw error;
      return String(error.details['reason']);
    },
  );

/** A PNG of several frames: a still one with the chunk that announces them (PNG, third edition, 11.3.6.2). */
async function animatedPng(): Promise<Buffer> {
  const still = await noise(300, 300).png().toBuffer();
  const body = Buffer.from(`acTL${'\0'.repeat(3)}\x02${'\0'.repeat(4)}`, 'latin1');
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(body.length - 4, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  const afterHeader = 33;
  return Buffer.concat([still.subarray(0, afterHeader), chunk, still.subarray(afterHeader)]);
}

describe('an animated picture is refused', () => {
  const frames = (): Promise<Buffer[]> => Promise.all([1, 2].map(() => noise(300, 300).png().toBuffer()));

  test('a GIF', async () => {
    const gif = await sharp(await frames(), { join: { animated: true } })
      .gif()
      .toBuffer();
    expect(await reasonOf(gif)).toBe('animated');
  });
  test('a WebP', async () => {
    const webp = await sharp(await frames(), { join: { animated: true } })
      .webp()
      .toBuffer();
    expect(await reasonOf(webp)).toBe('animated');
  });
  test('a PNG', async () => {
    expect(await reasonOf(await animatedPng())).toBe('animated');
  });
});

describe('a photo that was cut off is refused, wherever it was cut', () => {
  test.each<[string, (image: Sharp) => Sharp]>([
    ['JPEG', (image) => image.jpeg()],
    ['progressive JPEG', (image) => image.jpeg({ progressive: true })],
    ['PNG', (image) => image.png()],
    ['interlaced PNG', (image) => image.png({ progressive: true })],
    ['WebP', (image) => image.webp()],
    ['lossless WebP', (image) => image.webp({ lossless: true })],
  ])('%s', async (_, encode) => {
    const whole = await encode(noise(200, 200)).toBuffer();
    expect(await reasonOf(whole)).toBe('accepted');
    const reasons: string[] = [];
    // The last bytes close a file and show nothing: readers of photographs do without them.
    for (let part = 0; part < 40; part++)
      reasons.push(await reasonOf(whole.subarray(0, Math.floor((whole.length * part) / 40))));
    expect(new Set(reasons)).toEqual(new Set(['not-an-image']));
  });
});

describe('a photo is turned upright by its EXIF orientation', () => {
  // Top left red, top right green, bottom left blue, bottom right white, as it should be seen.
  const corners = [
    [255, 0, 0],
    [0, 255, 0],
    [0, 0, 255],
    [255, 255, 255],
  ];
  const upright = async (): Promise<Buffer> => {
    const [width, height] = [320, 240];
    const data = Buffer.alloc(width * height * 3);
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        data.set(corners[(y < height / 2 ? 0 : 2) + (x < width / 2 ? 0 : 1)]!, (y * width + x) * 3);
    return sharp(data, { raw: { width, height, channels: 3 } })
      .png()
      .toBuffer();
  };
  /** How the camera holds what is to be seen upright, by orientation: turned first, then mirrored. */
  const held: Record<number, { turn: number; mirror?: 'flip' | 'flop' }> = {
    1: { turn: 0 },
    2: { turn: 0, mirror: 'flop' },
    3: { turn: 180 },
    4: { turn: 0, mirror: 'flip' },
    5: { turn: 270, mirror: 'flip' },
    6: { turn: 270 },
    7: { turn: 90, mirror: 'flip' },
    8: { turn: 90 },
  };

  test.each(Object.keys(held).map(Number))('orientation %i', async (orientation) => {
    const { turn, mirror } = held[orientation]!;
    // One pipeline would mirror before it turns.
    const turned = await sharp(await upright())
      .rotate(turn)
      .png()
      .toBuffer();
    const mirrored = mirror ? await sharp(turned)[mirror]().png().toBuffer() : turned;
    const photo = await sharp(mirrored).withMetadata({ orientation }).jpeg({ quality: 95 }).toBuffer();
    const { jpeg, width, height } = await preparePhoto(photo);
    expect({ width, height }).toEqual({ width: 320, height: 240 });
    const { data } = await sharp(jpeg).raw().toBuffer({ resolveWithObject: true });
    const seen = [
      [40, 40],
      [280, 40],
      [40, 200],
      [280, 200],
    ].map(([x = 0, y = 0]) => [...data.subarray((y * 320 + x) * 3, (y * 320 + x) * 3 + 3)]);
    seen.forEach((colour, at) =>
      colour.forEach((value, channel) => expect(Math.abs(value - corners[at]![channel]!)).toBeLessThan(40)),
    );
    const { pixels } = await networkPixels(photo);
    expect([pixels.width, pixels.height]).toEqual([480, 360]);
    expect(pixels.data[0]).toBeGreaterThan(200);
    expect(pixels.data[1]).toBeLessThan(60);
  });
});

describe('kinds of files that are refused as a selfie', () => {
  test.each<[string, Buffer, string]>([
    ['zero bytes', Buffer.alloc(0), 'not-an-image'],
    ['a few zeros', Buffer.alloc(64), 'not-an-image'],
    ['text', Buffer.from('dear diary\n'.repeat(50)), 'not-an-image'],
    ['a PDF', Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\n'), 'not-an-image'],
    ['a web page', Buffer.from('<!doctype html><html><img src="x.jpg"></html>'), 'not-an-image'],
    ['an SVG', Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'), 'not-an-image'],
    ['an archive', Buffer.from('PK\x03\x04 and so on'), 'not-an-image'],
    ['a HEIC photo', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), 'heic'],
    [
      'a HEIC photo of another brand first',
      Buffer.from('\0\0\0\x1cftypmif2\0\0\0\0heicmif1', 'latin1'),
      'heic',
    ],
    ['an AVIF photo', Buffer.from('\0\0\0\x1cftypavif\0\0\0\0avifmif1', 'latin1'), 'heic'],
    ['a film', Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0isommp42', 'latin1'), 'not-an-image'],
  ])('%s', async (_, bytes, reason) => {
    expect(await reasonOf(bytes)).toBe(reason);
  });

  test('a picture whose header claims too many pixels is refused before decoding', async () => {
    const bytes = await noise(200, 200).png().toBuffer();
    bytes.writeUInt32BE(50_000, 16);
    bytes.writeUInt32BE(50_000, 20);
    bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
    expect(await reasonOf(bytes)).toBe('too-many-pixels');
    await expect(networkPixels(bytes)).rejects.toMatchObject({ details: { reason: 'too-many-pixels' } });
  });

  test('a strip of one pixel by many', async () => {
    expect(await reasonOf(await noise(5000, 1).png().toBuffer())).toBe('image-too-small');
  });
});

describe('unusual photographs are brought to sRGB with three bytes a pixel, and look the same', () => {
  const colour = { r: 170, g: 136, b: 102 };
  const plain = (): Sharp => sharp({ create: { width: 240, height: 240, channels: 3, background: colour } });

  test.each<[string, () => Sharp, number[]]>([
    ['16-bit PNG', () => plain().toColourspace('rgb16').png(), [170, 136, 102]],
    [
      '16-bit PNG with transparency',
      () => plain().ensureAlpha(1).toColourspace('rgb16').png(),
      [170, 136, 102],
    ],
    ['CMYK JPEG', () => plain().toColourspace('cmyk').jpeg({ quality: 100 }), [170, 136, 102]],
    ['greyscale JPEG', () => plain().greyscale().jpeg({ quality: 100 }), [140, 140, 140]],
    ['greyscale PNG with transparency', () => plain().greyscale().ensureAlpha(0).png(), [255, 255, 255]],
    ['PNG with a palette', () => plain().png({ palette: true }), [170, 136, 102]],
    ['Display P3 photo', () => plain().withIccProfile('p3').jpeg({ quality: 100 }), [170, 136, 102]],
  ])('%s', async (_, make, expected) => {
    const given = await make().toBuffer();
    const { jpeg } = await preparePhoto(given);
    expect(await sharp(jpeg).metadata()).toMatchObject({ space: 'srgb', channels: 3, depth: 'uchar' });
    const kept = await sharp(jpeg).raw().toBuffer();
    const { pixels } = await networkPixels(given);
    for (const seen of [kept.subarray(0, 3), pixels.data.subarray(0, 3)])
      [...seen].forEach((value, channel) => expect(Math.abs(value - expected[channel]!)).toBeLessThan(12));
    expect(pixels.data).toHaveLength(480 * 480 * 3);
  });
});
