import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type FileServer, startFileServer } from '../support/file-server.ts';
import { type ZipItem, zipOf } from '../support/zip.ts';
import { processesNaming, type Program, startProgram } from './program.ts';

const drawn = join(import.meta.dirname, '../../engine/visual/packs/drawn-1');

/** An archive in the London Set's layout, with drawn faces, which the networks detect as faces. */
function archive(): Buffer {
  const names = ['f', 'm'].flatMap((sex) =>
    Array.from({ length: 16 }, (_, at) => `${sex}${String(at + 1).padStart(2, '0')}`),
  );
  const idOf = (at: number): string => String(at + 1).padStart(3, '0');
  const photos = names.map((name, at): ZipItem => ({
    name: `neutral_front/${idOf(at)}_03.jpg`,
    content: readFileSync(join(drawn, `${name}.jpg`)),
  }));
  const rows = names.map((name, at) => `${idOf(at)},30,${name.startsWith('f') ? 'female' : 'male'}`);
  const table = `${['face_id,face_age,face_gender', ...rows].join('\n')}\n`;
  return zipOf([...photos, { name: 'london_faces_info.csv', content: table }]);
}

let folder: string;
let server: FileServer;
const running: Program[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'harmonia-dataset-kill-'));
  server = await startFileServer(archive());
});
afterAll(async () => {
  for (const program of running) program.kill('SIGKILL');
  await Promise.all(running.map((program) => program.ended()));
  for (const pid of processesNaming(folder)) process.kill(pid, 'SIGKILL');
  await server.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

const start = async (): Promise<{ program: Program; readyz: () => Promise<Record<string, unknown>> }> => {
  const program = startProgram({ DATA_DIR: folder, LONDON_DATASET_URL: server.url });
  running.push(program);
  const { http } = await program.ready();
  return {
    program,
    readyz: async () => {
      const response = await fetch(`${http}/readyz`);
      expect(response.status).toBe(200);
      return (await response.json()) as Record<string, unknown>;
    },
  };
};
const until = async (holds: () => Promise<boolean>): Promise<void> => {
  for (let tries = 0; !(await holds()); tries++) {
    if (tries > 600) throw new Error('the condition did not hold within a minute');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};

test('a download that a kill interrupted continues at the next start, and its faces are used', async () => {
  server.stallAfter(100_000);
  const first = await start();
  await until(async () => (await readdir(join(folder, 'datasets'))).includes('london.zip.part'));
  expect(await first.readyz()).toMatchObject({ dataset: { name: 'london', state: 'downloading' } });
  first.program.kill('SIGKILL');
  await first.program.ended();

  const second = await start();
  await until(async () => String((await second.readyz())['pack']).startsWith('london@'));
  expect(server.asked).toEqual(['-', expect.stringMatching(/^bytes=\d+-$/)]);
  expect(await second.readyz()).toMatchObject({ dataset: { name: 'london', state: 'ready' } });
  const left = (await readdir(join(folder, 'datasets'))).filter((name) => !name.endsWith('.descriptions'));
  expect(left).toEqual(['london']);
  second.program.kill('SIGINT');
  expect(await second.program.ended()).toMatchObject({ code: 0 });
}, 120_000);
