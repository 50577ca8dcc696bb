import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { type OtherKind, otherKinds } from '../../sandbox/other-kinds.ts';
import { createSandbox, type Person, type Sandbox } from '../../sandbox/server.ts';

/* What Bot API 8 to 10.5 brought, as the source of the real server and the published types have it. */

let sandbox: Sandbox;
let ana: Person;
beforeAll(async () => {
  sandbox = await createSandbox();
  ana = sandbox.person({ firstName: 'Ana' });
  ana.send('hello');
});
afterAll(() => sandbox.close());

interface Answer {
  ok: boolean;
  result: Record<string, unknown>;
  description?: string;
}

async function call(method: string, params: object = {}): Promise<Answer> {
  const response = await fetch(`${sandbox.url}/bot${sandbox.token}/${method}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(params),
  });
  return (await response.json()) as Answer;
}
const withButton = (button: object, more: object = {}): Promise<Answer> =>
  call('sendMessage', {
    chat_id: ana.id,
    text: 'x',
    reply_markup: { inline_keyboard: [[button]], ...more },
  });
const newestUpdate = async (): Promise<Record<string, Record<string, unknown>>> =>
  ((await call('getUpdates', { offset: -1 })).result as never)[0];

describe('allowed_updates', () => {
  const allowed = async (): Promise<unknown> => (await call('getWebhookInfo')).result['allowed_updates'];

  test('is read in any case, and unknown names are ignored', async () => {
    expect(
      await call('getUpdates', { allowed_updates: ['MESSAGE', 'widget_query', 'hologram'] }),
    ).toMatchObject({
      ok: true,
    });
    expect(await allowed()).toEqual(['message', 'widget_query']);
  });

  test('stays as it was when it is no list, and is the default when no name is known', async () => {
    expect(await call('getUpdates', { allowed_updates: '["message"' })).toMatchObject({ ok: true });
    expect(await allowed()).toEqual(['message', 'widget_query']);
    expect(await call('getUpdates', { allowed_updates: ['hologram'] })).toMatchObject({ ok: true });
    expect(await allowed()).toBeUndefined();
  });
});

describe('a button', () => {
  const read: readonly (readonly [object, object])[] = [
    [
      { style: 'Danger', callback_data: 'b' },
      { style: 'danger', callback_data: 'b' },
    ],
    [{ style: 'default', callback_data: 'b' }, { callback_data: 'b' }],
    [{ style: '', callback_data: 'b' }, { callback_data: 'b' }],
    [{ disabled: {} }, { disabled: {} }],
    [
      { switch_inline_query_chosen_chat: { query: 'q' } },
      { switch_inline_query_chosen_chat: { query: 'q' } },
    ],
    [{ url: 'https://example.org/', callback_data: 'b' }, { url: 'https://example.org/' }],
    [{ callback_data: 'b', copy_text: { text: 'c' } }, { callback_data: 'b' }],
    [
      { icon_custom_emoji_id: 7, callback_data: 'b' },
      { icon_custom_emoji_id: '7', callback_data: 'b' },
    ],
  ];
  test.each(read)('%j comes back as %j', async (given, kept) => {
    const { result, description } = await withButton({ text: 'a', ...given });
    expect(description).toBeUndefined();
    expect(result['reply_markup']).toEqual({ inline_keyboard: [[{ text: 'a', ...kept }]] });
  });

  test('of an unknown style is refused; its style and force_reply are kept', async () => {
    expect((await withButton({ text: 'a', callback_data: 'b', style: 'loud' })).description).toBe(
      "Bad Request: can't parse inline keyboard button: invalid button style specified",
    );
    const { result } = await withButton({ text: 'a', callback_data: 'b' }, { force_reply: true });
    expect(result['reply_markup']).toMatchObject({ force_reply: true });
    await withButton({ text: 'a', callback_data: 'b', style: 'success' });
    expect(ana.lastFromBot()!.buttons).toEqual([[{ text: 'a', data: 'b', style: 'success' }]]);
    await withButton({ text: 'a', disabled: {} });
    expect(ana.lastFromBot()!.buttons).toEqual([[{ text: 'a', disabled: true }]]);
  });
});

describe('a date in a text', () => {
  const send = (text: string): Promise<Answer> =>
    call('sendMessage', { chat_id: ana.id, text, parse_mode: 'HTML' });

  test('is an entity with its time and format', async () => {
    const { result } = await send('on <tg-time unix="1796083200" format="wDT">1 December</tg-time>');
    expect(result).toMatchObject({
      text: 'on 1 December',
      entities: [
        { type: 'date_time', offset: 3, length: 10, unix_time: 1796083200, date_time_format: 'wDT' },
      ],
    });
  });

  test('is refused with another format', async () => {
    expect((await send('<tg-time unix="1" format="iso">x</tg-time>')).description).toBe(
      "Bad Request: can't parse entities: Invalid date-time format specified",
    );
  });
});

describe('what the sandbox does not have', () => {
  test('is refused instead of being sent as something else', async () => {
    const { result } = await call('sendMessage', { chat_id: ana.id, text: 'x' });
    const edit = { chat_id: ana.id, message_id: result['message_id'], rich_message: { html: 'x' } };
    expect((await call('editMessageText', edit)).description).toBe(
      'Bad Request: rich messages are not supported by the sandbox',
    );
    const ephemeral = {
      chat_id: ana.id,
      text: 'x',
      ephemeral_message_parameters: { receiver_user_id: ana.id },
    };
    expect((await call('sendMessage', ephemeral)).description).toBe(
      'Bad Request: ephemeral messages are not supported by the sandbox',
    );
  });
});

describe('settings and topics', () => {
  test('setMySettings changes what it names, and getMe tells it', async () => {
    expect(await call('getMe')).toMatchObject({
      result: { has_topics_enabled: false, can_join_groups: true, active_usernames: [expect.any(String)] },
    });
    expect(await call('setMySettings', { can_join_groups: false })).toEqual({ ok: true, result: true });
    await call('setMySettings', { has_topics_enabled: true });
    expect(await call('getMe')).toMatchObject({
      result: { has_topics_enabled: true, can_join_groups: false },
    });
    expect(await call('setMySettings', { callback_query_mode: 'sometimes' })).toMatchObject({ ok: false });
  });

  test('a message goes to a topic of the chat, and an unknown one is refused', async () => {
    ana.sendRaw({ text: 'in a topic', message_thread_id: 7 });
    expect((await newestUpdate())['message']).toMatchObject({ message_thread_id: 7, is_topic_message: true });
    const send = (thread: number): Promise<Answer> =>
      call('sendMessage', { chat_id: ana.id, text: 'x', message_thread_id: thread });
    expect(await send(7)).toMatchObject({ result: { message_thread_id: 7 } });
    expect((await send(99)).description).toBe('Bad Request: message thread not found');
  });
});

describe('a tap without its message', () => {
  test('names it by chat and id, or by an inline id that can be edited', async () => {
    await withButton({ text: 'a', callback_data: 'tap' });
    const { id } = ana.lastFromBot()!;
    ana.tap('tap', { as: 'inaccessible' });
    expect((await newestUpdate())['callback_query']).toMatchObject({
      message: { message_id: id, date: 0 },
      data: 'tap',
    });
    await call('setMySettings', { callback_query_mode: 'auto' });
    ana.tap('tap', { as: 'inaccessible' });
    const query = (await newestUpdate())['callback_query']!;
    expect(query).not.toHaveProperty('message');
    const inline_message_id = query['inline_message_id'];
    expect(await call('editMessageText', { inline_message_id, text: 'edited' })).toEqual({
      ok: true,
      result: true,
    });
    expect(ana.lastFromBot()!.text).toBe('edited');
    expect(await call('editMessageText', { inline_message_id: 'AAAA', text: 'x' })).toMatchObject({
      description: 'Bad Request: MESSAGE_ID_INVALID',
    });
  });
});

describe('a draft', () => {
  const draft = (params: object): Promise<Answer> =>
    call('sendMessageDraft', {
      chat_id: ana.id,
      draft_id: 5,
      text: '<b>half</b> a thought',
      parse_mode: 'HTML',
      ...params,
    });

  test('is shown until the message comes, and is none', async () => {
    const seen: object[] = [];
    const stop = ana.on((event) => void seen.push(event));
    const before = ana.messages().length;
    expect(await draft({})).toEqual({ ok: true, result: true });
    expect(await draft({ text: '' })).toMatchObject({ ok: true });
    stop();
    expect(seen).toEqual([
      expect.objectContaining({ type: 'draft', draftId: 5, text: 'half a thought', canStop: false }),
      expect.objectContaining({ type: 'draft', text: '' }),
    ]);
    expect(ana.messages()).toHaveLength(before);
    expect(() => ana.stopDraft()).toThrow(/no draft that can be stopped/);
  });

  test('can be stopped where the bot allows it, until its message', async () => {
    await call('getUpdates', {
      allowed_updates: ['message', 'callback_query', 'stopped_message_generation'],
    });
    await draft({ can_stop: true });
    ana.stopDraft();
    expect((await newestUpdate())['stopped_message_generation']).toMatchObject({
      draft_id: 5,
      chat: { id: ana.id },
    });
    await draft({ can_stop: true });
    await call('sendMessage', { chat_id: ana.id, text: 'the message' });
    expect(() => ana.stopDraft()).toThrow(/no draft/);
  });

  test.each([
    [{ draft_id: 0 }, 'Bad Request: draft_id must be non-zero'],
    [{ text: 'x'.repeat(4097) }, 'Bad Request: message is too long'],
    [
      { text: '<b>x' },
      'Bad Request: can\'t parse entities: Can\'t find end tag corresponding to start tag "b"',
    ],
    [{ chat_id: 1 }, 'Bad Request: chat not found'],
  ])('%j is refused', async (params, description) => {
    expect(await draft(params)).toMatchObject({ ok: false, description });
  });
});

describe('a reaction', () => {
  const react = (params: object): Promise<Answer> =>
    call('setMessageReaction', { chat_id: ana.id, ...params });
  const emoji = (one: string): object => ({ type: 'emoji', emoji: one });

  test('stands at the message until it is taken away', async () => {
    const { id: message_id } = ana.send('look');
    const shown = (): string | undefined => ana.messages().find(({ id }) => id === message_id)?.reaction;
    expect(await react({ message_id, reaction: [emoji('👀')] })).toEqual({ ok: true, result: true });
    expect(shown()).toBe('👀');
    expect(await react({ message_id })).toEqual({ ok: true, result: true });
    expect(shown()).toBeUndefined();
    const refused = async (params: object): Promise<unknown> =>
      (await react({ message_id, ...params })).description;
    expect(await refused({ reaction: [emoji('x')] })).toBe('Bad Request: REACTION_INVALID');
    expect(await refused({ reaction: [emoji('👍'), emoji('👎')] })).toBe('Bad Request: REACTIONS_TOO_MANY');
    expect(await refused({ message_id: 1_000_000 })).toBe('Bad Request: message to react not found');
  });
});

describe('the picture of the bot', () => {
  test('is a JPEG that is uploaded anew', async () => {
    const upload = async (bytes: Buffer, photo: object): Promise<Answer> => {
      const form = new FormData();
      form.append('photo', JSON.stringify(photo));
      form.append('file', new Blob([new Uint8Array(bytes)]), 'face.jpg');
      const url = `${sandbox.url}/bot${sandbox.token}/setMyProfilePhoto`;
      return (await (await fetch(url, { method: 'POST', body: form })).json()) as Answer;
    };
    const fixed = { type: 'static', photo: 'attach://file' };
    const drawn = sharp({ create: { width: 640, height: 640, channels: 3, background: '#246' } });
    expect(await upload(await drawn.clone().jpeg().toBuffer(), fixed)).toEqual({ ok: true, result: true });
    const state = (await (await fetch(`${sandbox.url}/sandbox/state`)).json()) as { bot: { photo?: string } };
    expect((await fetch(`${sandbox.url}/sandbox/files/${state.bot.photo}`)).headers.get('content-type')).toBe(
      'image/jpeg',
    );
    expect(await upload(await drawn.clone().png().toBuffer(), fixed)).toMatchObject({ ok: false });
    expect(await upload(Buffer.from('x'), { ...fixed, photo: 'a-file-id' })).toMatchObject({ ok: false });
  });
});

describe('a message of another kind', () => {
  test.each(Object.keys(otherKinds) as OtherKind[])('%s can be sent from the page', async (kind) => {
    const response = await fetch(`${sandbox.url}/sandbox/people/${ana.id}/other`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ kind }),
    });
    expect(response.status).toBe(200);
    expect((await newestUpdate())['message']).toHaveProperty(kind);
  });

  test('live_photo has its picture in two places, and the clip as its file', async () => {
    const form = new FormData();
    const bytes = await sharp({ create: { width: 320, height: 320, channels: 3, background: '#642' } })
      .jpeg()
      .toBuffer();
    form.append('file', new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' }), 'live.jpg');
    const url = `${sandbox.url}/sandbox/people/${ana.id}/file?kind=live_photo`;
    expect((await fetch(url, { method: 'POST', body: form })).status).toBe(200);
    const message = (await newestUpdate())['message'] as {
      photo: object[];
      live_photo: { photo: object[]; file_id: string };
    };
    expect(message.live_photo.photo).toEqual(message.photo);
    const { result } = await call('getFile', { file_id: message.live_photo.file_id });
    expect(result['file_path']).toMatch(/\.mp4$/);
  });
});

describe('anything', () => {
  test('can be sent as a person, in process and over HTTP', async () => {
    ana.sendRaw({ dice: { emoji: '🎲', value: 6 } });
    expect((await newestUpdate())['message']).toMatchObject({ dice: { value: 6 }, from: { id: ana.id } });
    const post = (path: string, body: object): Promise<Response> =>
      fetch(`${sandbox.url}/sandbox/people/${ana.id}/${path}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect((await post('raw', { checklist: { title: 'x', tasks: [] } })).status).toBe(200);
    expect((await newestUpdate())['message']).toHaveProperty('checklist');
    await post('update', { kind: 'hologram_query', body: { id: '1' } });
    expect(await newestUpdate()).toMatchObject({ hologram_query: { id: '1' } });
  });
});
