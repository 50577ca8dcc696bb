import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import { Input, Markup, Telegraf, TelegramError } from 'telegraf';
import { message } from 'telegraf/filters';
import { createSandbox, type Sandbox } from '../../sandbox/server.ts';
import { soon } from './soon.ts';

/* A small Telegraf bot, independent of this project: first on long polling, then on a webhook. */

const plain = (background: string): Promise<Buffer> =>
  sharp({ create: { width: 1600, height: 900, channels: 3, background } })
    .png()
    .toBuffer();

function addHandlers(bot: Telegraf, red: Buffer, blue: Buffer): void {
  bot.start((context) => context.reply(`payload ${context.payload}`));
  bot.command('upload', (context) =>
    context.replyWithPhoto(Input.fromBuffer(red, 'red.png'), { caption: 'red' }),
  );
  bot.command('album', (context) =>
    context.replyWithMediaGroup([
      { type: 'photo', media: Input.fromBuffer(red, 'a.png'), caption: 'two' },
      { type: 'photo', media: Input.fromBuffer(blue, 'b.png') },
    ]),
  );
  bot.command('report', (context) =>
    context.replyWithDocument(Input.fromBuffer(Buffer.from('%PDF-1.4 x'), 'report.pdf'), {
      caption: '<i>yours</i>',
      parse_mode: 'HTML',
      protect_content: true,
    }),
  );
  bot.command('card', async (context) => {
    const { photo, message_id: id } = await context.replyWithPhoto(Input.fromBuffer(red), {
      caption: 'first',
      ...Markup.inlineKeyboard([[Markup.button.callback('Next', 'next')]]),
    });
    await context.telegram.editMessageCaption(context.chat.id, id, undefined, 'second');
    await context.telegram.editMessageMedia(context.chat.id, id, undefined, {
      type: 'photo',
      media: Input.fromBuffer(blue),
      caption: 'third',
    });
    await context.telegram.editMessageMedia(
      context.chat.id,
      id,
      undefined,
      { type: 'photo', media: photo.at(-1)!.file_id, caption: 'fourth' },
      Markup.inlineKeyboard([[Markup.button.callback('Done', 'done')]]),
    );
    await context.telegram.editMessageReplyMarkup(context.chat.id, id, undefined, undefined);
  });
  bot.command('clear', async (context) => {
    const { message_id: id } = await context.reply('to go');
    await context.deleteMessage(id);
    await context.deleteMessage();
  });
  bot.on(message('voice'), async (context) => {
    const link = await context.telegram.getFileLink(context.message.voice.file_id);
    await context.reply(`${(await (await fetch(link)).text()).length} bytes`);
  });
}

describe('a Telegraf bot on long polling', () => {
  let sandbox: Sandbox;
  let bot: Telegraf;
  /** Rejects with the error that ends the bot. */
  let launched: Promise<unknown>;

  beforeAll(async () => {
    sandbox = await createSandbox();
    bot = new Telegraf(sandbox.token, { telegram: { apiRoot: sandbox.url } });
    addHandlers(bot, await plain('red'), await plain('blue'));
    launched = bot.launch().catch((error: unknown) => error);
  });
  // The last test ends the bot.
  afterAll(() => sandbox.close());

  test('answers /start with its payload', async () => {
    const ida = sandbox.person({ firstName: 'Ida' });
    ida.send('/start abc_123');
    await ida.until(() => ida.lastFromBot()?.text === 'payload abc_123');
  });

  test('uploads a photo, an album and a document', async () => {
    const jan = sandbox.person({ firstName: 'Jan' });
    jan.send('/upload');
    const photo = await jan.until(() => jan.messages().find(({ text }) => text === 'red'));
    expect(photo.file).toMatchObject({ kind: 'photo', width: 1280, height: 720 });
    jan.send('/album');
    const album = await jan.until(() => {
      const parts = jan.messages().filter(({ albumId }) => albumId !== undefined);
      return parts.length === 2 && parts;
    });
    expect(album.map(({ text }) => text)).toEqual(['two', undefined]);
    expect(album[0]!.albumId).toBe(album[1]!.albumId);
    jan.send('/report');
    const report = await jan.until(() => jan.messages().find(({ file }) => file?.kind === 'document'));
    expect(report).toMatchObject({
      protected: true,
      html: '<i>yours</i>',
      file: { fileName: 'report.pdf', mimeType: 'application/pdf' },
    });
    expect(sandbox.file(report.file!.id).toString()).toBe('%PDF-1.4 x');
  });

  test('edits caption, media and keyboard of one message', async () => {
    const kim = sandbox.person({ firstName: 'Kim' });
    const looks: unknown[] = [];
    const ids = new Set<number>();
    kim.on((event) => {
      if (!('message' in event) || event.message.from !== 'bot') return;
      const { text, buttons, file, id } = event.message;
      ids.add(id);
      looks.push([text, buttons?.flat().map((button) => button.text) ?? [], file?.id]);
    });
    kim.send('/card');
    await kim.until(() => looks.length === 5);
    const [, , red] = looks[0] as string[];
    expect(looks).toEqual([
      ['first', ['Next'], red],
      ['second', [], red],
      ['third', [], expect.not.stringMatching(`^${red}$`)],
      ['fourth', ['Done'], red],
      ['fourth', [], red],
    ]);
    expect(ids.size).toBe(1);
  });

  test('deletes its own messages and those of the person', async () => {
    const lea = sandbox.person({ firstName: 'Lea' });
    lea.send('/clear');
    await lea.until(() => sandbox.calls('deleteMessage').length === 2 && lea.messages().length === 0);
  });

  test('downloads a voice message', async () => {
    const mia = sandbox.person({ firstName: 'Mia' });
    await mia.sendFile('voice', Buffer.from('OggS....'));
    await mia.until(() => mia.lastFromBot()?.text === '8 bytes');
  });

  test('gets 409 because of a second poller', async () => {
    const other = new Telegraf(sandbox.token, { telegram: { apiRoot: sandbox.url } });
    await other.telegram.callApi('getUpdates', { timeout: 0, limit: 1, offset: 0, allowed_updates: [] });
    expect(await launched).toMatchObject({
      response: {
        error_code: 409,
        description:
          'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
      },
    });
  });
});

