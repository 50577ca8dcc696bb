import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { createSandbox, type Person, type Sandbox } from '../../sandbox/server.ts';

let sandbox: Sandbox;
let ana: Person;

interface Answer {
  ok: boolean;
  result?: unknown;
  error_code?: number;
  description?: string;
  parameters?: { retry_after: number };
}

beforeAll(async () => {
  sandbox = await createSandbox();
  ana = sandbox.person({ firstName: 'Ana' });
  ana.send('hello');
});
afterAll(() => sandbox.close());

async function call(method: string, params: object = {}): Promise<Answer> {
  const response = await fetch(`${sandbox.url}/bot${sandbox.token}/${method}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(params),
  });
  const answer = (await response.json()) as Answer;
  expect(response.status).toBe(answer.ok ? 200 : answer.error_code);
  return answer;
}

async function form(method: string, parts: Record<string, string | Blob>): Promise<Answer> {
  const body = new FormData();
  for (const [name, part] of Object.entries(parts)) {
    if (typeof part === 'string') body.append(name, part);
    else body.append(name, part, `${name}.bin`);
  }
  const response = await fetch(`${sandbox.url}/bot${sandbox.token}/${method}`, { method: 'POST', body });
  return (await response.json()) as Answer;
}

const image = (width: number, height: number): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: 'olive' } })
    .png()
    .toBuffer();
const blob = (bytes: Buffer): Blob => new Blob([new Uint8Array(bytes)]);

describe('a call', () => {
  test('is refused with another token or an unknown method', async () => {
    const stranger = await fetch(`${sandbox.url}/bot1:other/getMe`);
    expect([stranger.status, await stranger.json()]).toEqual([
      401,
      { ok: false, error_code: 401, description: 'Unauthorized' },
    ]);
    expect(await call('sendGift')).toMatchObject({
      error_code: 404,
      description: 'Not Found: method not found',
    });
  });

  test('may have a query string, an urlencoded or a multipart body, and any case of the method', async () => {
    const base = `${sandbox.url}/bot${sandbox.token}`;
    const query = await fetch(`${base}/SENDmessage?chat_id=${ana.id}&text=by%20query`);
    expect(await query.json()).toMatchObject({ ok: true, result: { text: 'by query' } });
    const urlencoded = await fetch(`${base}/sendMessage`, {
      method: 'POST',
      body: new URLSearchParams({
        chat_id: String(ana.id),
        text: 'by form',
        protect_content: 'true',
        reply_markup: '{"inline_keyboard":[[{"text":"a","callback_data":"b"}]]}',
      }),
    });
    expect(await urlencoded.json()).toMatchObject({
      result: {
        text: 'by form',
        has_protected_content: true,
        reply_markup: { inline_keyboard: [[{ text: 'a' }]] },
      },
    });
    expect(await form('sendMessage', { chat_id: String(ana.id), text: 'by parts' })).toMatchObject({
      ok: true,
    });
  });

  test('is recorded with the parameters that the method does not have, which the real server ignores', async () => {
    expect(await call('sendMessage', { chat_id: ana.id, text: 'x', parsemode: 'HTML' })).toMatchObject({
      ok: true,
    });
    expect(sandbox.calls('sendMessage').at(-1)).toMatchObject({
      params: { chat_id: ana.id, text: 'x' },
      unknown: ['parsemode'],
    });
  });
});

// As observed on the real server.
const refusals: readonly (readonly [string, object, string])[] = [
  ['sendMessage', { chat_id: 0 }, 'message text is empty'],
  ['sendMessage', { text: 'x' }, 'chat_id is empty'],
  ['sendMessage', { chat_id: 'nobody', text: 'x' }, 'chat not found'],
  ['sendMessage', { text: 'x'.repeat(4097) }, 'message is too long'],
  ['sendMessage', { text: '   ' }, 'text must be non-empty'],
  ['sendMessage', { text: 'x', parse_mode: 'INVALID' }, 'unsupported parse_mode'],
  [
    'sendMessage',
    { text: '<p>', parse_mode: 'html' },
    `can't parse entities: Unsupported start tag "p" at byte offset 0`,
  ],
  ['sendMessage', { text: 'x', reply_parameters: { message_id: 9e6 } }, 'message to be replied not found'],
  [
    'sendMessage',
    { text: 'x', link_preview_options: { is_disabled: 'yes' } },
    'field "is_disabled" must be of type Boolean',
  ],
  ['sendMessage', { text: 'x', reply_markup: '{' }, `can't parse reply keyboard markup JSON object`],
  ['sendMessage', { text: 'x', reply_markup: 'true' }, 'object expected as reply markup'],
  [
    'sendMessage',
    { text: 'x', reply_markup: { force_reply: 'yes' } },
    'field "force_reply" must be of type Boolean',
  ],
  [
    'sendMessage',
    { text: 'x', reply_markup: { inline_keyboard: 'bad' } },
    'field "inline_keyboard" must be of type Array',
  ],
  [
    'sendMessage',
    { text: 'x', entities: [{ type: 'bold', offset: 9, length: 1 }] },
    'entity begins after the end of the text at UTF-16 offset 9',
  ],
  [
    'sendMessage',
    { text: 'x', entities: [{ type: 'bold', offset: 0, length: 9 }] },
    'entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 9',
  ],
  [
    'sendMessage',
    { text: 'x', entities: [{ type: 'huge', offset: 0, length: 1 }] },
    `can't parse MessageEntity: Unsupported type specified`,
  ],
  [
    'sendMessage',
    { text: 'x', entities: [{ type: 'text_link', offset: 0, length: 1 }] },
    `can't parse MessageEntity: Can't find field "url"`,
  ],
  ['sendChatAction', { action: 'sleeping' }, 'wrong parameter action in request'],
  ['sendPhoto', {}, 'there is no photo in the request'],
  ['sendPhoto', { photo: 'attach://gone' }, 'there is no photo in the request'],
  ['sendPhoto', { photo: 'https://example.org/a.jpg' }, 'failed to get HTTP URL content'],
  ['sendPhoto', { photo: 'AgACno' }, 'wrong file identifier/HTTP URL specified'],
  ['sendDocument', {}, 'there is no document in the request'],
  ['getFile', { file_id: 'nothing' }, 'invalid file_id'],
  ['editMessageText', { text: 'x' }, 'message identifier is not specified'],
  ['editMessageText', { text: 'x', message_id: 9e6 }, 'message to edit not found'],
  ['deleteMessage', { message_id: 9e6 }, 'message to delete not found'],
  [
    'answerCallbackQuery',
    { callback_query_id: '1' },
    'query is too old and response timeout expired or query ID is invalid',
  ],
  ['setMyCommands', { commands: [{ command: 'Start!', description: 'x' }] }, 'BOT_COMMAND_INVALID'],
  [
    'setMyCommands',
    { commands: [{ command: 'start' }] },
    `can't parse BotCommand: Can't find field "description"`,
  ],
  [
    'setMyCommands',
    { commands: [], scope: { type: 'world' } },
    `can't parse BotCommandScope: Unsupported type specified`,
  ],
  ['setMyDescription', { description: 'x'.repeat(513) }, 'DESCRIPTION_TOO_LONG'],
  ['leaveChat', {}, `chat member status can't be changed in private chats`],
  ['setWebhook', { url: 'ftp://127.0.0.1' }, 'bad webhook: An HTTPS URL must be provided for webhook'],
  [
    'setWebhook',
    { url: 'http://127.0.0.1:1/', secret_token: 'no spaces' },
    'secret token contains unallowed characters',
  ],
];

