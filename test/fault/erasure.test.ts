import { randomBytes, randomUUID } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createFolderStorage } from '../../app/file-storage.ts';
import { syntheticTyping, writeLabCsv } from '../../engine/biological/index.ts';
import type { ChatId, Participant } from '../../engine/ports/participants.ts';
import { eraseParticipant } from '../../engine/privacy/erase.ts';
import { createRandom } from '../../foundation/random.ts';
import type { Person } from '../../sandbox/server.ts';
import { sign } from '../../webhooks/lab-signature.ts';
import { picture } from '../support/faces.ts';
import { soon } from '../support/soon.ts';
import type { StagedStep } from '../support/staged-people.ts';
import { participantOf, rowsOf, stagedAt } from '../support/staged-study.ts';
import { buttonsOf, choose, says, startTestStudy, type, type TestStudy } from '../support/study.ts';

interface Actor {
  person: Person;
  participant: Participant;
  /** What must be found nowhere once the person is erased. */
  canaries: string[];
}

const labKey = { lab: 'north', secret: randomBytes(32) };
let study: TestStudy;
let admin: Person;
let vera: Actor, rita: Actor, bob: Actor, lena: Actor;

beforeAll(async () => {
  const LAB_KEYS = `${labKey.lab}:${labKey.secret.toString('base64')}`;
  study = await startTestStudy({ PROFILES_PER_PERSON: '3', LAB_KEYS });
  admin = await study.staff('admin');
  vera = await actor('VERACANARY', 'lab');
  await labDelivers(vera);
  await says(vera.person, /All three stages/);
  rita = await actor('RITACANARY', 'cohort');
  bob = await actor('BOBSOMEBODY', 'cohort', { sex: 'male', seeks: 'female' });
  lena = await actor('LENACANARY', 'questionnaire');
  for (const [command, answer] of [
    ['/freeze', /frozen with 3 participants/],
    ['/score', /Scored\. People: 3/],
    ['/release', /Released to 3 participants/],
  ] as const) {
    admin.send(command);
    if (command !== '/score') {
      await says(admin, /Not included|Releasing shows/);
      await choose(admin, 'yes');
    }
    await admin.until(() => admin.messages().some(({ text }) => answer.test(text ?? '')));
  }
});

let seeds = 900;
/** A person whose name, address, public name and kit are canaries. */
async function actor(
  name: string,
  step: StagedStep,
  wishes: { sex?: 'male'; seeks?: 'female' } = {},
): Promise<Actor> {
  const seed = ++seeds;
  const [username, email] = [`${name}_public`, `${name.toLowerCase()}@mail.example`];
  const { person, participant } = await stagedAt(study, step, { name, username, email, seed, ...wishes });
  await type(person, '/continue');
  const { userId } = participant;
  const { config } = study.harmonia();
  if (step === 'selfie') await createFolderStorage(config.dataDir).remove(`uploads/staged-${seed}.jpg`);
  const kits = await rowsOf<{ code: string }>(study, 'SELECT code FROM kits WHERE user_id = $1', [userId]);
  const canaries = [
    name,
    username,
    email,
    String(person.id),
    userId,
    participant.code,
    ...kits.map(({ code }) => code),
  ];
  return { person, participant, canaries };
}

/** A laboratory delivers for the person's kit, whose code it writes in its own way. */
async function labDelivers({ participant }: Actor): Promise<void> {
  const kit = (await study.harmonia().database.transact((uow) => uow.biology.kitOf(participant.userId)))!
    .code;
  const written = kit.toLowerCase().replaceAll('-', '_');
  const typing = syntheticTyping(createRandom(kit));
  const body = Buffer.from(writeLabCsv([{ participant: written, typing }]));
  const headers = {
    'content-type': 'text/csv',
    ...sign(labKey, { id: randomUUID(), body, now: new Date() }),
  };
  const response = await fetch(`${study.harmonia().url}/webhooks/hla`, { method: 'POST', headers, body });
  expect(await response.json()).toMatchObject({ imported: 1 });
}

/** Answers about each person shown and asks for the report. */
async function answerAll({ person }: Actor): Promise<void> {
  await says(person, /How much would you like to meet/);
  while (/How much would you like to meet/.test(person.lastFromBot()!.text!)) {
    await choose(person, '6');
    await choose(person, 'yes');
  }
  await choose(person, 'seal');
}
const documents = ({ person }: Actor) =>
  person.messages().filter(({ from, file }) => from === 'bot' && file?.kind === 'document');

