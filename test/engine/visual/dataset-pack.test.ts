import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { makeLondonPack } from '../../../cli/visual-pack.ts';
import { describePack, loadPack } from '../../../engine/visual/calibration-pack.ts';
import { ensureDatasetPack, newestDatasetPack } from '../../../engine/visual/datasets/dataset-pack.ts';
import { type ImportedDataset, importDataset } from '../../../engine/visual/datasets/import-dataset.ts';
import { scutManifest } from '../../../engine/visual/datasets/scut-pack.ts';
import { createFaceAnalyser, type FaceAnalyser } from '../../../engine/visual/face-analysis.ts';
import { networkPixels } from '../../../engine/visual/photo.ts';
import { loadPrior, type VisualPrior } from '../../../engine/visual/prior.ts';
import { describeScut } from '../../../engine/visual-learning/training/describe-scut.ts';
import { createStandInAnalyser } from '../../support/faces.ts';
import { londonItems, scutItems } from '../../support/face-sets.ts';
import { type ZipItem, zipOf } from '../../support/zip.ts';
import { patience } from '../../support/patience.ts';

let folder: string;
let prior: VisualPrior;
const standIn = createStandInAnalyser();
/** Refuses what is no photograph, as the networks' analyser does. */
const analyser: Pick<FaceAnalyser, 'analyse'> = {
  async analyse(photo) {
    await networkPixels(photo);
    return standIn.analyse(photo);
  },
};
beforeAll(async () => {
  prior = await loadPrior();
});
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'harmonia-dataset-pack-'));
});
afterEach(() => rm(folder, { recursive: true }));

const bring = async (
  items: readonly ZipItem[],
  now = new Date('2026-11-22T10:00:00Z'),
): Promise<ImportedDataset> => {
  const archive = path.join(folder, 'given.zip');
  await writeFile(archive, zipOf(items));
  return importDataset(archive, path.join(folder, 'datasets'), now);
};
const making = (used: Pick<FaceAnalyser, 'analyse'> = analyser) => ({
  analyser: used,
  prior,
  describe: (pack: Parameters<typeof describePack>[0]) =>
    describePack(pack, used, path.join(folder, 'descriptions')),
});
const london = async (): Promise<ZipItem[]> => {
  const { photos, table } = await londonItems();
  return [...photos, { name: 'london_faces_info.csv', content: table }];
};

