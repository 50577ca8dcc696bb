import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { createFaceAnalyser, type FaceAnalyser } from '../../engine/visual/face-analysis.ts';
import { faults } from './faulty-face-worker.ts';

const grey = (width: number, height = 150): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#777' } })
    .png()
    .toBuffer();

describe('a worker that', () => {
  const workerFile = fileURLToPath(new URL('faulty-face-worker.ts', import.meta.url));
  let analyser: FaceAnalyser;
  beforeAll(async () => {
    analyser = await createFaceAnalyser({ workers: 1, timeoutMs: 1500, queueLimit: 2, workerFile });
  });
  afterAll(() => analyser.close());

  test.each(['hang', 'throw', 'exit', 'grow', 'fillHeap', 'wait', 'crashAside', 'throwNothing'] as const)(
    'fails once (%s) is replaced, and its photo is analysed',
    async (fault) => {
      await expect(analyser.analyse(await grey(faults[fault]))).resolves.toMatchObject({ faces: 1 });
      await expect(analyser.analyse(await grey(150))).resolves.toMatchObject({ faces: 1 });
    },
  );

  test.each(['hangAlways', 'throwAlways'] as const)('%s fails that photo alone', async (fault) => {
    await expect(analyser.analyse(await grey(faults[fault]))).rejects.toMatchObject({ code: 'job-failed' });
    await expect(analyser.analyse(await grey(150))).resolves.toMatchObject({ faces: 1 });
  });

  test('has a full queue refuses further photos', async () => {
    const photo = await grey(faults.slow);
    const results = await Promise.allSettled([1, 2, 3, 4, 5, 6].map(() => analyser.analyse(photo)));
    const refused = results.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThanOrEqual(2);
    for (const result of refused) expect(result).toMatchObject({ reason: { code: 'too-many-requests' } });
    expect(results.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(2);
  });
});

test('a worker without photos ends and frees its memory, and the next photo gets a new one', async () => {
  const workerFile = fileURLToPath(new URL('faulty-face-worker.ts', import.meta.url));
  const analyser = await createFaceAnalyser({ workers: 1, idleMs: 300, workerFile });
  try {
    const photo = await grey(faults.count);
    const countedPhotos = async (): Promise<number> => (await analyser.analyse(photo)).faces;
    // The check at the start was the first photo of the thread.
    expect(await countedPhotos()).toBe(2);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(await countedPhotos()).toBe(1);
    expect(await countedPhotos()).toBe(2);
  } finally {
    await analyser.close();
  }
});

describe('a start without a complete network is refused and names the network:', () => {
  const whole = path.join(
    path.dirname(createRequire(import.meta.url).resolve('@vladmandic/human')),
    '../models',
  );
  let modelsFolder: string;
  beforeEach(async () => {
    modelsFolder = await mkdtemp(path.join(tmpdir(), 'harmonia-models-'));
    for (const name of await readdir(whole))
      await symlink(path.join(whole, name), path.join(modelsFolder, name));
  });
  afterEach(() => rm(modelsFolder, { recursive: true }));

  test.each(['faceres', 'blazeface', 'facemesh'])('%s is missing', async (name) => {
    await rm(path.join(modelsFolder, `${name}.json`));
    await expect(createFaceAnalyser({ workers: 1, modelsFolder })).rejects.toMatchObject({
      code: 'model-unavailable',
      message: expect.stringContaining(`face models cannot be loaded: ${name}`),
    });
  });

  test('faceres is cut off', async () => {
    await rm(path.join(modelsFolder, 'faceres.bin'));
    const bytes = await readFile(path.join(whole, 'faceres.bin'));
    await writeFile(path.join(modelsFolder, 'faceres.bin'), bytes.subarray(0, bytes.length / 2));
    await expect(createFaceAnalyser({ workers: 1, modelsFolder })).rejects.toMatchObject({
      code: 'model-unavailable',
      message: expect.stringContaining('face models cannot be loaded: faceres'),
    });
  });
});

test('a start is refused when the networks give wrong results for the check photo', async () => {
  const workerFile = fileURLToPath(new URL('wrong-face-worker.ts', import.meta.url));
  await expect(createFaceAnalyser({ workerFile })).rejects.toMatchObject({ code: 'model-unavailable' });
});