const heldBack: (() => void)[] = [];
afterEach(() => heldBack.splice(0).forEach((letGo) => letGo()));
/** Holds back a function of the running program until it is let go; `reached` resolves when it was called. */
function held<Owner extends object, Name extends keyof Owner>(owner: Owner, name: Name) {
  const real = owner[name] as (...inputs: unknown[]) => Promise<unknown>;
  const [arriving, leaving] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  owner[name] = (async (...inputs: unknown[]) => {
    arriving.resolve();
    await leaving.promise;
    return real.apply(owner, inputs);
  }) as Owner[Name];
  const letGo = (): void => {
    owner[name] = real as Owner[Name];
    leaving.resolve();
  };
  heldBack.push(letGo);
  return { reached: arriving.promise, letGo };
}

async function erase(one: Actor, times = 1): Promise<void> {
  await type(one.person, '/delete_my_data');
  await says(one.person, /This erases/);
  one.person.tap(
    buttonsOf(one.person).find((data) => data.endsWith(':yes'))!,
    { times },
  );
  await says(one.person, /Everything about you is erased/);
}

/** All jobs that are due have ended, and all messages are sent. */
const quiet = (): Promise<void> =>
  soon(async () => {
    const waiting = `SELECT name, data FROM pgboss.job
      WHERE state IN ('created', 'retry', 'active') AND start_after < now() + interval '1 minute'`;
    expect(await rowsOf(study, waiting)).toEqual([]);
    expect(await rowsOf(study, 'SELECT FROM outbox')).toEqual([]);
  }, 20_000);

/** Tables that keep a code, or the id of an account, which no other table connects with a person any more. */
const mayStay: ReadonlySet<string> = new Set(['public.audit_log', 'public.cohorts']);

