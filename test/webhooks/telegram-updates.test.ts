import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { builtinReference } from '@harmonia/hla';
import { createFolderStorage } from '../../app/file-storage.ts';
import { webApiOf } from '../../app/web-api.ts';
import { createLog } from '../../foundation/log.ts';
import type { Person } from '../../sandbox/server.ts';
import { createApp } from '../../webhooks/app.ts';
import { rowsOf, stagedAt } from '../support/staged-study.ts';
import { says, startTestStudy, type TestStudy } from '../support/study.ts';

const secret = 'a-secret-of-the-webhook';

let study: TestStudy;
let server: Server;
beforeAll(async () => {
  study = await startTestStudy();
  // A webhook needs a public https address. The test therefore mounts the route on a server of its own, with the
  // program's intake.
  const { bot, database, secrets, clock, study: stages } = study.harmonia();
  const app = createApp({
    lab: {
      transactions: database,
      labKeys: secrets.labKeys,
      deliveryDigest: stages.digest,
      sealDigest: stages.digest,
      reference: builtinReference(),
      method: stages.versions.biological,
      clock,
    },
    telegram: { secret, handle: (update) => bot.intake.handle(update as never) },
    api: webApiOf({ ...study.harmonia(), files: createFolderStorage(study.harmonia().config.dataDir) }),
    proxies: 0,
    version: 'test',
    checks: { needed: {}, expected: {} },
    log: createLog({ level: 'silent' }),
  });
  server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await study.close();
});

const right = { 'x-telegram-bot-api-secret-token': secret };
const post = async (body: unknown, headers: Record<string, string> = right) => {
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/webhooks/telegram`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
};
let lastUpdate = 900_000;
/** The update that Telegram delivers for a text of this person. */
const updateOf = ({ id }: Person, text: string) => {
  const chat = { id, type: 'private', first_name: 'x' };
  const message = { message_id: ++lastUpdate, date: 1, chat, from: { ...chat, is_bot: false }, text };
  return { update_id: lastUpdate, message };
};
const atQuestionnaire = async (): Promise<{ person: Person; userId: string }> => {
  const { person, participant } = await stagedAt(study, 'questionnaire');
  person.send('/continue');
  await says(person, /1\/44/);
  return { person, userId: participant.userId };
};
const answersOf = (userId: string) =>
  rowsOf<{ value: number }>(study, 'SELECT value FROM questionnaire_answers WHERE user_id = $1', [userId]);

describe('updates by webhook', () => {
  test('are answered with 200 after they are stored, and in the chat', async () => {
    const { person, userId } = await atQuestionnaire();
    expect(await post(updateOf(person, '4'))).toEqual({ status: 200, text: '{}' });
    expect(await answersOf(userId)).toEqual([{ value: 4 }]);
    await says(person, /2\/44/);
  });

  test('without the secret or with a wrong one are refused and not handled', async () => {
    const { person, userId } = await atQuestionnaire();
    const update = updateOf(person, '5');
    for (const wrong of ['', 'x', secret.slice(0, -1), `${secret}x`, secret.toUpperCase()])
      expect(await post(update, { 'x-telegram-bot-api-secret-token': wrong })).toEqual({
        status: 401,
        text: '{"error":"The request is not authenticated.","code":"unauthorized"}',
      });
    expect((await post(update, {})).status).toBe(401);
    expect(await answersOf(userId)).toEqual([]);
  });

  test('are refused with 400 when malformed and with 413 when too large, without details', async () => {
    for (const body of ['{', '[]', '{}', '{"update_id":"7"}', 'null'])
      expect(await post(body)).toEqual({
        status: 400,
        text: '{"error":"The request cannot be read.","code":"bad-request"}',
      });
    expect((await post(`{"a":"${'x'.repeat(1_100_000)}"}`)).status).toBe(413);
  });

  test('have no address in the program with long polling', async () => {
    const answer = await fetch(`${study.harmonia().url}/webhooks/telegram`, {
      method: 'POST',
      headers: right,
    });
    expect(answer.status).toBe(404);
  });

  test('are answered with 500 when the handler fails; nothing is stored, and the next delivery has one effect', async () => {
    const { person, userId } = await atQuestionnaire();
    await rowsOf(
      study,
      `CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$`,
    );
    await rowsOf(
      study,
      'CREATE TRIGGER fail BEFORE INSERT ON questionnaire_answers FOR EACH ROW EXECUTE FUNCTION fail()',
    );
    const update = updateOf(person, '3');
    for (let delivery = 0; delivery < 2; delivery++) {
      const { status, text } = await post(update);
      expect(status).toBe(500);
      expect(text).not.toMatch(/questionnaire|SELECT|INSERT| at /);
    }
    const known = 'SELECT FROM processed_updates WHERE key = $1';
    expect(await rowsOf(study, known, [String(update.update_id)])).toEqual([]);
    expect(await answersOf(userId)).toEqual([]);
    await rowsOf(study, 'DROP TRIGGER fail ON questionnaire_answers');
    for (let delivery = 0; delivery < 2; delivery++) expect((await post(update)).status).toBe(200);
    expect(await answersOf(userId)).toEqual([{ value: 3 }]);
    await says(person, /2\/44/);
  });

  test('have one effect when the same one arrives ten times at once, and ten answers of 200', async () => {
    const { person, userId } = await atQuestionnaire();
    const update = updateOf(person, '5');
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(update)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    expect(await answersOf(userId)).toEqual([{ value: 5 }]);
  });

  test('of one person at once are handled one after the other', async () => {
    const { person, userId } = await atQuestionnaire();
    const answers = await Promise.all(['1', '2', '3', '4', '5'].map((word) => post(updateOf(person, word))));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect((await answersOf(userId)).map(({ value }) => value).toSorted()).toEqual([1, 2, 3, 4, 5]);
    await says(person, /6\/44/);
  });
});
