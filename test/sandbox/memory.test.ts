import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { processIdentity } from '../../foundation/process-lock.ts';
import { createSandbox, type Person, type Sandbox } from '../../sandbox/server.ts';
import { soon } from './soon.ts';

let folder: string;
let sandbox: Sandbox;
let ana: Person;

interface Update {
  update_id: number;
  message?: { text?: string; message_id: number; photo?: { file_id: string }[] };
  callback_query?: { id: string; data: string };
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-memory-'));
  sandbox = await createSandbox({ folder });
  ana = sandbox.person({ firstName: 'Ana', languageCode: 'ru', role: 'participant' });
});
afterEach(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true });
});

async function restart(): Promise<void> {
  await sandbox.close();
  sandbox = await createSandbox({ folder });
  const again = sandbox.people().find(({ id }) => id === ana.id);
  if (again) ana = again;
}

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
const poll = (offset = 0): Promise<Update[]> => call<Update[]>('getUpdates', { offset });
const write = (params: object): Promise<{ message_id: number }> =>
  call('sendMessage', { chat_id: ana.id, ...params });
const journal = (): string => join(folder, 'journal.jsonl');

/** The first notice that a newly opened page gets. */
async function firstNotice(): Promise<string> {
  const stop = new AbortController();
  const response = await fetch(`${sandbox.url}/sandbox/events`, { signal: stop.signal });
  let text = '';
  for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
    text += part;
    const notice = /"type":"notice","text":"([^"]*)"/.exec(text)?.[1];
    if (notice !== undefined) return notice;
  }
  throw new Error('the stream ended');
}

describe('after a restart', () => {
  test('every chat is unchanged: edits, deletions, replies, albums, buttons, contacts', async () => {
    const { id } = ana.send('hello');
    ana.send('an answer', id);
    ana.edit(id, 'hello again');
    ana.contact();
    ana.forward(id);
    await ana.sendAlbum([
      { kind: 'document', bytes: Buffer.from('1'), fileName: 'a.csv' },
      { kind: 'document', bytes: Buffer.from('2'), fileName: 'b.csv' },
    ]);
    const keyboard = (data: string): object => ({
      reply_markup: { inline_keyboard: [[{ text: 'a', callback_data: data }]] },
    });
    const { message_id: shown } = await write({ text: '<b>old</b>', parse_mode: 'HTML', ...keyboard('old') });
    await call('editMessageText', { chat_id: ana.id, message_id: shown, text: 'new', ...keyboard('new') });
    const { message_id: gone } = await write({ text: 'gone', protect_content: true });
    await call('deleteMessage', { chat_id: ana.id, message_id: gone });
    const before = ana.messages();
    await restart();
    expect(before).toHaveLength(7);
    expect(ana.messages()).toEqual(before);
    expect(ana.tap('old', { messageId: shown })).toHaveLength(1);
  });

  test('people are unchanged, also blocked or deleted ones, and the bot can still write to them', async () => {
    ana.send('hi');
    const ben = sandbox.person({ firstName: 'Ben', lastName: 'B', username: 'ben' });
    ben.send('hi');
    ben.block(true);
    const eva = sandbox.person({ firstName: 'Eva' });
    eva.deleteAccount();
    const before = sandbox.people().map(({ details }) => details);
    await restart();
    expect(sandbox.people().map(({ details }) => details)).toEqual(before);
    await write({ text: 'still here' });
    await expect(write({ chat_id: ben.id, text: 'x' })).rejects.toThrow('Forbidden: bot was blocked');
    await expect(write({ chat_id: eva.id, text: 'x' })).rejects.toThrow('chat not found');
  });

  test('files have their bytes, and a photo can be sent again by its file_id', async () => {
    const picture = await sharp({ create: { width: 400, height: 300, channels: 3, background: 'pink' } })
      .png()
      .toBuffer();
    const photo = await ana.sendFile('photo', picture, { caption: 'me', spoiler: true });
    const paper = await ana.sendFile('document', Buffer.from('a,b'), { fileName: 'x.csv' });
    const bytes = sandbox.file(photo.file!.id);
    const fileId = (await poll())[0]!.message!.photo!.at(-1)!.file_id;
    await restart();
    expect(ana.messages()).toEqual([photo, paper]);
    expect(sandbox.file(photo.file!.id).equals(bytes)).toBe(true);
    expect(sandbox.file(paper.file!.id).toString()).toBe('a,b');
    await call('sendPhoto', { chat_id: ana.id, photo: fileId });
    expect(ana.lastFromBot()?.file).toMatchObject({ id: photo.file!.id, width: 400 });
    const { file_path: path } = await call<{ file_path: string }>('getFile', { file_id: fileId });
    const download = await fetch(`${sandbox.url}/file/bot${sandbox.token}/${path}`);
    expect(Buffer.from(await download.arrayBuffer()).equals(bytes)).toBe(true);
  });

  test('the bot has its commands, descriptions and menu buttons', async () => {
    await call('setMyCommands', {
      commands: [{ command: 'help', description: 'Help' }],
      language_code: 'ru',
    });
    await call('setMyDescription', { description: 'About' });
    await call('setMyShortDescription', { short_description: 'Short' });
    await call('setChatMenuButton', { menu_button: { type: 'commands' } });
    await restart();
    expect(await call('getMyCommands', { language_code: 'ru' })).toEqual([
      { command: 'help', description: 'Help' },
    ]);
    expect(await call('getMyDescription')).toEqual({ description: 'About' });
    expect(await call('getMyShortDescription')).toEqual({ short_description: 'Short' });
    expect(await call('getChatMenuButton')).toEqual({ type: 'commands' });
  });

  test('ids continue without a gap', async () => {
    const { id } = ana.send('one');
    const [update] = await poll();
    await restart();
    expect(ana.send('two').id).toBe(id + 1);
    expect((await poll()).map((one) => one.update_id)).toEqual([update!.update_id, update!.update_id + 1]);
    expect(sandbox.person({ firstName: 'Ben' }).id).toBe(ana.id + 1);
  });
});