describe('a Telegraf bot on a webhook', () => {
  let sandbox: Sandbox;
  let bot: Telegraf;
  let server: http.Server;
  let url = '';
  /** The statuses of the next deliveries; 200 when it is empty. */
  const statuses: number[] = [];
  let retryAfter: string | undefined;
  const seen: { updateId: number; secret: unknown; status: number }[] = [];

  beforeAll(async () => {
    sandbox = await createSandbox({ webhookRetryUnit: 10 });
    bot = new Telegraf(sandbox.token, { telegram: { apiRoot: sandbox.url, webhookReply: true } });
    addHandlers(bot, await plain('red'), await plain('blue'));
    bot.command('now', (context) => context.reply('in the answer'));
    bot.action('slow', async (context) => {
      await new Promise((resolve) => setTimeout(resolve, 60));
      await context.answerCbQuery('done');
    });
    server = http.createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const update = JSON.parse(Buffer.concat(parts).toString()) as { update_id: number };
        const status = statuses.shift() ?? 200;
        const secret = request.headers['x-telegram-bot-api-secret-token'];
        seen.push({ updateId: update.update_id, secret, status });
        if (status === 200) {
          bot.handleUpdate(update as never, response).then(
            () => response.writableEnded || response.end(),
            () => response.writeHead(500).end(),
          );
        } else response.writeHead(status, retryAfter ? { 'Retry-After': retryAfter } : {}).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  });
  afterEach(() => void seen.splice(0));
  afterAll(async () => {
    await sandbox.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  test('gets the waiting updates, with the secret token', async () => {
    const nils = sandbox.person({ firstName: 'Nils' });
    nils.send('/start early');
    await bot.telegram.setWebhook(url, { secret_token: 'S3-cret' });
    await nils.until(() => nils.lastFromBot()?.text === 'payload early');
    expect(seen).toEqual([{ updateId: expect.any(Number), secret: 'S3-cret', status: 200 }]);
    expect(await bot.telegram.getWebhookInfo()).toMatchObject({ url, pending_update_count: 0 });
  });

  test('may answer a delivery with a method call', async () => {
    const ole = sandbox.person({ firstName: 'Ole' });
    ole.send('/now');
    await ole.until(() => ole.lastFromBot()?.text === 'in the answer');
  });

  test('gets an update again until it answers 2xx, and the later ones after it', async () => {
    const pia = sandbox.person({ firstName: 'Pia' });
    statuses.push(500, 503, 302);
    pia.send('/start one');
    pia.send('/start two');
    await pia.until(() => pia.lastFromBot()?.text === 'payload two');
    const [first] = seen;
    expect(seen.map(({ updateId, status }) => [updateId - first!.updateId, status])).toEqual([
      [0, 500],
      [0, 503],
      [0, 302],
      [0, 200],
      [1, 200],
    ]);
    const info = await bot.telegram.getWebhookInfo();
    expect(info.last_error_message).toMatch(/^Wrong response from the webhook: 302 /);
  });

  test('gets no update before the time in Retry-After is over', async () => {
    const quin = sandbox.person({ firstName: 'Quin' });
    retryAfter = '1';
    statuses.push(503);
    quin.send('/start patient');
    const begin = Date.now();
    await quin.until(() => quin.lastFromBot()?.text === 'payload patient');
    expect(Date.now() - begin).toBeGreaterThanOrEqual(950);
    retryAfter = undefined;
  });

  test('gets the same update twice on request', async () => {
    const rob = sandbox.person({ firstName: 'Rob' });
    rob.send('/start once');
    await rob.until(() => rob.lastFromBot());
    rob.duplicateLast();
    await soon(() => seen.length === 2);
    expect(seen[1]!.updateId).toBe(seen[0]!.updateId);
    sandbox.fault({ kind: 'duplicate', method: 'message', chatId: rob.id });
    rob.send('/start again');
    await soon(() => seen.length === 4);
    expect(seen[3]!.updateId).toBe(seen[2]!.updateId);
  });

  test('gets a tap while it still answers a message of the same person', async () => {
    const sia = sandbox.person({ firstName: 'Sia' });
    sia.send('/start x');
    await sia.until(() => sia.lastFromBot());
    await bot.telegram.sendMessage(
      sia.id,
      'tap',
      Markup.inlineKeyboard([Markup.button.callback('Slow', 'slow')]),
    );
    sia.tap('slow');
    sia.send('/start y');
    await sia.until(() => sia.lastFromBot()?.text === 'payload y');
    expect(sia.toasts()).toEqual([]);
    await sia.until(() => sia.toasts().length === 1);
  });

  test('cannot poll while the webhook is set', async () => {
    const poll = bot.telegram.callApi('getUpdates', { timeout: 0, limit: 1, offset: 0, allowed_updates: [] });
    await expect(poll).rejects.toThrow("409: Conflict: can't use getUpdates method while webhook is active");
    await expect(bot.telegram.setWebhook('https://example.org/hook')).rejects.toThrow(TelegramError);
    expect(await bot.telegram.deleteWebhook()).toBe(true);
    expect(await bot.telegram.getWebhookInfo()).toMatchObject({ url: '' });
  });
});
