import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { createRandom } from '../../foundation/random.ts';
import { cast } from '../../play/portraits/cast.ts';
import { builtInPackSeed, drawPackFace, drawnPackManifest } from '../../play/portraits/drawn-pack.ts';
import { inventPerson } from '../../play/portraits/invented-person.ts';
import { drawPerson } from '../../play/portraits/portrait-photo.ts';
import { drawPortrait } from '../../play/portraits/portrait.ts';
import { createFaceAnalyser } from '../../engine/visual/face-analysis.ts';
import type { FaceAnalyser } from '../../engine/visual/face-analysis.ts';
import { checkSelfie } from '../../engine/visual/selfie.ts';
import type { PackManifest } from '../../play/portraits/drawn-pack.ts';

const folder = new URL('../../engine/visual/packs/drawn-1/', import.meta.url);
const read = (file: string): Buffer => readFileSync(fileURLToPath(new URL(file, folder)));
const manifest = JSON.parse(read('manifest.json').toString('utf8')) as PackManifest;
const takeOf = (source: string): number => Number(/take (\d+)$/.exec(source)?.[1]);
const takes = new Map(manifest.faces.map(({ id, source }) => [id, takeOf(source)]));

describe('the built-in pack of drawn faces', () => {
  test('has a manifest that agrees with the drawing code', () => {
    expect([...takes.values()].every((take) => Number.isInteger(take) && take >= 1)).toBe(true);
    expect(manifest).toEqual(drawnPackManifest(builtInPackSeed, takes));
    expect(manifest).toMatchObject({ id: 'drawn-1', version: '1.0.0' });
  });

  test('has sixteen faces of each sex, with unique ids and files', () => {
    const count = (sex: string): number => manifest.faces.filter((face) => face.sex === sex).length;
    expect([count('female'), count('male')]).toEqual([16, 16]);
    expect(new Set(manifest.faces.map(({ id }) => id)).size).toBe(32);
    expect(new Set(manifest.faces.map(({ file }) => read(file).toString('base64'))).size).toBe(32);
  });

  test('holds small JPEG pictures of one size', async () => {
    const pictures = manifest.faces.map(({ file }) => read(file));
    for (const picture of pictures) {
      const { format, width, height } = await sharp(picture).metadata();
      expect({ format, width, height }).toEqual({ format: 'jpeg', width: 480, height: 600 });
    }
    expect(pictures.reduce((sum, picture) => sum + picture.length, 0)).toBeLessThan(1_500_000);
  });

  test.each(['female', 'male'] as const)('shows %s adults who differ in skin, age and hair', (sex) => {
    const people = cast
      .filter((member) => member.sex === sex)
      .map(({ id, given }) => inventPerson(`pack:${builtInPackSeed}:${id}:${takes.get(id)}`, sex, given));
    const ages = people.map(({ ageYears }) => ageYears);
    const depths = people.map(({ skin }) => skin.depth);
    expect(Math.min(...ages)).toBeGreaterThanOrEqual(25);
    expect(Math.max(...ages)).toBeGreaterThanOrEqual(60);
    expect(Math.max(...ages)).toBeLessThanOrEqual(65);
    expect(Math.min(...depths)).toBeLessThan(0.1);
    expect(Math.max(...depths)).toBeGreaterThan(0.9);
    expect(new Set(people.map(({ hair }) => hair.style)).size).toBeGreaterThanOrEqual(9);
    expect(new Set(people.map(({ hair }) => hair.colour)).size).toBeGreaterThanOrEqual(5);
    expect(people.filter(({ glasses }) => glasses !== 'none').length).toBeGreaterThanOrEqual(3);
  });

  test('is drawn again with identical bytes', async () => {
    // A face with short hair: the time to draw one grows with its strands.
    const member = cast.find(({ id }) => id === 'm02')!;
    const again = await drawPackFace(builtInPackSeed, member, takes.get(member.id)!);
    expect(again.equals(read(`${member.id}.jpg`))).toBe(true);
  });
});

describe('drawing a portrait', () => {
  test('gives the same text for the same features and another for another seed', () => {
    const [one, again, other] = ['one', 'one', 'other'].map((seed) =>
      drawPortrait(inventPerson(seed, 'male')),
    );
    expect(again).toBe(one);
    expect(other).not.toBe(one);
    // Without this check a wrong number in a path would only hide a part of the face.
    expect(one! + other!).not.toMatch(/NaN|Infinity|undefined/);
  });

  test('keeps the given features and draws only adults', () => {
    const person = inventPerson('given', 'male', { beard: 'full', hair: { style: 'turban' } });
    expect(person).toMatchObject({ beard: 'full', hair: { style: 'turban' } });
    const ages = Array.from({ length: 300 }, (_, seed) => inventPerson(String(seed), 'female').ageYears);
    expect(Math.min(...ages)).toBeGreaterThanOrEqual(25);
    expect(Math.max(...ages)).toBeLessThanOrEqual(65);
  });
});

describe('the face check on drawn faces', () => {
  let analyser: FaceAnalyser;
  let further: { female: Buffer; male: Buffer };
  // Drawing and loading the networks take seconds, in threads of their own. These seeds give short hair, so little is drawn.
  beforeAll(async () => {
    const [loaded, female, male] = await Promise.all([
      createFaceAnalyser({ workers: 1 }),
      drawPerson(4, 'female'),
      drawPerson(31, 'male'),
    ]);
    analyser = loaded;
    further = { female, male };
  });
  afterAll(() => analyser.close());

  // All 32 pass it when the pack is drawn; a sample keeps the suite fast.
  test('finds exactly one face in each of six pack faces, and describes them differently', async () => {
    const sample = createRandom('six faces').shuffle(manifest.faces).slice(0, 6);
    const descriptions: Float32Array[] = [];
    for (const { file } of sample) {
      const analysis = await analyser.analyse(read(file));
      expect({ file, faces: analysis.faces, verdict: checkSelfie(analysis) }).toEqual({
        file,
        faces: 1,
        verdict: { ok: true },
      });
      expect(analysis.largest?.score).toBeGreaterThan(0.9);
      descriptions.push(analysis.largest!.embedding);
    }
    for (const [index, one] of descriptions.entries()) {
      for (const other of descriptions.slice(index + 1)) expect(correlation(one, other)).toBeLessThan(0.95);
    }
  });

  test.each(['female', 'male'] as const)('accepts a further %s portrait as a selfie', async (sex) => {
    const analysis = await analyser.analyse(further[sex]);
    expect(analysis).toMatchObject({ faces: 1, width: 600, height: 750 });
    expect(checkSelfie(analysis)).toEqual({ ok: true });
  });
});

function correlation(one: Float32Array, other: Float32Array): number {
  const centred = [one, other].map((values) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.map((value) => value - mean);
  });
  const [a, b] = [centred[0]!, centred[1]!];
  const product = a.reduce((sum, value, at) => sum + value * b[at]!, 0);
  return product / (Math.hypot(...a) * Math.hypot(...b));
}
