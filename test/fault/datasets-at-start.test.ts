import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { tryLock } from '../../foundation/process-lock.ts';
import { importDataset } from '../../engine/visual/datasets/import-dataset.ts';
import { londonItems, scutArchive } from '../support/face-sets.ts';
import { type FileServer, startFileServer } from '../support/file-server.ts';
import { soon } from '../support/soon.ts';
import { stagedAt } from '../support/staged-study.ts';
import { choose, says, startTestStudy, type TestStudy } from '../support/study.ts';
import { zipOf } from '../support/zip.ts';

let study: TestStudy;
const servers: FileServer[] = [];
afterEach(async () => {
  await study.close();
  for (const server of servers.splice(0)) await server.close();
});

const serve = async (file: Buffer): Promise<FileServer> => {
  const server = await startFileServer(file);
  servers.push(server);
  return server;
};
const readyz = async (): Promise<{ status: number; body: Record<string, unknown> }> => {
  const response = await fetch(`${study.harmonia().url}/readyz`);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const settled = (): Promise<void> => study.harmonia().datasets.settled();
const startedWithLondon = async (): Promise<void> => {
  const { photos, table } = await londonItems();
  const [archive, faces] = [await serve(zipOf(photos)), await serve(Buffer.from(table))];
  study = await startTestStudy({ LONDON_DATASET_URL: archive.url, LONDON_FACES_URL: faces.url });
};
/** A participant at the first calibration face, and the text below it. */
const atFirstFace = async (): Promise<{
  person: Awaited<ReturnType<typeof stagedAt>>['person'];
  text: string;
}> => {
  const { person } = await stagedAt(study, 'calibration');
  person.send('/continue');
  const { text = '' } = await says(person, /1\/14/);
  return { person, text };
};

describe('without a data set', () => {
  test('the built-in pack is in use, and /readyz shows the data set as absent', async () => {
    study = await startTestStudy();
    await settled();
    expect(await readyz()).toMatchObject({
      status: 200,
      body: { pack: expect.stringMatching(/^drawn-1@/), dataset: { name: 'london', state: 'absent' } },
    });
  });
});

describe('a data set that is configured', () => {
  test('is downloaded while the program runs, and participants who begin then see its faces and attribution', async () => {
    await startedWithLondon();
    expect((await readyz()).status).toBe(200);
    await settled();
    expect((await readyz()).body).toMatchObject({
      status: 'ok',
      pack: expect.stringMatching(/^london@1\.0\.0\./),
      dataset: { name: 'london', state: 'ready' },
    });
    // From now on a freeze declares this pack.
    expect(study.harmonia().study.declaration).toMatchObject({
      versions: { visual: expect.stringMatching(/^london@1\.0\.0\..*\+prior@/) },
    });
    const { person, text } = await atFirstFace();
    expect(text).toContain(
      'Lisa DeBruine and Benedict Jones (2017), doi.org/10.6084/m9.figshare.5047666, CC BY 4.0',
    );
    await choose(person, '4');
    await says(person, /2\/14/);
  });

  test('is not used beside the London Set, and /readyz shows both', async () => {
    const { photos, table } = await londonItems();
    const london = await serve(zipOf([...photos, { name: 'london_faces_info.csv', content: table }]));
    const scut = await serve(await scutArchive());
    study = await startTestStudy({ SCUT_DATASET_URL: scut.url, LONDON_DATASET_URL: london.url });
    await settled();
    expect((await readyz()).body).toMatchObject({
      pack: expect.stringMatching(/^london@/),
      dataset: { name: 'london', state: 'ready' },
      otherDatasets: [{ name: 'scut-fbp5500', state: 'ready' }],
    });
  });

  test('does not replace a pack that the operator chose', async () => {
    const scut = await serve(await scutArchive());
    const chosen = path.join(import.meta.dirname, '../../engine/visual/packs/drawn-1');
    study = await startTestStudy({ SCUT_DATASET_URL: scut.url, CALIBRATION_PACK: chosen });
    await settled();
    expect((await readyz()).body).toMatchObject({
      pack: expect.stringMatching(/^drawn-1@/),
      dataset: { name: 'scut-fbp5500', state: 'ready' },
    });
  });

  test('is used at the next start without another download', async () => {
    await startedWithLondon();
    await settled();
    const { pack } = (await readyz()).body;
    for (const server of servers) server.answer((_, response) => response.writeHead(500).end());
    await study.restart();
    expect((await readyz()).body).toMatchObject({ pack });
    await settled();
    expect((await readyz()).body).toMatchObject({ pack, dataset: { state: 'ready' } });
    expect(servers.map(({ asked }) => asked.length)).toEqual([1, 1]);
  });
});

describe('two programs with one DATA_DIR', () => {
  test('take turns: the second uses the data set that the first has downloaded', async () => {
    study = await startTestStudy();
    const datasets = path.join(study.harmonia().config.dataDir, 'datasets');
    const unlock = tryLock(path.join(datasets, '.download-lock'))!;
    const archive = path.join(datasets, '..', 'scut.zip');
    await writeFile(archive, await scutArchive());
    const server = await serve(await scutArchive());
    await study.restart({ SCUT_DATASET_URL: server.url });
    await soon(async () =>
      expect(await readyz()).toMatchObject({ body: { dataset: { state: 'downloading' } } }),
    );
    await importDataset(archive, datasets, new Date());
    unlock();
    await settled();
    expect((await readyz()).body).toMatchObject({ dataset: { name: 'scut-fbp5500', state: 'ready' } });
    expect(server.asked).toEqual([]);
  });

  test('can be stopped while they wait for one another', async () => {
    study = await startTestStudy();
    const datasets = path.join(study.harmonia().config.dataDir, 'datasets');
    const unlock = tryLock(path.join(datasets, '.download-lock'))!;
    await study.restart({ SCUT_DATASET_URL: 'http://127.0.0.1:9/x.zip' });
    await soon(async () =>
      expect(await readyz()).toMatchObject({ body: { dataset: { state: 'downloading' } } }),
    );
    await study.harmonia().stop();
    unlock();
    expect(study.logged()).not.toContain('dataset.failed');
  });
});

describe('a data set that cannot be downloaded or used', () => {
  test('leaves the built-in pack in use, is logged once, and is downloaded again at the next start', async () => {
    const server = await serve(await scutArchive());
    server.answer((_, response) => response.writeHead(404).end());
    study = await startTestStudy({ SCUT_DATASET_URL: `${server.url}?token=canary` });
    await settled();
    expect(await readyz()).toMatchObject({
      status: 200,
      body: {
        status: 'ok',
        pack: expect.stringMatching(/^drawn-1@/),
        dataset: { name: 'scut-fbp5500', state: 'failed', reason: 'the server answers 404' },
      },
    });
    const said = study.logged().match(/SCUT_DATASET_URL: the server answers 404; the calibration pack/g);
    expect(said).toHaveLength(1);
    expect(study.logged()).not.toContain('canary');
    server.answer(undefined);
    await study.restart();
    await settled();
    expect((await readyz()).body).toMatchObject({ pack: expect.stringMatching(/^scut-fbp5500@/) });
  });

  test('makes no pack when no age is known: the London Set without its table', async () => {
    const { photos } = await londonItems();
    study = await startTestStudy({ LONDON_DATASET_URL: (await serve(zipOf(photos))).url });
    await settled();
    expect((await readyz()).body).toMatchObject({
      pack: expect.stringMatching(/^drawn-1@/),
      dataset: { state: 'failed', reason: expect.stringContaining("nobody's age is known") },
    });
  });
});

describe('a participant who has begun with a pack', () => {
  test('finishes with it when another data set arrives, and so does the cohort', async () => {
    study = await startTestStudy();
    const { person, text } = await atFirstFace();
    expect(text).not.toContain('CC BY');
    await choose(person, '4');
    const { photos, table } = await londonItems();
    const london = await serve(zipOf([...photos, { name: 'london_faces_info.csv', content: table }]));
    await study.restart({ LONDON_DATASET_URL: london.url });
    await settled();
    expect(study.logged()).toMatch(/pack\.waiting.*london@/);
    for (let restarts = 0; restarts < 1; restarts++) {
      expect((await readyz()).body).toMatchObject({
        pack: expect.stringMatching(/^drawn-1@/),
        dataset: { name: 'london', state: 'ready' },
      });
      await study.restart();
      await settled();
    }
    await choose(person, '3');
    await says(person, /3\/14/);
  });

  test('finishes with it when the operator sets another pack meanwhile', async () => {
    study = await startTestStudy();
    await atFirstFace();
    const { photos, table } = await londonItems();
    const folder = path.join(study.harmonia().config.dataDir, 'other-pack');
    await mkdir(folder);
    for (const { name, content = '' } of photos)
      await writeFile(path.join(folder, path.basename(name)), content);
    const faces = table
      .split('\n')
      .slice(1, 30)
      .map((line) => {
        const [id = '', age, sex] = line.split(',');
        return { id, file: `${id}_03.jpg`, sex, source: 'a photograph', age: Number(age) };
      });
    const manifest = { id: 'other', version: '1.0.0', licence: 'ours', faces };
    await writeFile(path.join(folder, 'manifest.json'), JSON.stringify(manifest));
    await study.restart({ CALIBRATION_PACK: folder });
    expect((await readyz()).body).toMatchObject({ pack: expect.stringMatching(/^drawn-1@/) });
  });

  test('is not given another one: a start without their pack is refused and names it', async () => {
    await startedWithLondon();
    await settled();
    await atFirstFace();
    const { config } = study.harmonia();
    const [folder = ''] = await readdir(path.join(config.dataDir, 'packs'));
    const manifest = path.join(config.dataDir, 'packs', folder, 'manifest.json');
    const whole = await readFile(manifest, 'utf8');
    await writeFile(manifest, whole.replace('"age": 21', '"age": 22'));
    await expect(study.restart()).rejects.toMatchObject({
      code: 'config-invalid',
      message: expect.stringMatching(
        /^CALIBRATION_PACK: .* began with the pack london@1\.0\.0\..*not at hand/,
      ),
    });
    await writeFile(manifest, whole);
    await study.restart();
  });
});