describe('updates over a restart', () => {
  test('are delivered again unless they were confirmed; the last one can still be delivered twice', async () => {
    ana.send('done');
    ana.send('waits');
    const [done, waits] = await poll();
    await poll(waits!.update_id);
    const ben = sandbox.person({ firstName: 'Ben' });
    ben.send('done too');
    ben.duplicateLast();
    await restart();
    const updates = await poll();
    expect(updates.map(({ message }) => message?.text)).toEqual(['waits', 'done too', 'done too']);
    expect(updates[0]).toEqual(waits);
    const after = updates.at(-1)!.update_id + 1;
    expect(await poll(after)).toEqual([]);
    await restart();
    expect(await poll()).toEqual([]);
    ana.duplicateLast();
    expect(await poll(after)).toEqual([waits]);
    expect(done!.update_id).toBe(waits!.update_id - 1);
  });

  test('are delivered to the webhook as well', async () => {
    ana.send('waits');
    await restart();
    const seen: unknown[] = [];
    const bot = http.createServer((request, response) => {
      request.setEncoding('utf8').on('data', (text: string) => seen.push(JSON.parse(text)));
      request.on('end', () => response.end());
    });
    await once(bot.listen(0, '127.0.0.1'), 'listening');
    await call('setWebhook', { url: `http://127.0.0.1:${(bot.address() as AddressInfo).port}/` });
    await soon(() => seen.length === 1);
    expect(seen).toMatchObject([{ message: { text: 'waits' } }]);
    let waiting = 1;
    while (waiting > 0) {
      waiting = (await call<{ pending_update_count: number }>('getWebhookInfo')).pending_update_count;
    }
    await restart();
    expect(await poll()).toEqual([]);
    bot.closeAllConnections();
    bot.close();
  });

  test('include an old tap, which is too old to be answered', async () => {
    ana.send('hi');
    await write({ text: 'x', reply_markup: { inline_keyboard: [[{ text: 'a', callback_data: 'a' }]] } });
    ana.tap('a');
    await poll();
    await restart();
    const query = (await poll()).find(({ callback_query: found }) => found)!.callback_query!;
    expect(query.data).toBe('a');
    await expect(call('answerCallbackQuery', { callback_query_id: query.id })).rejects.toThrow(
      'query is too old',
    );
    const [next] = ana.tap('a');
    expect(next).not.toBe(query.id);
    await call('answerCallbackQuery', { callback_query_id: next });
  });

  test('obey the allowed_updates that the bot had set', async () => {
    await call('getUpdates', { allowed_updates: ['callback_query'] });
    await restart();
    ana.send('unwanted');
    expect(await poll()).toEqual([]);
  });
});