describe('refusals in the words of the real server', () => {
  test.each(refusals)('%s %j: %s', async (method, params, sentence) => {
    const needsChat =
      !('chat_id' in params) && sentence !== 'chat_id is empty' && !/^(set|get|answer)/.test(method);
    const answer = await call(method, needsChat ? { chat_id: ana.id, ...params } : params);
    expect(answer).toEqual({ ok: false, error_code: 400, description: `Bad Request: ${sentence}` });
  });

  const buttons: readonly (readonly [object, string])[] = [
    [{ text: 'a', callback_data: 'x'.repeat(65) }, 'BUTTON_DATA_INVALID'],
    [{ text: 'a', callback_data: 'ж'.repeat(33) }, 'BUTTON_DATA_INVALID'],
    [{ text: 'a' }, `can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard`],
    [{ callback_data: 'x' }, `can't parse inline keyboard button: Can't find field "text"`],
    [
      { text: 1, callback_data: 'x' },
      `can't parse inline keyboard button: Field "text" must be of type String`,
    ],
    [{ text: 'a', url: 'not-a-url' }, `inline keyboard button URL 'not-a-url' is invalid: Wrong HTTP URL`],
    [
      { text: 'a', url: 'ftp://example.com' },
      `inline keyboard button URL 'ftp://example.com' is invalid: Unsupported URL protocol`,
    ],
  ];
  test.each(buttons)('button %j: %s', async (button, sentence) => {
    const markup = { reply_markup: { inline_keyboard: [[button]] } };
    const answer = await call('sendMessage', { chat_id: ana.id, text: 'x', ...markup });
    expect(answer.description).toBe(`Bad Request: ${sentence}`);
  });

  test('more than 100 buttons are too long, 64 bytes of data are not', async () => {
    const row = [{ text: 'a', callback_data: 'x'.repeat(64) }];
    const send = (rows: number): Promise<Answer> =>
      call('sendMessage', {
        chat_id: ana.id,
        text: 'x',
        reply_markup: { inline_keyboard: Array.from({ length: rows }, () => row) },
      });
    expect(await send(100)).toMatchObject({ ok: true });
    expect(await send(101)).toMatchObject({ description: 'Bad Request: reply markup is too long' });
  });

  test('an edit without a change, of another kind of message, or of a message of the person', async () => {
    const markup = { reply_markup: { inline_keyboard: [[{ text: 'a', callback_data: 'b' }]] } };
    const { result } = await call('sendMessage', {
      chat_id: ana.id,
      text: '<b>x</b>',
      parse_mode: 'HTML',
      ...markup,
    });
    const id = (result as { message_id: number }).message_id;
    const edit = { chat_id: ana.id, message_id: id };
    const same = await call('editMessageText', {
      ...edit,
      text: '<strong>x</strong>',
      parse_mode: 'HTML',
      ...markup,
    });
    expect(same.description).toBe(
      'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    );
    expect(await call('editMessageReplyMarkup', { ...edit, ...markup })).toMatchObject({ error_code: 400 });
    expect(await call('editMessageCaption', { ...edit, caption: 'c' })).toMatchObject({
      description: 'Bad Request: there is no caption in the message to edit',
    });
    const own = await call('editMessageText', { ...edit, message_id: ana.messages()[0]!.id, text: 'x' });
    expect(own.description).toBe(`Bad Request: message can't be edited`);
    expect(await call('editMessageText', { ...edit, text: 'x' })).toMatchObject({ ok: true });
    expect(ana.lastFromBot()?.buttons).toBeUndefined();
  });

  test('pictures with a too extreme ratio, too many pixels or bytes, or that are none', async () => {
    const photo = async (bytes: Buffer): Promise<Answer> =>
      form('sendPhoto', { chat_id: String(ana.id), photo: blob(bytes) });
    expect(await photo(await image(2100, 100))).toMatchObject({
      description: 'Bad Request: PHOTO_INVALID_DIMENSIONS',
    });
    expect(await photo(await image(9000, 1001))).toMatchObject({
      description: 'Bad Request: PHOTO_INVALID_DIMENSIONS',
    });
    expect(await photo(Buffer.from('no picture'))).toMatchObject({
      description: 'Bad Request: IMAGE_PROCESS_FAILED',
    });
    expect(await photo(Buffer.alloc(0))).toMatchObject({
      description: 'Bad Request: file must be non-empty',
    });
    expect(await photo(Buffer.alloc(10 * 1024 * 1024 + 1))).toMatchObject({
      description:
        'Bad Request: file of size 10485761 bytes is too big for a photo; the maximum size is 10485760 bytes',
    });
  });

  test('an oversized caption; an upload in another field is found through attach://', async () => {
    const parts = {
      chat_id: String(ana.id),
      photo: 'attach://some-part',
      'some-part': blob(await image(200, 100)),
    };
    expect(await form('sendPhoto', { ...parts, caption: 'x'.repeat(1025) })).toMatchObject({
      description: 'Bad Request: message caption is too long',
    });
    expect(await form('sendPhoto', { ...parts, caption: 'x'.repeat(1024) })).toMatchObject({ ok: true });
    expect(sandbox.calls('sendPhoto').at(-1)).toMatchObject({ unknown: [], files: [{ field: 'some-part' }] });
  });

  test('albums that are empty, too long or mixed; a kind that the bot cannot send', async () => {
    const group = (media: object[]): Promise<Answer> => call('sendMediaGroup', { chat_id: ana.id, media });
    const photo = { type: 'photo', media: 'attach://p' };
    const document = { type: 'document', media: 'attach://d' };
    const refused = async (media: object[]): Promise<string | undefined> => (await group(media)).description;
    expect(await refused([])).toBe('Bad Request: there are no messages to send');
    expect(await refused(Array.from({ length: 11 }, () => photo))).toBe(
      'Bad Request: too many messages to send as an album',
    );
    expect(await refused([photo, document])).toBe(
      `Bad Request: document can't be mixed with other media types`,
    );
    expect(await refused([{ type: 'painting', media: 'x' }])).toBe(
      `Bad Request: can't parse InputMedia: Unsupported type specified`,
    );
    expect(await refused([{ type: 'photo' }])).toBe(
      `Bad Request: can't parse InputMedia: Can't find field "media"`,
    );
    const before = ana.messages().length;
    expect(await refused([photo, photo])).toBe('Bad Request: there is no photo in the request');
    expect(ana.messages()).toHaveLength(before);
  });

  test('a file of more than 20 MB cannot be downloaded, one of more than 50 MB not be sent', async () => {
    const document = await ana.sendFile('document', Buffer.alloc(20 * 1024 * 1024 + 1), {
      fileName: 'big.bin',
    });
    expect(document.file?.size).toBe(20 * 1024 * 1024 + 1);
    const [update] = (await call('getUpdates', { offset: -1 })).result as {
      message: { document: { file_id: string } };
    }[];
    const fileId = update!.message.document.file_id;
    expect(await call('getFile', { file_id: fileId })).toMatchObject({
      description: 'Bad Request: file is too big',
    });
    expect(await call('sendPhoto', { chat_id: ana.id, photo: fileId })).toMatchObject({
      description: `Bad Request: can't use file of type Document as Photo`,
    });
    await expect(ana.sendFile('document', Buffer.alloc(50 * 1024 * 1024 + 1))).rejects.toThrow('too big');
  });

  test('a toast of more than 200 characters, an old tap, a second answer', async () => {
    const markup = { reply_markup: { inline_keyboard: [[{ text: 'a', callback_data: 'tap-me' }]] } };
    await call('sendMessage', { chat_id: ana.id, text: 'tap', ...markup });
    const [fresh] = ana.tap('tap-me');
    const [old] = ana.tap('tap-me', { age: 150 });
    const answer = (id: string | undefined, text: string): Promise<Answer> =>
      call('answerCallbackQuery', { callback_query_id: id, text });
    const tooOld = 'Bad Request: query is too old and response timeout expired or query ID is invalid';
    expect(await answer(fresh, 'x'.repeat(201))).toMatchObject({
      description: 'Bad Request: MESSAGE_TOO_LONG',
    });
    expect(await answer(fresh, 'x'.repeat(200))).toMatchObject({ ok: true, result: true });
    expect(await answer(fresh, 'again')).toMatchObject({ description: tooOld });
    expect(await answer(old, 'late')).toMatchObject({ description: tooOld });
  });
});

describe('commands and descriptions', () => {
  test('a person sees the most specific list: chat, private chats, default; the own language first', async () => {
    const luz = sandbox.person({ firstName: 'Luz', languageCode: 'es' });
    luz.send('hola');
    const set = (name: string, extra: object): Promise<Answer> =>
      call('setMyCommands', { commands: [{ command: name, description: 'x' }], ...extra });
    const seen = async (id: number): Promise<string | undefined> => {
      const response = await fetch(`${sandbox.url}/sandbox/people/${id}/commands`);
      return ((await response.json()) as { command: string }[])[0]?.command;
    };
    const orders: [string, object, string, string][] = [
      ['a', {}, 'a', 'a'],
      ['b', { language_code: 'es' }, 'b', 'a'],
      ['c', { scope: { type: 'all_private_chats' } }, 'c', 'c'],
      ['d', { scope: { type: 'all_private_chats' }, language_code: 'es' }, 'd', 'c'],
      ['e', { scope: { type: 'chat', chat_id: luz.id } }, 'e', 'c'],
      ['f', { scope: { type: 'chat', chat_id: luz.id }, language_code: 'ru' }, 'e', 'c'],
    ];
    for (const [name, extra, forLuz, forAna] of orders) {
      expect(await set(name, extra)).toMatchObject({ ok: true });
      expect([await seen(luz.id), await seen(ana.id)]).toEqual([forLuz, forAna]);
    }
    await call('deleteMyCommands', { scope: { type: 'chat', chat_id: luz.id } });
    expect(await seen(luz.id)).toBe('d');
    expect(await call('getMyCommands', { language_code: 'es' })).toMatchObject({
      result: [{ command: 'b' }],
    });
    const many = Array.from({ length: 101 }, (_, index) => ({ command: `c${index}`, description: 'x' }));
    expect(await call('setMyCommands', { commands: many })).toMatchObject({ error_code: 400 });
  });

  test('descriptions and the menu button are kept', async () => {
    await call('setMyDescription', { description: 'About' });
    await call('setMyDescription', { description: 'Acerca', language_code: 'es' });
    await call('setMyShortDescription', { short_description: 'Short' });
    expect(await call('getMyDescription', { language_code: 'es' })).toMatchObject({
      result: { description: 'Acerca' },
    });
    expect(await call('getMyDescription', { language_code: 'ru' })).toMatchObject({
      result: { description: 'About' },
    });
    await call('setChatMenuButton', { menu_button: { type: 'commands' } });
    expect(await call('getChatMenuButton', { chat_id: ana.id })).toMatchObject({
      result: { type: 'commands' },
    });
    const state = await (await fetch(`${sandbox.url}/sandbox/state`)).json();
    expect(state).toMatchObject({
      bot: { description: 'About', shortDescription: 'Short' },
      controlPanel: false,
    });
  });

  test('a chat is described, and a group is left', async () => {
    expect(await call('getChat', { chat_id: ana.id })).toMatchObject({
      result: { type: 'private', first_name: 'Ana' },
    });
    const { chatId } = ana.sendInGroup('/start');
    expect(await call('sendMessage', { chat_id: chatId, text: 'goodbye' })).toMatchObject({ ok: true });
    expect(await call('leaveChat', { chat_id: chatId })).toEqual({ ok: true, result: true });
    expect(await call('sendMessage', { chat_id: chatId, text: 'still here' })).toMatchObject({
      error_code: 403,
      description: 'Forbidden: bot is not a member of the group chat',
    });
  });
});
