import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { createFaceAnalyser, type FaceAnalyser } from '../../../engine/visual/face-analysis.ts';
import { plainFace } from '../../../engine/visual/face-self-check.ts';
import { checkSelfie } from '../../../engine/visual/selfie.ts';
import type { FaceAnalysis } from '../../../engine/visual/face.ts';
import { correlation } from '../../support/photo-changes.ts';

const grey = (width: number, height = 150): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#777' } })
    .png()
    .toBuffer();

describe('the face networks', () => {
  let analyser: FaceAnalyser;
  let photo: Buffer;
  // Described once for the tests that compare something with it.
  let plain: FaceAnalysis;
  let portrait: FaceAnalysis;
  beforeAll(async () => {
    analyser = await createFaceAnalyser({ workers: 1 });
    // A face of the built-in pack, since drawing one takes longer than all of these tests.
    photo = await readFile(new URL('../../../engine/visual/packs/drawn-1/f03.jpg', import.meta.url));
    plain = await analyser.analyse(await plainFace());
    portrait = await analyser.analyse(photo);
  });
  afterAll(() => analyser.close());

  test('describe the largest face with 1024 numbers and its pose', () => {
    const { faces, largest, others, width, height } = plain;
    expect({ faces, others, width, height }).toEqual({ faces: 1, others: [], width: 480, height: 480 });
    expect(largest?.embedding).toHaveLength(1024);
    expect(largest?.sizeFraction).toBeGreaterThan(0.4);
    expect(Math.abs(largest?.yaw ?? 90)).toBeLessThan(10);
  });

  test('give the same numbers for the same photo', async () => {
    const again = await analyser.analyse(await plainFace());
    expect(again.largest?.embedding).toEqual(plain.largest?.embedding);
  });

  test('describe a mirrored selfie like the face itself', async () => {
    const mirror = await analyser.analyse(await sharp(photo).flop().png().toBuffer());
    const { embedding } = portrait.largest!;
    expect(correlation(embedding, mirror.largest!.embedding)).toBeGreaterThan(0.985);
    expect(embedding.every((value) => value >= 0)).toBe(true);
  });

  test('describe a photo as version 1 did for a cohort that began with it', async () => {
    const [one, two] = [await analyser.analyse(photo, 1), portrait];
    expect(one.largest!.embedding).not.toEqual(two.largest!.embedding);
    expect((await analyser.analyse(photo, 1)).largest!.embedding).toEqual(one.largest!.embedding);
    expect(Math.abs(one.largest!.estimatedAge - two.largest!.estimatedAge)).toBeLessThan(15);
    expect(Math.abs(one.largest!.sizeFraction - two.largest!.sizeFraction)).toBeLessThan(0.03);
  });

  test('recognise a photo that is upside down', async () => {
    const analysis = await analyser.analyse(
      await sharp(await plainFace())
        .rotate(180)
        .toBuffer(),
    );
    expect(checkSelfie(analysis)).toEqual({ ok: false, reason: 'turned-away' });
  });

  test('find no face on an empty photo', async () => {
    const analysis = await analyser.analyse(await grey(300));
    expect(analysis).toMatchObject({ faces: 0, glimpses: [] });
    expect(analysis).not.toHaveProperty('largest');
  });

  test('refuse a file that is not a photo before a worker gets it', async () => {
    await expect(analyser.analyse(Buffer.from('hello'))).rejects.toMatchObject({ code: 'photo-unreadable' });
  });
});
