import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createSandbox, type Person, type Sandbox } from '../../sandbox/server.ts';
import { soon } from './soon.ts';

let sandbox: Sandbox;
let ana: Person;

interface Update {
  update_id: number;
  message?: { text?: string; message_id: number; entities?: object[]; media_group_id?: string };
  callback_query?: { data: string };
  my_chat_member?: object;
}

beforeEach(async () => {
  sandbox = await createSandbox();
  ana = sandbox.person({ firstName: 'Ana' });
});
afterEach(() => sandbox.close());

async function call<T = unknown>(method: string, params: object = {}): Promise<T> {
  const response = await fetch(`${sandbox.url}/bot${sandbox.token}/${method}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(params),
  });
  const { result, description } = (await response.json()) as { result?: T; description?: string };
  if (result === undefined) throw new Error(description);
  return result;
}
const poll = (params: object = {}): Promise<Update[]> => call<Update[]>('getUpdates', params);
const ids = (updates: Update[]): number[] => updates.map((update) => update.update_id);

describe('long polling', () => {
  test('repeats updates until an offset confirms them; ids follow one another', async () => {
    ana.send('one');
    ana.send('two');
    const first = await poll();
    expect(first.map(({ message }) => message?.text)).toEqual(['one', 'two']);
    expect(first[1]!.update_id).toBe(first[0]!.update_id + 1);
    expect(await poll()).toEqual(first);
    expect(ids(await poll({ offset: first[1]!.update_id }))).toEqual([first[1]!.update_id]);
    expect(await poll({ offset: first[1]!.update_id + 1 })).toEqual([]);
  });

  test('obeys limit and a negative offset', async () => {
    for (const text of ['a', 'b', 'c', 'd']) ana.send(text);
    expect((await poll({ limit: 3 })).map(({ message }) => message?.text)).toEqual(['a', 'b', 'c']);
    expect((await poll({ offset: -1 })).map(({ message }) => message?.text)).toEqual(['d']);
    expect((await poll()).map(({ message }) => message?.text)).toEqual(['d']);
  });

  test('waits for the first update and no longer than its timeout', async () => {
    const begin = Date.now();
    expect(await poll({ timeout: 1 })).toEqual([]);
    expect(Date.now() - begin).toBeGreaterThanOrEqual(950);
    const waiting = poll({ timeout: 30 });
    await soon(() => sandbox.calls('getUpdates').length === 2);
    ana.send('late');
    expect((await waiting)[0]?.message?.text).toBe('late');
  });

  test('gives the updates of a poller that has closed its connection to the next one', async () => {
    const hangUp = new AbortController();
    const url = `${sandbox.url}/bot${sandbox.token}/getUpdates?timeout=30`;
    const gone = expect(fetch(url, { signal: hangUp.signal })).rejects.toThrow();
    await soon(() => sandbox.calls('getUpdates').length === 1);
    hangUp.abort();
    await gone;
    ana.send('kept');
    expect((await poll())[0]?.message?.text).toBe('kept');
  });

  test('obeys allowed_updates, which stay set until they are changed', async () => {
    await poll({ allowed_updates: ['callback_query'] });
    ana.send('unwanted');
    ana.block(true);
    ana.block(false);
    expect(await poll()).toEqual([]);
    await poll({ allowed_updates: [] });
    ana.block(true);
    expect(await poll()).toEqual([expect.objectContaining({ my_chat_member: expect.anything() })]);
  });

  test('delivers a duplicate with the same update_id, even after it was confirmed', async () => {
    ana.send('once');
    const [update] = await poll();
    await poll({ offset: update!.update_id + 1 });
    ana.duplicateLast();
    expect(ids(await poll({ offset: update!.update_id + 1 }))).toEqual([update!.update_id]);
    expect(await poll({ offset: update!.update_id + 1 })).toEqual([]);
  });

  test('is ended by setWebhook, and drop_pending_updates drops the waiting updates', async () => {
    const waiting = expect(poll({ timeout: 30 })).rejects.toThrow(
      'Conflict: terminated by setWebhook request',
    );
    await soon(() => sandbox.calls('getUpdates').length === 1);
    await call('setWebhook', { url: 'http://127.0.0.1:9/nobody' });
    await waiting;
    ana.send('lost');
    await call('deleteWebhook', { drop_pending_updates: true });
    expect(await poll()).toEqual([]);
  });
});

describe('the updates of a person', () => {
  test('commands, links and addresses are marked', async () => {
    ana.send('/start code_1');
    ana.send('see https://example.org/x?y=1, or mail a.b@example.org #now @someone');
    const [start, links] = await poll();
    expect(start!.message).toMatchObject({ entities: [{ type: 'bot_command', offset: 0, length: 6 }] });
    expect(links!.message!.entities).toEqual([
      { type: 'url', offset: 4, length: 25 },
      { type: 'email', offset: 39, length: 15 },
      { type: 'hashtag', offset: 55, length: 4 },
      { type: 'mention', offset: 60, length: 8 },
    ]);
    expect(() => ana.send(`/start ${'x'.repeat(65)}`)).toThrow('at most 64');
  });

  test('contacts, forwards, replies and every kind of file', async () => {
    ana.contact();
    const { id } = ana.send('to forward');
    ana.forward(id);
    ana.send('an answer', id);
    await ana.sendFile('video', Buffer.from('v'), { caption: 'clip', spoiler: true });
    await ana.sendFile('video_note', Buffer.from('n'));
    await ana.sendFile('voice', Buffer.from('o'));
    await ana.sendFile('sticker', Buffer.from('s'));
    await ana.sendFile('document', Buffer.from('a,b'), { fileName: 'x.csv' });
    const messages = (await poll()).map(({ message }) => message);
    expect(messages).toMatchObject([
      { contact: { phone_number: expect.stringMatching(/^\+120255501/), user_id: ana.id } },
      { text: 'to forward' },
      { text: 'to forward', forward_origin: { type: 'user', sender_user: { id: ana.id } } },
      { text: 'an answer', reply_to_message: { message_id: id } },
      { caption: 'clip', has_media_spoiler: true, video: { mime_type: 'video/mp4', file_size: 1 } },
      { video_note: { file_size: 1 } },
      { voice: { mime_type: 'audio/ogg' } },
      { sticker: { file_size: 1 } },
      { document: { file_name: 'x.csv', mime_type: 'text/csv', file_size: 3 } },
    ]);
    await expect(ana.sendFile('voice', Buffer.from('o'), { caption: 'c' })).rejects.toThrow('no caption');
  });

  test('an album is several messages with one media_group_id', async () => {
    await ana.sendAlbum([
      { kind: 'document', bytes: Buffer.from('1') },
      { kind: 'document', bytes: Buffer.from('2') },
    ]);
    const groups = (await poll()).map(({ message }) => message?.media_group_id);
    expect(groups).toHaveLength(2);
    expect(new Set(groups).size).toBe(1);
    expect(groups[0]).toMatch(/^\d+$/);
    const mixed = [
      { kind: 'document', bytes: Buffer.from('1') },
      { kind: 'voice', bytes: Buffer.from('2') },
    ] as const;
    await expect(ana.sendAlbum(mixed)).rejects.toThrow('an album holds');
  });

  test('several taps are several queries; a button that a message once showed can still be tapped', async () => {
    ana.send('hi');
    const keyboard = (data: string): object => ({
      reply_markup: { inline_keyboard: [[{ text: 'a', callback_data: data }]] },
    });
    const { message_id: id } = await call<{ message_id: number }>('sendMessage', {
      chat_id: ana.id,
      text: 'old',
      ...keyboard('old'),
    });
    await call('editMessageText', { chat_id: ana.id, message_id: id, text: 'new', ...keyboard('new') });
    expect(ana.tap('new', { times: 3 })).toHaveLength(3);
    expect(() => ana.tap('old')).toThrow('there is no button');
    ana.tap('old', { messageId: id });
    expect(() => ana.tap('never', { messageId: id })).toThrow('there is no button');
    const taps = (await poll()).flatMap(({ callback_query: query }) => (query ? [query.data] : []));
    expect(taps).toEqual(['new', 'new', 'new', 'old']);
  });

  test('a person who has blocked the bot or deleted the account can send nothing', async () => {
    ana.block(true);
    expect(() => ana.send('x')).toThrow('unblock it first');
    ana.block(false);
    ana.deleteAccount();
    expect(() => ana.send('x')).toThrow('deleted');
    expect(ana.details).toMatchObject({ blocked: false, deleted: true });
  });

  test('until rejects with the last messages of the chat when nothing comes', async () => {
    ana.send('hello?');
    await expect(ana.until(() => ana.lastFromBot(), 20)).rejects.toThrow('person: hello?');
  });
});

describe('faults on request', () => {
  beforeEach(() => void ana.send('hi'));
  const send = (text = 'x'): Promise<unknown> => call('sendMessage', { chat_id: ana.id, text });

  test('happen to the named method and chat as often as requested', async () => {
    const ben = sandbox.person({ firstName: 'Ben' });
    ben.send('hi');
    sandbox.fault({ kind: '403', method: 'send*', chatId: ana.id, times: 2 });
    await expect(send()).rejects.toThrow('Forbidden: bot was blocked by the user');
    await call('sendMessage', { chat_id: ben.id, text: 'x' });
    await call('getMe');
    await expect(send()).rejects.toThrow('Forbidden');
    await send();
    sandbox.fault({ kind: '400', description: 'Bad Request: something' });
    sandbox.clearFaults();
    await send();
  });

  test('answer 500 with JSON, 502 with a page, 429 with the seconds to wait', async () => {
    const raw = (): Promise<Response> => fetch(`${sandbox.url}/bot${sandbox.token}/getMe`);
    sandbox.fault({ kind: '500' });
    sandbox.fault({ kind: '502' });
    sandbox.fault({ kind: '429', retryAfter: 3 });
    expect(await (await raw()).json()).toEqual({
      ok: false,
      error_code: 500,
      description: 'Internal Server Error',
    });
    const page = await raw();
    expect([page.status, page.headers.get('content-type')]).toEqual([502, 'text/html']);
    const slow = await raw();
    expect(slow.headers.get('retry-after')).toBe('3');
    expect(await slow.json()).toMatchObject({ error_code: 429, parameters: { retry_after: 3 } });
  });

  test('lose the call with a dropped socket, or with `after` only its answer', async () => {
    sandbox.fault({ kind: 'drop' });
    await expect(send('lost')).rejects.toThrow();
    expect(ana.lastFromBot()).toBeUndefined();
    sandbox.fault({ kind: 'drop', after: true });
    await expect(send('arrived')).rejects.toThrow();
    expect(ana.lastFromBot()?.text).toBe('arrived');
    expect(sandbox.calls('sendMessage')).toHaveLength(2);
  });

  test('delay a call before it fails, and getUpdates only when it is named', async () => {
    sandbox.fault({ kind: 'delay', milliseconds: 80 });
    sandbox.fault({ kind: '400', description: 'Bad Request: slowly' });
    expect(await poll()).toHaveLength(1);
    const begin = Date.now();
    await expect(send()).rejects.toThrow('slowly');
    expect(Date.now() - begin).toBeGreaterThanOrEqual(75);
  });
});
