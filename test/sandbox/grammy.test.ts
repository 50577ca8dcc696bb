import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Bot, GrammyError, InlineKeyboard, InputFile } from 'grammy';
import sharp from 'sharp';
import { createSandbox, type Sandbox } from '../../sandbox/server.ts';
import { soon } from './soon.ts';

/* A small bot in the style of grammY's guide, independent of this project. */

let sandbox: Sandbox;
let bot: Bot;
let polling: Promise<void>;
const picture = await sharp({ create: { width: 640, height: 480, channels: 3, background: 'teal' } })
  .jpeg()
  .withExif({ IFD0: { Copyright: 'somebody' } })
  .toBuffer();
const downloads: { name: string; bytes: Buffer }[] = [];

beforeAll(async () => {
  sandbox = await createSandbox();
  bot = new Bot(sandbox.token, { client: { apiRoot: sandbox.url } });
  bot.command('start', (context) =>
    context.reply(`Hello ${context.from?.first_name}, code ${context.match}`),
  );
  bot.command('menu', (context) =>
    context.reply('<b>Choose</b> one', {
      parse_mode: 'HTML',
      reply_markup: new InlineKeyboard().text('One', 'pick:1').text('Two', 'pick:2'),
    }),
  );
  bot.callbackQuery(/^pick:(\d)$/, async (context) => {
    await context.answerCallbackQuery({ text: `You took ${context.match[1]}`, show_alert: true });
    await context.editMessageText(`Taken: ${context.match[1]}`);
  });
  bot.command('picture', (context) =>
    context.replyWithPhoto(new InputFile(picture, 'teal.jpg'), { caption: 'upload', has_spoiler: true }),
  );
  bot.on('message:photo', async (context) => {
    const again = context.message.photo.at(-1)!.file_id;
    const file = await context.api.getFile(again);
    const url = `${sandbox.url}/file/bot${sandbox.token}/${file.file_path}`;
    const bytes = Buffer.from(await (await fetch(url)).arrayBuffer());
    downloads.push({ name: file.file_path ?? '', bytes });
    await context.replyWithPhoto(again, { caption: 'same again', protect_content: true });
  });
  bot.on('message:document', async (context) => {
    const { file_id, file_name } = context.message.document;
    const file = await context.api.getFile(file_id);
    const response = await fetch(`${sandbox.url}/file/bot${sandbox.token}/${file.file_path}`);
    downloads.push({ name: file_name ?? '', bytes: Buffer.from(await response.arrayBuffer()) });
  });
  bot.on('my_chat_member', (context) => void statuses.push(context.myChatMember.new_chat_member.status));
  bot.on('edited_message:text', (context) => context.reply(`edited to ${context.editedMessage.text}`));
  polling = bot.start();
});
const statuses: string[] = [];

afterAll(async () => {
  await bot.stop();
  await polling;
  await sandbox.close();
});

