import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { packName } from '../../../engine/visual/pack-shelf.ts';
import { HarmoniaError } from '../../../foundation/errors.ts';
import {
  calibrationOrder,
  describePack,
  loadPack,
  type PackManifest,
} from '../../../engine/visual/calibration-pack.ts';
import { repeatedSwipes } from '../../../engine/visual/test-retest.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'harmonia-pack-'));
});
afterEach(() => rm(folder, { recursive: true }));

const manifestOf = (change: (manifest: PackManifest) => void = () => undefined): PackManifest => {
  const manifest: PackManifest = {
    id: 'test-pack',
    version: '1.0.0',
    licence: 'ours',
    adults: true,
    faces: (['female', 'male'] as const).flatMap((sex) =>
      Array.from({ length: 15 }, (_, at) => ({
        id: `${sex}-${at}`,
        file: `${sex}-${at}.jpg`,
        sex,
        source: 'a photograph',
      })),
    ),
  };
  change(manifest);
  return manifest;
};

async function writePack(manifest: PackManifest = manifestOf()): Promise<void> {
  await writeFile(path.join(folder, 'manifest.json'), JSON.stringify(manifest));
  for (const face of manifestOf().faces)
    await writeFile(path.join(folder, face.file), `picture of ${face.id}`);
}

describe('a calibration pack', () => {
  test('is read with its faces and a digest of its manifest', async () => {
    await writePack();
    const pack = await loadPack(folder);
    expect(pack).toMatchObject({ id: 'test-pack', version: '1.0.0' });
    expect(pack.faces).toHaveLength(30);
    expect(pack.digest).toMatch(/^[0-9a-f]{64}$/);
  });

  test('of drawings need not declare ages', async () => {
    await writePack(
      manifestOf((manifest) => {
        delete manifest.adults;
        for (const face of manifest.faces) face.source = 'drawn by hand';
      }),
    );
    await expect(loadPack(folder)).resolves.toMatchObject({ id: 'test-pack' });
  });

  test.each<[string, (manifest: PackManifest) => void, RegExp]>([
    [
      'two faces of one id',
      (manifest) => (manifest.faces[1]!.id = 'female-0'),
      /two faces have the id female-0/,
    ],
    ['a missing file', (manifest) => (manifest.faces[3]!.file = 'lost.jpg'), /lost\.jpg is missing/],
    ['a file outside', (manifest) => (manifest.faces[3]!.file = '../../etc/hosts'), /outside|missing/],
    ['too few faces', (manifest) => manifest.faces.splice(0, 4), /11 female faces/],
    ['no word on ages', (manifest) => delete manifest.adults, /declares female-0 to be of age/],
    ['a minor', (manifest) => (manifest.faces[0]!.age = 17), /under 18/],
    ['another version', (manifest) => (manifest.version = 'one'), /version/],
    [
      'a chosen face of the other sex',
      (manifest) => {
        const ids = (sex: string): string[] =>
          manifest.faces.filter((f) => f.sex === sex).map(({ id }) => id);
        manifest.calibration = { female: ids('female'), male: [...ids('male').slice(1), 'female-0'] };
      },
      /calibration\.male names female-0/,
    ],
  ])('with %s is refused by name', async (_, change, message) => {
    await writePack(manifestOf(change));
    await expect(loadPack(folder)).rejects.toMatchObject({
      code: 'pack-invalid',
      message: expect.stringMatching(message),
    });
  });

  test('whose file is a link out of its folder is refused', async () => {
    await writePack();
    await mkdir(path.join(folder, '..', 'elsewhere'), { recursive: true });
    await rm(path.join(folder, 'male-0.jpg'));
    await symlink('/etc/hostname', path.join(folder, 'male-0.jpg'));
    await expect(loadPack(folder)).rejects.toMatchObject({ message: expect.stringContaining('outside') });
  });

  test('without a manifest, or with a broken one, is refused', async () => {
    await expect(loadPack(folder)).rejects.toMatchObject({ code: 'pack-invalid' });
    await writeFile(path.join(folder, 'manifest.json'), '{');
    await expect(loadPack(folder)).rejects.toMatchObject({ message: expect.stringContaining('not JSON') });
  });

  test('is described once; changed pictures are described again', async () => {
    await writePack();
    const pack = await loadPack(folder);
    const seen: string[] = [];
    const analyser = {
      analyse: (photo: Uint8Array) => {
        seen.push(Buffer.from(photo).toString());
        const largest = { embedding: new Float32Array(1024).fill(seen.length) };
        return Promise.resolve({ faces: 1, largest } as never);
      },
    };
    const cache = path.join(folder, 'cache', 'descriptions.json');
    const first = await describePack(pack, analyser, cache);
    expect(seen).toHaveLength(30);
    expect(await describePack(pack, analyser, cache)).toEqual(first);
    expect(seen).toHaveLength(30);
    await writeFile(path.join(folder, 'female-0.jpg'), 'another picture');
    const again = await describePack(pack, analyser, cache);
    expect(seen.slice(30)).toEqual(['another picture']);
    expect(again.get('female-0')).toEqual({ sex: 'female', embedding: new Float32Array(1024).fill(31) });
    await writeFile(cache, 'garbage');
    await describePack(pack, analyser, cache);
    expect(seen).toHaveLength(61);
  });

  test('with a file that is not a picture is refused, and the face is named', async () => {
    await writePack();
    const unreadable = new HarmoniaError('photo-unreadable', 'the photo was refused: not-an-image', {
      details: { reason: 'not-an-image' },
    });
    const analyser = { analyse: () => Promise.reject(unreadable) };
    await expect(
      describePack(await loadPack(folder), analyser, path.join(folder, 'c')),
    ).rejects.toMatchObject({
      code: 'pack-invalid',
      message: 'the calibration pack test-pack: the picture of female-0 cannot be used (not-an-image)',
    });
  });

  test('has another digest when a picture was replaced', async () => {
    await writePack();
    const before = await loadPack(folder);
    await writeFile(path.join(folder, 'male-3.jpg'), 'somebody else');
    const after = await loadPack(folder);
    expect(after.digest).not.toBe(before.digest);
    expect(packName(after)).not.toBe(packName(before));
  });

  test('whose attribution is too long for a caption is refused', async () => {
    await writePack(manifestOf((manifest) => (manifest.attribution = 'x'.repeat(301))));
    await expect(loadPack(folder)).rejects.toMatchObject({ message: expect.stringContaining('attribution') });
  });

  test('with a picture that shows no face is refused', async () => {
    await writePack();
    const analyser = { analyse: () => Promise.resolve({ faces: 0 } as never) };
    await expect(
      describePack(await loadPack(folder), analyser, path.join(folder, 'c')),
    ).rejects.toMatchObject({
      code: 'pack-invalid',
      message: expect.stringContaining('female-0'),
    });
  });
});