/** Every place that holds one of these texts: table and row in any schema, or the name of a file. */
async function placesOf(canaries: readonly string[]): Promise<string[]> {
  const spellings = canaries.flatMap((canary) => [canary, canary.replaceAll('-', '')]);
  const has = (text: string): boolean => {
    const lower = text.toLowerCase();
    const bare = lower.replace(/[-_ .]/g, '');
    return spellings.some((one) => lower.includes(one.toLowerCase()) || bare.includes(one.toLowerCase()));
  };
  const found: string[] = [];
  for (const { name, rows } of await tables())
    for (const row of rows) if (has(row)) found.push(mayStay.has(name) ? name : `${name} ${row}`);
  for (const text of await decrypted()) if (has(text)) found.push(`decrypted ${text}`);
  const { dataDir } = study.harmonia().config;
  for (const entry of await readdir(dataDir, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (has(entry.name) || (entry.isFile() && has(await readFile(path, 'latin1')))) found.push(path);
  }
  return [...new Set(found)];
}

async function tables(): Promise<{ name: string; rows: string[] }[]> {
  const names = await rowsOf<{ name: string }>(
    study,
    `SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) AS name FROM information_schema.tables
     WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_type = 'BASE TABLE'`,
  );
  const found = [];
  for (const { name } of names) {
    const rows = await rowsOf<{ row: string }>(study, `SELECT t::text AS row FROM ${name} t`);
    found.push({ name, rows: rows.map(({ row }) => row) });
  }
  return found;
}

/** What is stored encrypted: unsent messages, states of dialogs, typings. */
const decrypted = async (): Promise<string[]> => {
  const chats = await rowsOf<{ id: ChatId }>(
    study,
    'SELECT chat_id::text AS id FROM dialog_state UNION SELECT chat_id::text FROM outbox',
  );
  const people = await rowsOf<{ id: Participant['userId'] }>(study, 'SELECT user_id AS id FROM hla_data');
  return study.harmonia().database.transact(async (uow) => {
    const texts: string[] = [];
    for (const { id } of chats) {
      texts.push((await uow.chats.dialogState(id))?.payload ?? '');
      texts.push(...(await uow.chats.pendingCalls(id)).map(({ payload }) => payload ?? ''));
    }
    for (const { id } of people) texts.push((await uow.biology.typing(id)) ?? '');
    return texts;
  });
};

/** Files that no row of a living person names. */
async function strayFiles(): Promise<string[]> {
  const named = await rowsOf<{ path: string }>(
    study,
    `SELECT photo_path AS path FROM profiles UNION SELECT path FROM reports UNION SELECT docx_path FROM reports`,
  );
  const { dataDir } = study.harmonia().config;
  const files = await Promise.all(
    ['uploads', 'reports'].map(async (folder) =>
      (await readdir(join(dataDir, folder))).map((name) => `${folder}/${name}`),
    ),
  );
  return files.flat().filter((file) => !named.some(({ path }) => path === file));
}

async function expectGone({ canaries, participant: { userId, code } }: Actor): Promise<void> {
  expect(await placesOf(canaries.filter((canary) => canary !== userId && canary !== code))).toEqual([]);
  expect([[], ['public.audit_log']]).toContainEqual(await placesOf([userId]));
  // A frozen cohort has declared whom it compares, by code.
  expect([[], ['public.cohorts']]).toContainEqual(await placesOf([code]));
}

/** Asserts that nothing of an erased person is left, and that the farewell is the last message of their chat. */
async function expectNothingOf(one: Actor): Promise<void> {
  await quiet();
  await expectGone(one);
  expect(await strayFiles()).toEqual([]);
  expect(one.person.lastFromBot()!.text).toMatch(/Everything about you is erased[\s\S]*Delete chat/);
  const files = one.person.messages().filter(({ from, file }) => from === 'bot' && file);
  expect(files).toEqual([]);
}
const said = ({ person }: Actor, pattern: RegExp): number =>
  person.messages().filter(({ from, text }) => from === 'bot' && pattern.test(text ?? '')).length;

describe('an erasure leaves nothing of the person in any table, file or job', () => {
  test('when nothing else is running', async () => {
    await answerAll(vera);
    await vera.person.until(() => documents(vera).length === 1);
    await answerAll(bob);
    await bob.person.until(() => documents(bob).length === 1);
    // Both agree to be introduced, and each is told the public name of the other.
    await says(bob.person, /would like to meet|introduce/i);
    for (const { person } of [vera, bob]) {
      await person.until(() => buttonsOf(person).some((data) => /^report:P-.*:yes$/.test(data)));
      await choose(person, 'yes');
    }
    await bob.person.until(() => said(bob, /VERACANARY/) > 0);
    vera.person.send('/export');
    await vera.person.until(() => documents(vera).length === 3);
    await quiet();
    expect(await placesOf(vera.canaries)).not.toEqual([]);
    await erase(vera);
    await expectNothingOf(vera);
  });

  test('while their report is being made', async () => {
    const { bot } = study.harmonia();
    const making = held(bot, 'refresh');
    await answerAll(rita);
    await making.reached;
    // Its files are written, and no row names them yet.
    const written = await strayFiles();
    expect(written).toHaveLength(2);
    // Should the program be killed now, they are deleted when no row names them in a quarter of an hour.
    const deletions = `SELECT FROM pgboss.job WHERE data ->> 'path' = ANY ($1) AND data ->> 'unlessUsed' = 'true'`;
    expect(await rowsOf(study, deletions, [written])).toHaveLength(2);
    await erase(rita);
    making.letGo();
    await expectNothingOf(rita);
  });

  test('while their selfie is being analysed', async () => {
    const sara = await actor('SARACANARY', 'selfie');
    const analysing = held(study.harmonia().bot.api, 'download');
    await sara.person.sendFile('photo', await picture(400, 77), { caption: 'SARACANARY' });
    await analysing.reached;
    await erase(sara);
    analysing.letGo();
    await expectNothingOf(sara);
    expect(said(sara, /Shall we use it/)).toBe(0);
  });

  test('while their copy of the data is being made', async () => {
    const eva = await actor('EVACANARY', 'lab');
    const making = held(study.harmonia().bot.intake, 'inChat');
    eva.person.send('/export');
    await making.reached;
    await erase(eva);
    making.letGo();
    await expectNothingOf(eva);
  });

  test('while a file is on its way to them', async () => {
    const fay = await actor('FAYCANARY', 'lab');
    study.sandbox.fault({ kind: 'delay', method: 'sendDocument', chatId: fay.person.id, milliseconds: 1500 });
    fay.person.send('/export');
    await soon(async () =>
      expect((await rowsOf(study, 'SELECT FROM outbox WHERE chat_id = $1', [fay.person.id])).length).toBe(2),
    );
    await erase(fay);
    await expectNothingOf(fay);
  });

  test('when it is tapped several times at once, with one farewell', async () => {
    const dora = await actor('DORACANARY', 'lab');
    await labDelivers(dora);
    await says(dora.person, /All three stages/);
    await erase(dora, 3);
    await dora.person.until(() => dora.person.toasts().length >= 3);
    await expectNothingOf(dora);
    expect(said(dora, /Everything about you is erased/)).toBe(1);
    const erased = await rowsOf(study, `SELECT FROM audit_log WHERE action = 'erased'`);
    expect(erased).toHaveLength(6);
  });

  test('when a person whom the freeze left out taps it several times', async () => {
    await says(lena.person, /starts without you/);
    await choose(lena.person, 'erase');
    lena.person.tap(
      buttonsOf(lena.person).find((data) => data.endsWith(':yes'))!,
      { times: 3 },
    );
    await lena.person.until(() => lena.person.toasts().length >= 4);
    await expectNothingOf(lena);
    expect(said(lena, /Everything about you is erased/)).toBe(1);
  });
});

describe('the pictures and files of the bot', () => {
  const dayMs = 86_400_000;
  const calls = (method: 'deleteMessages' | 'deleteMessage', { person }: Actor): number[][] =>
    study.sandbox
      .calls(method)
      .filter(({ params }) => params['chat_id'] === person.id)
      .map(({ params }) => (params['message_ids'] ?? [params['message_id']]) as number[]);
  async function withExport(name: string): Promise<Actor> {
    const one = await actor(name, 'lab');
    one.person.send('/export');
    await one.person.until(() => documents(one).length === 2);
    await quiet();
    return one;
  }

  test('are deleted from the chat for 48 hours, a hundred at a time, and no older ones', async () => {
    const hal = await withExport('HALCANARY');
    const [old, fresh] = documents(hal).map(({ id }) => id) as [number, number];
    const remember = 'INSERT INTO sent_files SELECT $1, n, $2 FROM generate_series(900001, 900120) AS n';
    await rowsOf(study, remember, [hal.person.id, study.clock.now()]);
    await rowsOf(study, 'UPDATE sent_files SET sent_at = $2 WHERE message_id = $1', [
      old,
      new Date(study.clock.now().getTime() - 2 * dayMs),
    ]);
    await erase(hal);
    await says(hal.person, /^The pictures and files that the bot sent here in the last two days are deleted/);
    expect(calls('deleteMessages', hal).map(({ length }) => length)).toEqual([100, 21]);
    expect(documents(hal).map(({ id }) => id)).toEqual([old]);
    expect(calls('deleteMessages', hal).flat()).toContain(fresh);
  });

  test('are deleted one by one when Telegram refuses all at once, and the person reads what it kept', async () => {
    const ida = await withExport('IDACANARY');
    const refused = {
      kind: '400',
      chatId: ida.person.id,
      description: "Bad Request: message can't be deleted",
    } as const;
    study.sandbox.fault({ ...refused, method: 'deleteMessages' });
    study.sandbox.fault({ ...refused, method: 'deleteMessage' });
    await erase(ida);
    await says(ida.person, /^⚠ Telegram did not let the bot delete all/);
    expect(calls('deleteMessage', ida)).toHaveLength(2);
    expect(documents(ida)).toHaveLength(1);
  });

  test('stay with a person who blocked the bot, whose erasure leaves no row and no message', async () => {
    const kay = await withExport('KAYCANARY');
    const { userId } = kay.participant;
    kay.person.block(true);
    await study
      .harmonia()
      .database.transact((uow) => eraseParticipant(uow, { userId, now: study.clock.now() }));
    await quiet();
    await expectGone(kay);
    expect(documents(kay)).toHaveLength(2);
  });
});

test('a file that a killed program left is deleted unless a row names it', async () => {
  const { database, config } = study.harmonia();
  const storage = createFolderStorage(config.dataDir);
  const [left, cut, used] = ['uploads/left.jpg', 'uploads/cut.jpg', 'uploads/used.jpg'] as const;
  for (const path of [left, used]) await storage.write(path, Buffer.from('photo'));
  await writeFile(join(config.dataDir, `${cut}.part`), 'pho');
  const { participant } = await actor('LEOCANARY', 'calibration');
  await rowsOf(study, 'UPDATE profiles SET photo_path = $2 WHERE user_id = $1', [participant.userId, used]);
  await storage.remove(`uploads/staged-${seeds}.jpg`);
  await database.transact(async (uow) => {
    for (const path of [left, cut, used]) await uow.jobs.enqueue('delete-file', { path, unlessUsed: true });
  });
  await quiet();
  expect(await strayFiles()).toEqual([]);
  expect(await storage.exists(used)).toBe(true);
});

describe('after an erasure', () => {
  test('a person who writes again is a visitor, of whom no row stays', async () => {
    vera.person.send('hello?');
    await says(vera.person, /open by invitation/);
    vera.person.block(true);
    vera.person.block(false);
    await soon(async () => expect(await placesOf([String(vera.person.id)])).toEqual([]));
    expect(await participantOf(study, vera.person)).toBeUndefined();
  });

  test('a laboratory that delivers for the kit once more is refused, and the code is not stored', async () => {
    const gia = await actor('GIACANARY', 'lab');
    const kit = gia.canaries.at(-1)!;
    await erase(gia);
    const body = Buffer.from(writeLabCsv([{ participant: kit, typing: syntheticTyping(createRandom(kit)) }]));
    const post = async (): Promise<{ rows: { status: string }[] }> => {
      const headers = { 'content-type': 'text/csv', ...sign(labKey, { id: 'late', body, now: new Date() }) };
      const response = await fetch(`${study.harmonia().url}/webhooks/hla`, { method: 'POST', headers, body });
      return (await response.json()) as { rows: { status: string }[] };
    };
    const first = await post();
    expect(first.rows).toEqual([expect.objectContaining({ participant: kit, status: 'not-accepted' })]);
    await quiet();
    expect(await placesOf([kit])).toEqual([]);
    // A delivery that is repeated is answered as before, without the code.
    expect((await post()).rows).toEqual([expect.objectContaining({ status: 'not-accepted' })]);
  });
});