describe('the pack of a data set', () => {
  test('of the London Set has the faces of known adult age, the most informative first', async () => {
    const pack = await ensureDatasetPack(await bring(await london()), path.join(folder, 'packs'), making());
    expect(pack).toMatchObject({ id: 'london', attribution: expect.stringContaining('CC BY 4.0') });
    expect(pack.faces).toHaveLength(29);
    expect(pack.faces.map(({ id }) => id)).not.toContain('X030');
    expect(new Set(pack.calibration?.female).size).toBe(14);
    expect(new Set(pack.calibration?.male).size).toBe(14);
  });

  test('is made once for each import and never changed', async () => {
    const packs = path.join(folder, 'packs');
    const first = await ensureDatasetPack(await bring(await london()), packs, making());
    const refuse = { analyse: () => Promise.reject(new Error('nothing to analyse')) };
    const dataset = await bring(await london());
    expect(await ensureDatasetPack(dataset, packs, making(refuse))).toEqual(first);
    const again = await ensureDatasetPack(
      await bring(await london(), new Date('2026-11-23T10:00:00Z')),
      packs,
      making(),
    );
    expect(again.digest).toBe(first.digest);
    expect((await readdir(packs)).sort()).toEqual(['london-20261122100000000', 'london-20261123100000000']);
    expect(await newestDatasetPack(packs)).toBe(path.join(packs, 'london-20261123100000000'));
  });

  test('that could not be made leaves no folder', async () => {
    const packs = path.join(folder, 'packs');
    const broken = (await london()).map((item) =>
      item.name.includes('007_03') ? { ...item, content: 'no picture' } : item,
    );
    await expect(ensureDatasetPack(await bring(broken), packs, making())).rejects.toMatchObject({
      code: 'pack-invalid',
      message: expect.stringContaining('X007'),
    });
    expect(await readdir(packs)).toEqual([]);
  });

  test('of SCUT leaves out faces with an estimated age under 25, and marks ages as estimates', async () => {
    const young = 5;
    let seen = 0;
    const ageing: Pick<FaceAnalyser, 'analyse'> = {
      async analyse(photo) {
        const analysis = await analyser.analyse(photo);
        const estimatedAge = ++seen <= young ? 24.9 : 25;
        return { ...analysis, largest: { ...analysis.largest!, estimatedAge } };
      },
    };
    const dataset = await bring(await scutItems());
    const { faces } = await scutManifest(dataset.folder, ageing);
    expect(faces.filter(({ sex }) => sex === 'female')).toHaveLength(15 - young);
    expect(faces.filter(({ sex }) => sex === 'male')).toHaveLength(15);
    expect(new Set(faces.map(({ source }) => source))).toEqual(new Set(['SCUT-FBP5500, age estimated']));
    await expect(
      ensureDatasetPack(dataset, path.join(folder, 'packs'), making(ageing)),
    ).resolves.toMatchObject({
      id: 'scut-fbp5500',
    });
  });

  test('of SCUT names a file that is not a photograph', async () => {
    const items = (await scutItems()).map((item) =>
      item.name.endsWith('CM3.jpg') ? { ...item, content: '<html>' } : item,
    );
    const dataset = await bring(items);
    const refusal = { code: 'dataset-invalid', message: 'the dataset: CM3.jpg is no photograph' };
    await expect(scutManifest(dataset.folder, analyser)).rejects.toMatchObject(refusal);
    const split = path.join(dataset.folder, 'train_test_files/split_of_60%training and 40%testing');
    await expect(describeScut(dataset.folder, analyser)).rejects.toThrow(/cannot read .*train\.txt/);
    await mkdir(split);
    await writeFile(path.join(split, 'train.txt'), 'AF1.jpg 3.1\n');
    await expect(describeScut(dataset.folder, analyser)).rejects.toMatchObject(refusal);
  });
});

describe('a researcher’s list of faces to leave out', () => {
  const given = async (list: string): Promise<Parameters<typeof makeLondonPack>[0]> => {
    const { photos, table } = await londonItems();
    const from = path.join(folder, 'photos');
    await mkdir(from);
    for (const { name, content = '' } of photos)
      await writeFile(path.join(from, path.basename(name)), content);
    await writeFile(path.join(folder, 'ages.csv'), table);
    await writeFile(path.join(folder, 'list.txt'), list);
    return {
      photos: from,
      faces: path.join(folder, 'ages.csv'),
      exclude: path.join(folder, 'list.txt'),
      out: path.join(folder, 'pack'),
    };
  };

  test('is obeyed', async () => {
    const options = await given('X001 # asked to be left out\nX004\n');
    await makeLondonPack(options);
    const ids = (await loadPack(options.out)).faces.map(({ id }) => id);
    expect(ids).toHaveLength(27);
    expect(ids).not.toContain('X001');
    expect(ids).not.toContain('X004');
    expect(await readFile(path.join(options.out, 'manifest.json'), 'utf8')).not.toContain('001_03');
  });

  test('with a misspelt id is refused, since that face would stay in the pack', async () => {
    await expect(makeLondonPack(await given('X001\nX0O4\n'))).rejects.toThrow(/names X0O4, which is no face/);
  });
});

const shared = process.env['HARMONIA_SHARED'];
(shared === undefined ? describe.skip : describe)('with the real networks', () => {
  let real: FaceAnalyser;
  beforeAll(async () => {
    real = await createFaceAnalyser({ workers: 1 });
  });
  afterAll(() => real.close());

  test(
    'a pack of SCUT’s sample holds no face with an estimated age under 25',
    async () => {
      const sample = path.join(shared ?? '', 'data/faces/SCUT-FBP5500_v2-sample.zip');
      const dataset = await importDataset(sample, path.join(folder, 'datasets'), new Date());
      const { faces } = await scutManifest(dataset.folder, real);
      for (const { age } of faces) expect(age).toBeGreaterThanOrEqual(25);
      expect(faces.length).toBeGreaterThan(50);
    },
    patience(120_000),
  );
});