describe('the order of calibration faces', () => {
  const pack = manifestOf() as never;

  test('repeats faces in the second half, never right after the first showing, and shows the others once', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.integer({ min: 10, max: 14 }),
        fc.integer({ min: 0, max: 3 }),
        (seed, faces, repeats) => {
          const order = calibrationOrder(pack, 'female', seed, { faces, repeats });
          expect(order).toHaveLength(faces + repeats);
          expect(new Set(order.map(({ faceId }) => faceId)).size).toBe(faces);
          const again = order.flatMap((step, at) => (step.repeat ? [{ ...step, at }] : []));
          expect(again).toHaveLength(repeats);
          for (const { faceId, at } of again) {
            expect(at).toBeGreaterThanOrEqual(order.length / 2);
            expect(order.findIndex((step) => step.faceId === faceId)).toBeLessThan(at - 1);
          }
        },
      ),
      { seed: 2, numRuns: 200 },
    );
  });

  test('shows all participants the same faces, each participant always in the same order', () => {
    const [one, other] = ['a', 'b'].map((seed) =>
      calibrationOrder(pack, 'male', seed).map(({ faceId }) => faceId),
    );
    expect(new Set(one)).toEqual(new Set(other));
    expect(one).not.toEqual(other);
    expect(calibrationOrder(pack, 'male', 'a').map(({ faceId }) => faceId)).toEqual(one);
  });

  test('takes the first faces of the pack’s own order', () => {
    const calibration = {
      female: manifestOf()
        .faces.slice(3, 15)
        .map(({ id }) => id),
      male: [],
    };
    const shown = calibrationOrder({ ...manifestOf(), calibration } as never, 'female', 's');
    expect(new Set(shown.map(({ faceId }) => faceId))).toEqual(new Set(calibration.female));
  });

  test('is refused when the pack has too few faces', () => {
    expect(() => calibrationOrder(pack, 'female', 's', { faces: 16 })).toThrow(/15 female faces/);
  });
});

describe('test–retest', () => {
  test('pairs the first two ratings of a face, whatever stands between them', () => {
    expect(
      repeatedSwipes([
        { faceId: 'a', rating: 1 },
        { faceId: 'b', rating: 3 },
        { faceId: 'c', rating: 4 },
        { faceId: 'a', rating: 1 },
        { faceId: 'b', rating: 2 },
        { faceId: 'b', rating: 4 },
      ]),
    ).toEqual([
      [1, 1],
      [3, 2],
    ]);
    expect(repeatedSwipes([{ faceId: 'a', rating: 1 }])).toEqual([]);
  });
});
