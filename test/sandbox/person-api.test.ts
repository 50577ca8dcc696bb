import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { request } from 'node:http';
import sharp from 'sharp';
import type { ChatEvent, ChatMessage, ChatPerson } from '../../sandbox/chat-types.ts';
import type { ControlPanel } from '../../sandbox/control-panel.ts';
import { createSandbox, type Sandbox } from '../../sandbox/server.ts';
import { soon } from './soon.ts';

let sandbox: Sandbox;
let study: ControlPanel | undefined;
let ana: ChatPerson;

beforeAll(async () => {
  sandbox = await createSandbox({ controlPanel: () => study });
  ana = await post<ChatPerson>('/people', { firstName: 'Ana', languageCode: 'ru', role: 'participant' });
});
afterAll(() => sandbox.close());

async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
  const response = await fetch(`${sandbox.url}/sandbox${path}`, init);
  const body = (await response.json()) as T & { error?: string };
  if (!response.ok) throw new Error(`${response.status} ${body.error}`);
  return body;
}
const post = <T>(path: string, body: object = {}): Promise<T> =>
  ask<T>(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
const chat = (): Promise<ChatMessage[]> => ask(`/people/${ana.id}/messages`);
async function bot(method: string, params: object): Promise<unknown> {
  const response = await fetch(`${sandbox.url}/bot${sandbox.token}/${method}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(params),
  });
  return ((await response.json()) as { result: unknown }).result;
}

/** Reads the event stream from after `lastEventId` until `enough` events came. */
async function events(
  lastEventId: string,
  enough: number,
  act: () => Promise<unknown>,
): Promise<ChatEvent[]> {
  const stop = new AbortController();
  const response = await fetch(`${sandbox.url}/sandbox/events`, {
    headers: { 'Last-Event-ID': lastEventId },
    signal: stop.signal,
  });
  const found: ChatEvent[] = [];
  const acting = act();
  let text = '';
  for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
    text += part;
    const frames = text.split('\n\n');
    text = frames.pop() ?? '';
    for (const frame of frames) {
      const data = /^data: (.*)$/m.exec(frame)?.[1];
      if (data !== undefined) found.push(JSON.parse(data) as ChatEvent);
    }
    if (found.length >= enough) break;
  }
  stop.abort();
  await acting;
  return found;
}

describe('the HTTP API of the chat page', () => {
  test('a person writes, gets an answer, taps, edits, forwards and shares a contact', async () => {
    const start = await post<ChatMessage>(`/people/${ana.id}/text`, { text: '/start CODE' });
    expect(start).toMatchObject({ from: 'person', html: '<a class="command">/start</a> CODE' });
    await bot('sendMessage', {
      chat_id: ana.id,
      text: 'Q & A',
      protect_content: true,
      reply_markup: {
        inline_keyboard: [
          [
            { text: 'Yes', callback_data: 'yes' },
            { text: 'Site', url: 'https://a.org' },
          ],
        ],
      },
    });
    const [, question] = await chat();
    expect(question).toMatchObject({
      html: 'Q &amp; A',
      protected: true,
      buttons: [
        [
          { text: 'Yes', data: 'yes' },
          { text: 'Site', url: 'https://a.org' },
        ],
      ],
    });
    const { queryIds } = await post<{ queryIds: string[] }>(`/people/${ana.id}/tap`, {
      messageId: question!.id,
      data: 'yes',
      times: 2,
    });
    expect(queryIds).toHaveLength(2);
    await expect(post(`/people/${ana.id}/forward`, { messageId: question!.id })).rejects.toThrow(
      '400 the bot has forbidden',
    );
    expect(await post(`/people/${ana.id}/forward`, { messageId: start.id })).toMatchObject({
      forwarded: true,
    });
    expect(await post(`/people/${ana.id}/edit`, { messageId: start.id, text: 'new' })).toMatchObject({
      edited: true,
    });
    expect(await post(`/people/${ana.id}/contact`)).toMatchObject({ contact: { name: 'Ana' } });
    expect(await post(`/people/${ana.id}/duplicate`)).toEqual({});
  });

  test('files are uploaded as a form and served with their type; an HTML file is only downloaded', async () => {
    const picture = await sharp({ create: { width: 400, height: 300, channels: 3, background: 'pink' } })
      .png()
      .toBuffer();
    const send = async (kind: string, parts: [Buffer, string][], fields: Record<string, string> = {}) => {
      const body = new FormData();
      for (const [name, value] of Object.entries(fields)) body.append(name, value);
      for (const [bytes, name] of parts) body.append('file', new Blob([new Uint8Array(bytes)]), name);
      return ask<ChatMessage[]>(`/people/${ana.id}/file?kind=${kind}`, { method: 'POST', body });
    };
    const [photo] = await send('photo', [[picture, 'p.png']], { caption: 'me', spoiler: 'true' });
    expect(photo).toMatchObject({ text: 'me', file: { kind: 'photo', width: 400, spoiler: true } });
    const shown = await fetch(`${sandbox.url}/sandbox/files/${photo!.file!.id}`);
    expect(shown.headers.get('content-type')).toBe('image/jpeg');
    const album = await send('photo', [
      [picture, 'a.png'],
      [picture, 'b.png'],
    ]);
    expect(new Set(album.map(({ albumId }) => albumId)).size).toBe(1);
    const [report] = await send('document', [[Buffer.from('%PDF-'), 'отчёт.pdf']]);
    expect(report!.file).toMatchObject({ fileName: 'отчёт.pdf', mimeType: 'application/pdf' });
    const pdf = await fetch(`${sandbox.url}/sandbox/files/${report!.file!.id}`);
    expect([pdf.headers.get('content-type'), pdf.headers.get('content-disposition')]).toEqual([
      'application/pdf',
      'inline',
    ]);
    const [page] = await send('document', [[Buffer.from('<script>'), 'x.html']]);
    const download = await fetch(`${sandbox.url}/sandbox/files/${page!.file!.id}`);
    expect(download.headers.get('content-disposition')).toBe('attachment');
    await expect(send('photo', [[Buffer.from('none'), 'p.png']])).rejects.toThrow(
      '400 this picture cannot be read',
    );
    await expect(send('painting', [[picture, 'p.png']])).rejects.toThrow('400');
  });

  test('events arrive when they happen and are repeated on request', async () => {
    const before = await chat();
    const live = await events('', 3, async () => {
      await bot('sendChatAction', { chat_id: ana.id, action: 'typing' });
      await bot('sendMessage', { chat_id: ana.id, text: 'later' });
      await bot('deleteMessage', { chat_id: ana.id, message_id: before[0]!.id });
    });
    expect(live).toMatchObject([
      { type: 'action', action: 'typing', chatId: ana.id },
      { type: 'message', message: { text: 'later' } },
      { type: 'deleted', messageId: before[0]!.id },
    ]);
    const [first] = await events('0', 1, () => Promise.resolve());
    expect(first).toMatchObject({ type: 'person', person: { firstName: 'Ana' } });
  });

  test('the state shows a blocked bot and a bot that starts to poll', async () => {
    await post(`/people/${ana.id}/block`, { blocked: true });
    await expect(post(`/people/${ana.id}/text`, { text: 'x' })).rejects.toThrow(
      '400 this person has blocked',
    );
    expect(await ask('/state')).toMatchObject({
      bot: { online: false },
      people: [{ blocked: true, role: 'participant' }],
    });
    await post(`/people/${ana.id}/block`, { blocked: false });
    await bot('getUpdates', {});
    expect(await ask('/state')).toMatchObject({ bot: { online: true } });
  });

  test('faults are listed, added and cleared', async () => {
    expect(await post('/faults', { kind: '429', method: 'sendMessage', times: 2 })).toEqual([
      { kind: '429', method: 'sendMessage', times: 2 },
    ]);
    expect(await ask('/faults', { method: 'DELETE' })).toEqual([]);
    await expect(post('/faults', { kind: 'earthquake' })).rejects.toThrow('400 kind');
  });

  test('the control panel calls the study, and is not found without one', async () => {
    await expect(ask('/control-panel')).rejects.toThrow('404 this sandbox has no study');
    const status = { now: '', participants: 1, waitingKits: 0, steps: [], cohort: 'open', staff: [] };
    const come = (): Promise<void> => {
      study = {
        status: () => Promise.resolve(status),
        invite: () => Promise.resolve({ code: 'C', url: 'https://t.me/x?start=C' }),
        enrol: (count) => Promise.resolve(count),
        deliverLab: () => Promise.resolve('nothing waits'),
        advance: (hours) => Promise.resolve(new Date(hours * 3_600_000)),
      };
      return Promise.resolve();
    };
    expect(await events('', 1, come)).toEqual([{ type: 'control-panel', controlPanel: true }]);
    expect(await ask('/control-panel')).toEqual(status);
    expect(await post('/control-panel/invite')).toMatchObject({ code: 'C' });
    expect(await post('/control-panel/synthetic', { count: 3 })).toEqual({ started: 3 });
    const seen = await events('', 2, async () => {
      expect(await post('/control-panel/lab')).toEqual({ sentence: 'nothing waits' });
      expect(await post('/control-panel/clock', { hours: 24 })).toEqual({ now: '1970-01-02T00:00:00.000Z' });
    });
    expect(seen).toMatchObject([{ type: 'notice', text: 'nothing waits' }, { type: 'clock' }]);
  });

  test('the page may run its own scripts only, and files are served without this policy', async () => {
    const policy = async (path: string): Promise<string | null> =>
      (await fetch(sandbox.url + path)).headers.get('content-security-policy');
    expect(await policy('/')).toBe(
      "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'",
    );
    expect(await policy('/page/page.js')).toContain("default-src 'self'");
    expect(await policy('/sandbox/files/none')).toBeNull();
  });

  test('a request for another host name or from another site is refused', async () => {
    const status = (headers: Record<string, string>): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        request(`${sandbox.url}/sandbox/state`, { headers }, (response) => {
          response.resume();
          resolve(response.statusCode);
        })
          .on('error', reject)
          .end();
      });
    expect(await status({ Host: 'evil.example' })).toBe(403);
    expect(await status({ Origin: 'https://evil.example' })).toBe(403);
    expect(await status({ Origin: sandbox.url })).toBe(200);
  });

  test('a file link is valid for an hour of the sandbox', async () => {
    let now = new Date('2026-01-01T00:00:00Z');
    const other = await createSandbox({ now: () => now });
    try {
      const person = other.person({ firstName: 'Eva' });
      await person.sendFile('document', Buffer.from('x'));
      const api = `${other.url}/bot${other.token}`;
      const updates = (await (await fetch(`${api}/getUpdates`)).json()) as {
        result: [{ message: { date: number; document: { file_id: string } } }];
      };
      const { date, document } = updates.result[0].message;
      expect(date).toBe(1767225600);
      const link = (await (await fetch(`${api}/getFile?file_id=${document.file_id}`)).json()) as {
        result: { file_path: string };
      };
      const download = `${other.url}/file/bot${other.token}/${link.result.file_path}`;
      expect((await fetch(download)).status).toBe(200);
      now = new Date('2026-01-01T01:00:01Z');
      expect((await fetch(download)).status).toBe(404);
      now = new Date('2026-01-03T01:00:00Z');
      const stale = await fetch(`${api}/deleteMessage?chat_id=${person.id}&message_id=1`);
      expect(await stale.json()).toMatchObject({
        description: `Bad Request: message can't be deleted for everyone`,
      });
    } finally {
      await other.close();
    }
  });

  test('three hundred people write at the same time', async () => {
    const people = Array.from({ length: 300 }, (_, index) => sandbox.person({ firstName: `P${index}` }));
    for (const person of people) person.send('hello');
    const begin = process.cpuUsage();
    await Promise.all(
      people.map((person) =>
        bot('sendMessage', { chat_id: person.id, text: '<b>hi</b>', parse_mode: 'HTML' }),
      ),
    );
    const { user, system } = process.cpuUsage(begin);
    await soon(() => people.every((person) => person.lastFromBot()?.text === 'hi'));
    // The CPU time includes that of the client, which runs in the same process; the sandbox alone takes under 2 ms a
    // call.
    expect((user + system) / 1000 / people.length).toBeLessThan(8);
  });
});
