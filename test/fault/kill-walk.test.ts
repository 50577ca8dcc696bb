import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createPersona, selfieSource } from '../../play/personas/create-persona.ts';
import { createRandom } from '../../foundation/random.ts';
import { connectDatabase, type Database } from '../../db/connect.ts';
import { startEmbedded } from '../../db/embedded.ts';
import { loadInstrumentShelf } from '../../engine/personality/instrument-shelf.ts';
import { cipherKeysOf } from '../../app/start.ts';
import { createSandbox, type Person, type Sandbox } from '../../sandbox/server.ts';
import { startWalk, type Walk } from '../../play/personas/walk.ts';
import { openSecrets } from '../../app/secrets.ts';
import { type Program, processesNaming, startProgram } from './program.ts';

const people = 3;
const kills = 5;
const password = 'seven quiet lighthouses';

let folder: string;
let sandbox: Sandbox;
let program: Program;
let walks: Walk[] = [];
/** True when the file ends: a test that has run out of time must not start another program then. */
let over = false;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'harmonia-kill-'));
  sandbox = await createSandbox();
});

afterAll(async () => {
  over = true;
  for (const walk of walks) walk.stop();
  // Each walk waits for its next screen, and looks up at any message.
  for (const person of sandbox.people()) person.send('the end');
  program.kill('SIGKILL');
  await program.ended();
  await sandbox.close();
  for (const pid of processesNaming(folder)) process.kill(pid, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function start(): Promise<void> {
  if (over) throw new Error('the test has run out of time');
  // Known from here on, so that the end of the file kills it also when it was never ready.
  program = startProgram({
    DATA_DIR: folder,
    BOT_TOKEN: sandbox.token,
    BOT_API_ROOT: sandbox.url,
    ADMIN_EMAIL: 'admin@example.org',
    ADMIN_PASSWORD: password,
  });
  for (let waited = 0; !program.stderr().includes('"event":"ready"'); waited += 50) {
    if (over || waited > 60_000) throw new Error(`not ready: ${program.stderr()}`);
    await sleep(50);
  }
}

async function invites(admin: Person): Promise<string[]> {
  admin.send(`/login admin@example.org ${password}`);
  await admin.until((person) => /Signed in/.test(person.lastFromBot()?.text ?? ''), 20_000);
  admin.send(`/invite ${people}`);
  const links = await admin.until(
    (person) => person.lastFromBot()?.text?.match(/start=(\w+)/g) ?? false,
    20_000,
  );
  return links.map((link) => link.slice('start='.length));
}

test('a program that is killed five times while participants answer loses no answer and stores none twice', async () => {
  await start();
  const codes = await invites(sandbox.person({ firstName: 'admin' }));
  const { instrument } = loadInstrumentShelf().current();
  const selfies = selfieSource(undefined, 'kill');
  walks = codes.map((inviteCode, index) => {
    const persona = createPersona(index, { seed: 'kill', instrument, selfies, year: 2026 });
    const person = sandbox.person({ firstName: persona.firstName, languageCode: persona.locale });
    return startWalk(person, persona, {
      inviteCode,
      file: (id) => sandbox.file(id),
      pauseMs: 60,
      timeoutMs: 15_000,
      nudges: 20,
    });
  });
  const random = createRandom('kill');
  const arrived = Promise.all(walks.map((walk) => walk.reached('lab')));
  for (let killed = 0; killed < kills; killed++) {
    await sleep(700 + random.integer(2500));
    program.kill('SIGKILL');
    await program.ended();
    await start();
  }
  await arrived;
  for (const walk of walks) walk.stop();
  program.kill('SIGTERM');
  expect(await program.ended()).toMatchObject({ code: 0 });

  await withStoredData(async (database) => {
    await database.transact(async (uow) => {
      const cohort = await uow.cohorts.latest();
      const participants = await uow.participants.ofCohort(cohort!.id);
      expect(participants).toHaveLength(people);
      for (const { userId, chatId } of participants) {
        const phases = await uow.phases.of(userId);
        expect([...phases.values()].map(({ phase, sealedAt }) => [phase, sealedAt !== null])).toEqual(
          expect.arrayContaining([
            ['visual', true],
            ['personality', true],
            ['biological', false],
          ]),
        );
        expect(await uow.visual.ratings(userId)).toHaveLength(14);
        expect(await uow.personality.answers(userId)).toHaveLength(instrument.items.length + 2);
        expect(await uow.chats.pendingCalls(chatId!)).toEqual([]);
        const opened = (await uow.audit.of(userId)).filter(({ action }) => action === 'phase-sealed');
        expect(opened).toHaveLength(2);
      }
      expect((await uow.audit.verify()).brokenAt).toBeNull();
      expect(await uow.biology.waitingKits()).toHaveLength(people);
    });
  });
  // At Telegram's pace the screen of a chat changes once a second, some seventy times.
}, 400_000);

async function withStoredData(look: (database: Database) => Promise<void>): Promise<void> {
  const server = await startEmbedded({ folder: join(folder, 'postgres') });
  const secrets = openSecrets({
    dataDir: folder,
    secrets: { fernetKeys: undefined, secretKey: undefined, passwordPepper: undefined, labKeys: undefined },
  });
  const database = connectDatabase({ url: server.url, keys: cipherKeysOf(secrets) });
  try {
    await look(database);
  } finally {
    await database.close();
    await server.stop();
  }
}