describe('a grammY bot on long polling', () => {
  test('gets its own user from getMe', async () => {
    expect(await bot.api.getMe()).toMatchObject({
      id: 1000000001,
      is_bot: true,
      username: 'harmonia_sandbox_bot',
    });
  });

  test('answers a command with the payload of an invite link', async () => {
    const ana = sandbox.person({ firstName: 'Ana', languageCode: 'es' });
    ana.send('/start CODE-1');
    const reply = await ana.until(() => ana.lastFromBot());
    expect(reply.text).toBe('Hello Ana, code CODE-1');
  });

  test('shows formatted text with buttons, answers a tap and edits its message', async () => {
    const ben = sandbox.person({ firstName: 'Ben' });
    ben.send('/menu');
    const menu = await ben.until(() => ben.lastFromBot());
    expect(menu.html).toBe('<b>Choose</b> one');
    expect(menu.buttons).toEqual([
      [
        { text: 'One', data: 'pick:1' },
        { text: 'Two', data: 'pick:2' },
      ],
    ]);
    const [queryId] = ben.tap('pick:2');
    const edited = await ben.until(() => ben.messages().find(({ text }) => text === 'Taken: 2'));
    expect(edited).toMatchObject({ id: menu.id, edited: true });
    expect(edited.buttons).toBeUndefined();
    expect(ben.toasts()).toEqual([{ queryId, text: 'You took 2', alert: true }]);
  });

  test('sends a photo by upload; it arrives recompressed, in sizes, without metadata', async () => {
    const cleo = sandbox.person({ firstName: 'Cleo' });
    cleo.send('/picture');
    const { file, text } = await cleo.until(() => cleo.messages().find((message) => message.file));
    expect({ file, text }).toMatchObject({
      text: 'upload',
      file: { kind: 'photo', width: 640, height: 480, spoiler: true },
    });
    const metadata = await sharp(sandbox.file(file!.id)).metadata();
    expect(metadata.exif).toBeUndefined();
    const { result } = sandbox.calls('sendPhoto').at(-1)!;
    expect((result as { photo: { width: number }[] }).photo.map(({ width }) => width)).toEqual([
      90, 320, 640,
    ]);
  });

  test('downloads a photo and sends it on by file_id, protected', async () => {
    const dan = sandbox.person({ firstName: 'Dan' });
    await dan.sendFile('photo', picture, { caption: 'me' });
    const reply = await dan.until(() => dan.lastFromBot());
    expect(reply).toMatchObject({ text: 'same again', protected: true, file: { kind: 'photo' } });
    expect(reply.file?.id).toBe(dan.messages()[0]?.file?.id);
    expect(downloads.at(-1)?.bytes.equals(sandbox.file(reply.file!.id))).toBe(true);
    expect(() => dan.forward(reply.id)).toThrow('forbidden forwarding');
  });

  test('receives a document byte by byte', async () => {
    const eve = sandbox.person({ firstName: 'Eve' });
    await eve.sendFile('document', picture, { fileName: 'raw.jpg' });
    await soon(() => downloads.some(({ name }) => name === 'raw.jpg'));
    expect(downloads.find(({ name }) => name === 'raw.jpg')?.bytes.equals(picture)).toBe(true);
  });

  test('gets updates about edits, a block and an unblock', async () => {
    const fay = sandbox.person({ firstName: 'Fay' });
    const { id } = fay.send('one');
    fay.edit(id, 'two');
    await fay.until(() => fay.lastFromBot()?.text === 'edited to two');
    fay.block(true);
    await expect(bot.api.sendMessage(fay.id, 'hi')).rejects.toThrow('Forbidden: bot was blocked by the user');
    fay.block(false);
    fay.send('/start');
    await fay.until(() => fay.lastFromBot()?.text === 'Hello Fay, code');
    expect(statuses).toEqual(['kicked', 'member']);
  });

  test('gets the refusals of the real server', async () => {
    const gil = sandbox.person({ firstName: 'Gil' });
    await expect(bot.api.sendMessage(gil.id, 'hi')).rejects.toThrow('Bad Request: chat not found');
    gil.send('hello');
    const { message_id: id } = await bot.api.sendMessage(gil.id, 'same');
    await expect(bot.api.editMessageText(gil.id, id, 'same')).rejects.toThrow('message is not modified');
    await expect(bot.api.sendMessage(gil.id, '<b>open', { parse_mode: 'HTML' })).rejects.toThrow(
      `Bad Request: can't parse entities: Can't find end tag corresponding to start tag "b"`,
    );
    sandbox.fault({ kind: '429', method: 'sendMessage', retryAfter: 7 });
    const error = await bot.api.sendMessage(gil.id, 'x').catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(GrammyError);
    expect(error).toMatchObject({
      error_code: 429,
      description: 'Too Many Requests: retry after 7',
      parameters: { retry_after: 7 },
    });
    gil.deleteAccount();
    await expect(bot.api.sendMessage(gil.id, 'x')).rejects.toThrow('Forbidden: user is deactivated');
  });
});
