import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import type { Sex } from '../../../engine/ports/participants.ts';
import { readLondonTable } from '../../../engine/visual/datasets/london-table.ts';
import { createFaceAnalyser, type FaceAnalyser } from '../../../engine/visual/face-analysis.ts';
import { padToSquare } from '../../../engine/visual/pad-to-square.ts';
import { loadPrior, type VisualPrior } from '../../../engine/visual/prior.ts';
import { checkSelfie } from '../../../engine/visual/selfie.ts';
import {
  correlation,
  cutToShape,
  percentileMove,
  quantile,
  type Shape,
  shapes,
} from '../../support/photo-changes.ts';

/** Drawn faces that are at hand: drawing one takes longer than all of these tests. */
const pack = new URL('../../../engine/visual/packs/drawn-1/', import.meta.url);

describe('bars around a photo', () => {
  const pixel = (red: number): number[] => [red, red, red];
  const photo = { data: Uint8Array.from([pixel(1), pixel(2), pixel(3)].flat()), width: 3, height: 1 };

  test('make it square and leave its pixels as they are', () => {
    const { pixels, left, top } = padToSquare(photo);
    expect({ left, top, width: pixels.width, height: pixels.height }).toEqual({
      left: 0,
      top: 1,
      width: 3,
      height: 3,
    });
    const bar = Array<number>(9).fill(128);
    expect([...pixels.data]).toEqual([...bar, ...photo.data, ...bar]);
  });

  test('are not added to a square photo', () => {
    const square = { data: new Uint8Array(12), width: 2, height: 2 };
    expect(padToSquare(square)).toEqual({ pixels: square, left: 0, top: 0 });
  });
});

describe("a photo's shape", () => {
  let analyser: FaceAnalyser;
  let prior: VisualPrior;
  beforeAll(async () => {
    analyser = await createFaceAnalyser({ workers: 1 });
    prior = await loadPrior();
  }, 120_000);
  afterAll(() => analyser.close());

  /** r with the square photo's description, and the move of the percentile, of the photo cut to each shape. */
  async function drift(
    photo: Buffer,
    sex: Sex,
    names: readonly Shape[],
  ): Promise<{ name: Shape; r: number; moved: number }[]> {
    const { largest } = await analyser.analyse(photo);
    const whole = largest!.embedding;
    const result = [];
    for (const name of names) {
      const cut = await analyser.analyse(await cutToShape(photo, largest!.box, name));
      expect(checkSelfie(cut)).toEqual({ ok: true });
      const { embedding } = cut.largest!;
      const moved = percentileMove(prior, sex, whole, embedding);
      result.push({ name, r: correlation(whole, embedding), moved });
    }
    return result;
  }

  test.each([
    ['female', 'f03.jpg'],
    ['male', 'm03.jpg'],
  ] as const)(
    'hardly changes the description of a drawn face (%s)',
    async (sex, file) => {
      const drawn = await readFile(new URL(file, pack));
      const portrait = await sharp(drawn)
        .extract({ left: 0, top: 48, width: 480, height: 480 })
        .png()
        .toBuffer();
      for (const { r, moved } of await drift(portrait, sex, ['3:4', '4:3'])) {
        expect(r).toBeGreaterThan(0.98);
        expect(moved).toBeLessThan(2);
      }
    },
    120_000,
  );

  const shared = process.env['HARMONIA_SHARED'];
  const onShared = shared === undefined ? test.skip : test;
  onShared(
    'hardly changes the description or the percentile of London portraits in HARMONIA_SHARED (a sixth of them here)',
    async () => {
      const folder = path.join(shared!, 'data/faces/london');
      const sexes = new Map(
        (await readLondonTable(path.join(shared!, 'data/visual/london.csv'))).map(({ file, sex }) => [
          file,
          sex,
        ]),
      );
      const files = readdirSync(folder).filter((name, at) => at % 6 === 0 && sexes.has(name));
      const drifts = [];
      for (const file of files) {
        drifts.push(...(await drift(await readFile(path.join(folder, file)), sexes.get(file)!, shapes)));
      }
      for (const shape of shapes) {
        const own = drifts.filter(({ name }) => name === shape);
        const moves = own.map(({ moved }) => moved);
        const rs = own.map(({ r }) => r);
        expect(quantile(rs, 0.5)).toBeGreaterThan(0.995);
        expect(quantile(moves, 0.5)).toBeLessThanOrEqual(0.5);
        expect(quantile(moves, 0.9)).toBeLessThanOrEqual(2);
      }
    },
    600_000,
  );
});
