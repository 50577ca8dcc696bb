import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { createFaceAnalyser, type FaceAnalyser } from '../../../engine/visual/face-analysis.ts';
import { plainFace } from '../../../engine/visual/face-self-check.ts';
import { checkSelfie } from '../../../engine/visual/selfie.ts';

const grey = (width: number, height = 150): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#777' } })
    .png()
    .toBuffer();

describe('the face networks', () => {
  let analyser: FaceAnalyser;
  beforeAll(async () => {
    analyser = await createFaceAnalyser({ workers: 1 });
  });
  afterAll(() => analyser.close());

  test('describe the largest face with 1024 numbers and its pose', async () => {
    const { faces, largest, others, width, height } = await analyser.analyse(await plainFace());
    expect({ faces, others, width, height }).toEqual({ faces: 1, others: [], width: 480, height: 480 });
    expect(largest?.embedding).toHaveLength(1024);
    expect(largest?.sizeFraction).toBeGreaterThan(0.4);
    expect(Math.abs(largest?.yaw ?? 90)).toBeLessThan(10);
  });

  test('give the same numbers for the same photo', async () => {
    const [one, other] = await Promise.all([1, 2].map(async () => analyser.analyse(await plainFace())));
    expect(one?.largest?.embedding).toEqual(other?.largest?.embedding);
  });

  test('tell that a photo is upside down', async () => {
    const analysis = await analyser.analyse(
      await sharp(await plainFace())
        .rotate(180)
        .toBuffer(),
    );
    expect(checkSelfie(analysis)).toEqual({ ok: false, reason: 'turned-away' });
  });

  test('find nobody on an empty photo', async () => {
    const analysis = await analyser.analyse(await grey(300));
    expect(analysis).toMatchObject({ faces: 0, glimpses: [] });
    expect(analysis).not.toHaveProperty('largest');
  });

  test('refuse what is not a photo without troubling a worker', async () => {
    await expect(analyser.analyse(Buffer.from('hello'))).rejects.toMatchObject({ code: 'photo-unreadable' });
  });
});
