import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Telegram } from 'telegraf';
import { createApiClient } from '../../../bot/telegram/api-client.ts';
import { startWebhook } from '../../../bot/telegram/webhook.ts';
import type { HarmoniaError } from '../../../foundation/errors.ts';
import { createLog } from '../../../foundation/log.ts';
import type { ChatId } from '../../../engine/ports/participants.ts';
import { escapeHtml, type Turn } from '../../../bot/turn/turn.ts';
import type { Person } from '../../../sandbox/server.ts';
import { soon } from '../../support/soon.ts';
import { rowsOf, stagedAt } from '../../support/staged-study.ts';
import { choose, says, startTestStudy, type, type TestStudy } from '../../support/study.ts';

let study: TestStudy;
beforeAll(async () => {
  study = await startTestStudy();
});
afterEach(() => study.sandbox.clearFaults());

/** What another program with the same token calls. */
async function call(method: string, params: object = {}): Promise<{ result: { url?: string } }> {
  const { url, token } = study.sandbox;
  const response = await fetch(`${url}/bot${token}/${method}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(params),
  });
  return (await response.json()) as { result: { url?: string } };
}
const webhookUrl = async (): Promise<string | undefined> => (await call('getWebhookInfo')).result.url;
const lines = (event: string): string[] =>
  study
    .logged()
    .split('\n')
    .filter((line) => line.includes(`"event":"${event}"`));

describe('a call that cannot wait for another occasion', () => {
  test('is repeated until Telegram answers, after the waits that it asks for', async () => {
    const { sandbox } = study;
    const waits: number[] = [];
    const telegram = new Telegram(sandbox.token, { apiRoot: sandbox.url });
    const api = createApiClient(telegram, { pause: async (ms) => void waits.push(ms) });
    sandbox.fault({ kind: '429', method: 'setMyDescription', retryAfter: 900 });
    sandbox.fault({ kind: '502', method: 'setMyDescription', times: 4 });
    expect(await api.insist('setMyDescription', { description: 'x' })).toEqual({
      outcome: 'done',
      value: true,
    });
    expect(waits[0]).toBe(900_000);
    expect(waits).toHaveLength(5);
    const refused = await api.insist('setMyDescription', { description: 'x'.repeat(600) });
    expect(refused).toMatchObject({ outcome: 'refused' });
  });
});

describe('a file that cannot be fetched', () => {
  const refusals: readonly (readonly [string, object])[] = [
    ['Bad Request: wrong file_id or the file is temporarily unavailable', { code: 'job-failed' }],
    ['Bad Request: file is too big', { code: 'photo-unreadable', details: { reason: 'too-large' } }],
    ['Bad Request: invalid file_id', { code: 'photo-unreadable', details: { reason: 'failed' } }],
  ];
  test.each(refusals)('%s', async (description, expected) => {
    const { sandbox } = study;
    sandbox.fault({ kind: '400', method: 'getFile', description });
    const api = createApiClient(new Telegram(sandbox.token, { apiRoot: sandbox.url }));
    await expect(api.download('x')).rejects.toMatchObject(expected);
  });
});

describe('what Telegram refuses', () => {
  /** Telegram lets a bot write only to people who have written to it. */
  async function met(person: Person): Promise<Person> {
    person.send('/help');
    await says(person, /\/status/);
    return person;
  }
  const inChat = (person: Person, work: (turn: Turn) => void): Promise<void> =>
    study.harmonia().bot.intake.inChat(String(person.id) as ChatId, async (turn) => work(turn));
  const texts = (person: Person): string[] =>
    person
      .messages()
      .flatMap(({ from, text }) => (from === 'bot' ? [text!] : []))
      .slice(1);

  test('for its length is sent in several messages, the buttons below the last', async () => {
    const person = await met(study.person());
    const line = 'a line of about forty characters & some\n';
    await inChat(person, (turn) =>
      turn.say(`<b>${escapeHtml(line.repeat(220))}</b>the end`, [
        [{ text: 'x', scope: 'go', item: '', value: 'x' }],
      ]),
    );
    await says(person, /the end$/);
    const sent = texts(person);
    expect(sent).toHaveLength(3);
    expect(sent.join('\n').match(/characters & some/g)).toHaveLength(220);
    expect(
      person
        .messages()
        .slice(-3)
        .map(({ buttons }) => buttons?.length ?? 0),
    ).toEqual([0, 0, 1]);
  });

  test('for its formatting is sent without', async () => {
    const person = await met(study.person());
    await inChat(person, (turn) => turn.say('<b>half a tag &lt;3'));
    await says(person, /^half a tag <3$/);
  });

  test('as a file is told to the person, in their language', async () => {
    const { person, participant } = await stagedAt(study, 'questionnaire');
    await met(person);
    const { database } = study.harmonia();
    await database.transact((uow) => uow.participants.update(participant.userId, { locale: 'es' }));
    study.sandbox.fault({ kind: '400', method: 'sendDocument', description: 'Request Entity Too Large' });
    const document = { kind: 'document', fileName: 'x.pdf', caption: 'x', protect: false } as const;
    await inChat(person, (turn) => turn.send({ ...document, file: { base64: 'eA==' } }));
    await says(person, /No hemos podido enviarte un archivo/);
    const stored = 'exports/gone.pdf';
    await inChat(person, (turn) => turn.send({ ...document, file: { stored } }));
    await soon(() => expect(texts(person)).toHaveLength(2));
  });

  test('as a picture to rate is shown as text and takes no rating, and the next try sends it anew', async () => {
    const { person, participant } = await stagedAt(study, 'calibration');
    const ratings = () =>
      rowsOf(study, 'SELECT FROM calibration_ratings WHERE user_id = $1', [participant.userId]);
    const refused = {
      kind: '400',
      method: 'sendPhoto',
      description: 'Bad Request: IMAGE_PROCESS_FAILED',
    } as const;
    study.sandbox.fault({ ...refused, times: 2 });
    await type(person, '/continue');
    await says(person, /did not show the picture/);
    await type(person, '3');
    await choose(person, 'continue');
    const screen = await says(person, /1\/14/);
    expect(screen.file?.kind).toBe('photo');
    expect(await ratings()).toEqual([]);
    await type(person, '3');
    await says(person, /2\/14/);
    expect(await ratings()).toHaveLength(1);
  });
});

describe('a webhook that another program sets', () => {
  test('while the bot polls is deleted once a minute at most, with a line that names its host', async () => {
    await call('setWebhook', { url: 'http://127.0.0.1:9/secret-path' });
    await soon(async () => expect(await webhookUrl()).toBe(''), 8000);
    expect(lines('webhook.foreign')).toHaveLength(1);
    expect(lines('webhook.foreign')[0]).toMatch(/"level":"error".*127\.0\.0\.1:9"/);
    expect(study.logged()).not.toContain('secret-path');
    const person = study.person();
    person.send('/start');
    await says(person, /open by invitation/);

    await call('setWebhook', { url: 'http://127.0.0.1:9/again' });
    const refusals = lines('polling.failed').length;
    await soon(() => expect(lines('polling.failed').length).toBeGreaterThan(refusals), 8000);
    expect(await webhookUrl()).toContain('again');
    expect(lines('webhook.foreign')).toHaveLength(1);
    await call('deleteWebhook');
  }, 20_000);

  test('in place of ours is replaced', async () => {
    const { sandbox } = study;
    const telegram = new Telegram(sandbox.token, { apiRoot: sandbox.url });
    const written: string[] = [];
    const log = createLog({ level: 'info', stream: { write: (line: string) => void written.push(line) } });
    const ours = { url: 'http://127.0.0.1:9/ours', secret_token: 's', allowed_updates: ['message'] };
    const webhook = await startWebhook(createApiClient(telegram), ours, { log, everyMs: 30 });
    await call('setWebhook', { url: 'http://localhost:9/theirs' });
    await soon(() => expect(written.join('')).toMatch(/"level":"error".*localhost:9"/));
    await soon(async () => expect(await webhookUrl()).toBe(ours.url));
    await webhook.stop();
    await call('deleteWebhook');
  });
});

describe('a token that Telegram refuses', () => {
  test('ends the program also when updates come by webhook', async () => {
    await study.restart({
      PUBLIC_URL: 'https://127.0.0.1:8443',
      WEBHOOK_SECRET: 'a-secret-of-the-webhook-a-secret-of',
    });
    const { done, bot, config } = study.harmonia();
    expect(config.telegram.mode).toBe('webhook');
    const person = study.person();
    person.send('hello');
    study.sandbox.fault({ kind: '401', method: 'sendMessage' });
    const ended = done.then(
      () => 'stopped',
      (error: unknown) => (error as HarmoniaError).code,
    );
    await bot.intake.inChat(String(person.id) as ChatId, async (turn) => turn.say('x'));
    expect(await ended).toBe('unauthorized');
  });
});
