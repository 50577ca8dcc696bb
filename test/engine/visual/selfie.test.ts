import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createFaceAnalyser, type FaceAnalyser } from '../../../engine/visual/face-analysis.ts';
import type { DescribedFace, FaceAnalysis } from '../../../engine/visual/face.ts';
import { preparePhoto } from '../../../engine/visual/photo.ts';
import { checkSelfie } from '../../../engine/visual/selfie.ts';

const good: DescribedFace = {
  box: { x: 0.25, y: 0.25, width: 0.5, height: 0.5 },
  score: 1,
  sizeFraction: 0.4,
  outsideFraction: 0,
  sharpness: 0.5,
  exposure: 0.5,
  burntFraction: 0,
  yaw: 0,
  pitch: 0,
  roll: 0,
  embedding: new Float32Array(1024),
  estimatedAge: 30,
};

const photoOf = (face: Partial<DescribedFace>, rest: Partial<FaceAnalysis> = {}): FaceAnalysis => ({
  faces: 1,
  largest: { ...good, ...face },
  others: [],
  glimpses: [],
  width: 800,
  height: 800,
  exposure: 0.5,
  sharpness: 0.5,
  ...rest,
});

const withoutFace = (rest: Partial<FaceAnalysis>): FaceAnalysis => {
  const { largest: _, ...analysis } = photoOf({});
  return { ...analysis, faces: 0, ...rest };
};

describe('a selfie', () => {
  test('of one well lit face looking into the camera is accepted', () => {
    expect(checkSelfie(photoOf({}))).toEqual({ ok: true });
  });

  test('with a much smaller face in the background is accepted', () => {
    expect(checkSelfie(photoOf({}, { faces: 2, others: [{ ...good, sizeFraction: 0.15 }] }))).toEqual({
      ok: true,
    });
  });

  test('of a dark-skinned face in good light is accepted', () => {
    expect(checkSelfie(photoOf({ exposure: 0.24 }))).toEqual({ ok: true });
  });

  test.each([
    ['two people', photoOf({}, { faces: 2, others: [{ ...good, sizeFraction: 0.3 }] }), 'several-faces'],
    ['a face far away', photoOf({ sizeFraction: 0.05 }), 'too-small'],
    ['half a face', photoOf({ outsideFraction: 0.3 }), 'face-cut'],
    ['a face in the dark', photoOf({ exposure: 0.06 }), 'too-dark'],
    ['a face against the sun', photoOf({ exposure: 0.9 }), 'too-bright'],
    ['a face burnt out by a flash', photoOf({ burntFraction: 0.5 }), 'too-bright'],
    ['a face out of focus', photoOf({ sharpness: 0.1 }), 'blurred'],
    ['a profile', photoOf({ yaw: -50 }), 'turned-away'],
    ['a face looking down', photoOf({ pitch: 40 }), 'turned-away'],
    ['a photo lying on its side', photoOf({ roll: 90 }), 'turned-away'],
    ['an upside-down photo', withoutFace({ turnNeeded: 180 }), 'turned-away'],
    [
      'a crowd',
      withoutFace({ glimpses: [1, 2].map(() => ({ score: 0.5, sizeFraction: 0.1 })) }),
      'several-faces',
    ],
    ['somebody at the horizon', withoutFace({ glimpses: [{ score: 0.8, sizeFraction: 0.1 }] }), 'too-small'],
    ['night', withoutFace({ exposure: 0.05 }), 'too-dark'],
    [
      'a face lost in blur',
      withoutFace({ sharpness: 0.04, glimpses: [{ score: 0.23, sizeFraction: 0.4 }] }),
      'blurred',
    ],
    ['fog without a face', withoutFace({ sharpness: 0.06 }), 'no-face'],
    ['a landscape', withoutFace({}), 'no-face'],
  ])('of %s is refused with its reason', (_, analysis, reason) => {
    expect(checkSelfie(analysis)).toEqual({ ok: false, reason });
  });
});

const shared = process.env['HARMONIA_SHARED'];
const onShared = shared === undefined ? describe.skip : describe;

onShared('the photographs in HARMONIA_SHARED', () => {
  const folder = path.join(shared ?? '', 'data/faces');
  let analyser: FaceAnalyser;
  beforeAll(async () => {
    analyser = await createFaceAnalyser();
  });
  afterAll(() => analyser.close());
  const verdictOn = async (file: string): Promise<string> => {
    try {
      const verdict = checkSelfie(await analyser.analyse((await preparePhoto(readFileSync(file))).jpeg));
      return verdict.ok ? 'ok' : verdict.reason;
    } catch (error) {
      return String((error as { details?: { reason?: string } }).details?.reason);
    }
  };

  test('that must be refused are refused for their problem', async () => {
    const verdicts: Record<string, string> = {};
    for (const file of readdirSync(path.join(folder, 'selfie-problems'))) {
      verdicts[file] = await verdictOn(path.join(folder, 'selfie-problems', file));
    }
    expect(verdicts).toEqual({
      'blurred.jpg': 'blurred',
      'face-too-small.jpg': 'too-small',
      'many-faces.jpg': 'several-faces',
      'no-face.jpg': 'no-face',
      'too-dark.jpg': 'too-dark',
      'too-small.jpg': 'image-too-small',
      'upside-down.jpg': 'turned-away',
    });
  });

  test('of the London Set pass (a tenth of them here)', async () => {
    const files = readdirSync(path.join(folder, 'london')).filter((_, at) => at % 10 === 0);
    for (const file of files)
      expect([file, await verdictOn(path.join(folder, 'london', file))]).toEqual([file, 'ok']);
  });

  test('are described as in the data that the prior was learned from', async () => {
    const bytes = readFileSync(path.join(shared ?? '', 'data/visual/london.f16'));
    const rows = new Float16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    for (const [row, file] of ['001_03.jpg', '002_03.jpg', '003_03.jpg'].entries()) {
      const photo = readFileSync(path.join(folder, 'london', file));
      const learned = Float32Array.from(rows.subarray(row * 1024, (row + 1) * 1024));
      const [one, two] = [await analyser.analyse(photo, 1), await analyser.analyse(photo, 2)];
      // The shared photographs are smaller copies of those described, hence not 1.
      expect(correlation(one.largest!.embedding, learned)).toBeGreaterThan(0.98);
      // The second version averages two other framings, which are closer to the learned one than other faces are.
      expect(correlation(two.largest!.embedding, learned)).toBeGreaterThan(0.85);
    }
  });
});

function correlation(a: Float32Array, b: Float32Array): number {
  const mean = (values: Float32Array): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [product, aa, bb] = [0, 0, 0];
  a.forEach((value, at) => {
    product += (value - ma) * (b[at]! - mb);
    aa += (value - ma) ** 2;
    bb += (b[at]! - mb) ** 2;
  });
  return product / Math.sqrt(aa * bb);
}