describe('a damaged folder', () => {
  beforeEach(async () => {
    ana.send('first');
    await restart();
    ana.send('second');
    await sandbox.close();
  });

  test('ignores a last line that a kill has cut', async () => {
    const whole = readFileSync(journal());
    writeFileSync(journal(), whole.subarray(0, whole.length - 7));
    await restart();
    expect(ana.messages().map(({ text }) => text)).toEqual(['first']);
    expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toEqual([]);
  });

  test('continues with the part before the damage, keeps the damaged file, and the page shows a notice', async () => {
    const lines = readFileSync(journal(), 'utf8').split('\n');
    lines[2] = lines[2]!.replace('[', '{');
    writeFileSync(journal(), lines.join('\n'));
    await restart();
    expect(ana.messages().map(({ text }) => text)).toEqual(['first']);
    expect(await firstNotice()).toContain('The stored chats are damaged');
    const [aside] = readdirSync(folder).filter((name) => name.includes('damaged'));
    expect(readFileSync(join(folder, aside!), 'utf8')).toBe(lines.join('\n'));
    expect(ana.send('third').id).toBe(ana.messages()[0]!.id + 2);
  });

  test.each([
    ['no journal at all', () => '\0\0\0\0'],
    ['parts that miss one another', () => '{"sandbox-journal":1}\n[["message:1",{"id":1,"chatId":5}]]\n'],
  ])('starts empty and continues the ids, from %s', async (_, content) => {
    const last = ana.messages().at(-1)!.id;
    writeFileSync(journal(), content());
    await restart();
    expect(sandbox.people()).toEqual([]);
    expect(await firstNotice()).toContain('The stored chats are damaged');
    const ben = sandbox.person({ firstName: 'Ben' });
    expect(ben.id).toBe(ana.id + 1);
    expect(ben.send('x').id).toBe(last + 1);
  });

  test('gives out unused ids when the file of ids is unreadable', async () => {
    const { id } = ana.messages().at(-1)!;
    writeFileSync(join(folder, 'ids.json'), '{"update":3');
    await restart();
    expect(await firstNotice()).toContain('could not read its last ids');
    expect(ana.send('third').id).toBeGreaterThan(id);
    const given = (await poll()).map((update) => update.update_id);
    expect(new Set(given).size).toBe(3);
  });
});

describe('a folder', () => {
  test('holds one sandbox: a second one is refused with the process id of the first', async () => {
    await expect(createSandbox({ folder })).rejects.toThrow('this process already keeps a sandbox in');
    // The lock gets the id of a process that surely runs: the parent of this one.
    await sandbox.close();
    writeFileSync(join(folder, 'lock'), processIdentity(process.ppid)!);
    await expect(createSandbox({ folder })).rejects.toThrow(`process ${process.ppid} already keeps`);
    rmSync(join(folder, 'lock'));
    await restart();
  });

  test('is taken over from a process that died', async () => {
    await sandbox.close();
    writeFileSync(join(folder, 'lock'), `${process.pid} 1`);
    await restart();
    expect(sandbox.people()).toHaveLength(1);
  });

  test('is free again when the port was taken', async () => {
    await sandbox.close();
    const other = await createSandbox();
    await expect(createSandbox({ folder, port: other.port })).rejects.toThrow('EADDRINUSE');
    await other.close();
    await restart();
    expect(sandbox.people()).toHaveLength(1);
  });

  test('that cannot be written is reported once, and written when it can be again', async () => {
    const files = join(folder, 'files');
    renameSync(files, `${files}-away`);
    const notices: string[] = [];
    const said = firstNotice().then((text) => notices.push(text));
    await ana.sendFile('document', Buffer.from('kept'));
    await said;
    expect(notices[0]).toContain('cannot store the chats on its disk');
    ana.send('also kept');
    mkdirSync(files);
    await restart();
    expect(ana.messages()).toHaveLength(2);
    expect(sandbox.file(ana.messages()[0]!.file!.id).toString()).toBe('kept');
  });
});
