import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import {
  ask,
  chatOf,
  createScene,
  eventually,
  hasBrowser,
  inBrowser,
  lastMessage,
  launchBrowser,
  type Scene,
  write,
} from './chat-browser.ts';
import { picture } from './scripted-bot.ts';

(hasBrowser ? describe : describe.skip)(inBrowser('a chat on the page'), () => {
  let browser: Browser;
  let scene: Scene;
  let page: Page;
  let chat: Locator;

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    scene = await createScene(browser);
    page = await scene.openPage();
    chat = chatOf(page, scene.mara);
    await chat.waitFor();
  });
  afterEach(async () => {
    await scene.close();
    expect(scene.complaints).toEqual([]);
  });

  describe('a chat', () => {
    test('starts with the Start button and shows the answer of the bot', async () => {
      await chat.locator('[data-action=start]').click();
      await chat.getByText('Welcome.').waitFor();
      expect(scene.bot.updates[0]?.message?.text).toBe('/start');
    });

    test('shows formatting and keeps a spoiler hidden until it is pressed', async () => {
      await ask(chat, 'question', '[data-button=Yes]');
      expect(await lastMessage(chat).locator('b').innerText()).toBe('Question 1');
      const hidden = lastMessage(chat).locator('.hidden-text');
      expect(await hidden.isVisible()).toBe(false);
      await lastMessage(chat).locator('.spoiler').press('Enter');
      expect(await hidden.isVisible()).toBe(true);
    });

    test('spins a tapped button until the bot answers, sends one tap meanwhile, then shows the toast', async () => {
      scene.bot.hold = true;
      const no = await ask(chat, 'question', '[data-button=No]');
      await no.click();
      await no.click();
      expect(await no.getAttribute('aria-busy')).toBe('true');
      await eventually(() => scene.bot.updates.some((update) => update.callback_query));
      const { id } = scene.bot.updates.find((update) => update.callback_query)!.callback_query!;
      await fetch(`${scene.sandbox.url}/bot${scene.sandbox.token}/answerCallbackQuery`, {
        method: 'POST',
        body: new URLSearchParams({ callback_query_id: id, text: 'Noted.' }),
      });
      await chat.locator('[data-toast]', { hasText: 'Noted.' }).waitFor();
      expect(await no.getAttribute('aria-busy')).toBe('false');
      expect(scene.bot.updates.filter((update) => update.callback_query)).toHaveLength(1);
    });

    test('shows an alert that Escape closes', async () => {
      const tell = await ask(chat, 'question', '[data-button=alert]');
      await tell.click();
      const alert = page.locator('[data-dialog=alert]');
      await alert.getByText('Please finish first.').waitFor();
      await page.keyboard.press('Escape');
      await alert.waitFor({ state: 'detached' });
    });

    test('replaces an edited message in place and keeps the keyboard where it was', async () => {
      const yes = await ask(chat, 'question', '[data-button=Yes]');
      await yes.focus();
      await page.keyboard.press('Enter');
      await chat.locator('[data-button=Disagree]').waitFor();
      expect(await chat.locator('article[data-from=bot]').count()).toBe(1);
      await eventually(async () => (await page.locator(':focus').getAttribute('data-button')) === 'Disagree');
    });

    test('removes a deleted message', async () => {
      await ask(chat, 'question', '[data-button=Yes]');
      const message_id = scene.mara.lastFromBot()!.id;
      await fetch(`${scene.sandbox.url}/bot${scene.sandbox.token}/deleteMessage`, {
        method: 'POST',
        body: new URLSearchParams({ chat_id: String(scene.mara.id), message_id: String(message_id) }),
      });
      await chat.locator(`[data-message="${message_id}"]`).waitFor({ state: 'detached' });
    });

    test('shows that the bot is typing', async () => {
      await write(chat, 'typing');
      await chat.locator('[data-doing=typing]').waitFor();
      expect(await chat.locator('[data-doing]').innerText()).toBe('Harmonia is typing…');
    });

    test('shows a draft of the bot, which can be stopped', async () => {
      const stop = await ask(chat, 'draft', '[data-action=stop-draft]');
      expect(await chat.locator('[data-draft]').innerText()).toBe('One half');
      await stop.click();
      await chat.locator('[data-doing]').waitFor({ state: 'hidden' });
      await eventually(() =>
        scene.bot.updates.some((update) => update.stopped_message_generation?.draft_id === 1),
      );
    });

    test('shows the reaction of the bot at the message', async () => {
      const reaction = await ask(chat, 'look', '[data-from=person] [data-reaction]');
      expect(await reaction.innerText()).toBe('👀');
    });

    test('opens the reply field where a message asks for it beside its buttons', async () => {
      await ask(chat, 'name', '[data-button=Skip]');
      await chat.getByText('Reply to: What is your name?').waitFor();
      await write(chat, 'Mara');
      await eventually(() =>
        scene.bot.updates.some(({ message }) => message?.reply_to_message?.text === 'What is your name?'),
      );
    });

    test('sends messages of kinds that a bot may not expect, a live photo, and any fields', async () => {
      const choose = async (kind: string): Promise<void> => {
        await chat.locator('[data-action=attach]').click();
        await page.locator(`[role=menu] [data-action=attach-${kind}]`).click();
      };
      const arrives = (field: string): Promise<void> =>
        eventually(() => scene.bot.updates.some(({ message }) => message && field in message));
      for (const kind of [
        'rich_message',
        'checklist',
        'paid_media',
        'location',
        'poll',
        'dice',
        'animation',
        'audio',
        'story',
      ]) {
        await choose(kind);
        await arrives(kind);
      }
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), choose('live_photo')]);
      await chooser.setFiles([{ name: 'live.jpg', mimeType: 'image/jpeg', buffer: await picture() }]);
      await arrives('live_photo');
      await choose('raw');
      await page.locator('[data-field=raw]').fill('{ "hologram": ');
      await page.locator('[data-action=send-raw]').click();
      await page.getByText('This is no JSON object.').waitFor();
      await page.locator('[data-field=raw]').fill('{ "hologram": {} }');
      await page.locator('[data-action=send-raw]').click();
      await arrives('hologram');
    });

    test('delivers a tap twice on request', async () => {
      const no = await ask(chat, 'question', '[data-button=No]');
      await chat.locator('[data-action=chat-menu]').click();
      await page.locator('[role=menu] [data-action=tap-twice]').click();
      await no.click();
      await eventually(() => scene.bot.updates.filter((update) => update.callback_query).length === 2);
      await eventually(async () => (await no.getAttribute('aria-busy')) === 'false');
    });

    test('delivers the last update twice with the same id', async () => {
      await write(chat, 'hello');
      await eventually(() => scene.bot.updates.length === 1);
      await chat.locator('[data-action=chat-menu]').click();
      await page.locator('[role=menu] [data-action=duplicate]').click();
      await eventually(() => scene.bot.updates.length === 2);
      expect(scene.bot.updates[1]?.update_id).toBe(scene.bot.updates[0]?.update_id);
    });

    test('opens its menu beside the button, and Escape returns the focus', async () => {
      const more = chat.locator('[data-action=chat-menu]');
      await more.focus();
      await page.keyboard.press('Enter');
      const box = await page.locator('[role=menu]').boundingBox();
      expect(box!.width).toBeLessThan(360);
      await page.keyboard.press('ArrowDown');
      expect(await page.locator(':focus').getAttribute('data-action')).toBe('tap-twice');
      await page.keyboard.press('Escape');
      expect(await page.locator(':focus').getAttribute('data-action')).toBe('chat-menu');
    });

    test('blocks and unblocks the bot', async () => {
      await chat.locator('[data-action=chat-menu]').click();
      await page.locator('[role=menu] [data-action=block]').click();
      await chat.locator('.shut [data-action=unblock]').click();
      await chat.locator('[data-field=message]').waitFor();
      expect(scene.mara.details.blocked).toBe(false);
    });

    test('opens an invitation link in a message, and sends a command that is pressed', async () => {
      const link = await ask(chat, 'link', 'article a');
      await link.click();
      await eventually(() => scene.bot.updates.some((update) => update.message?.text === '/start AGAIN'));
      await chat.locator('article[data-from=bot] .command', { hasText: '/help' }).click();
      await eventually(() => scene.bot.updates.some((update) => update.message?.text === '/help'));
    });
  });

  describe('the text field', () => {
    test('offers the commands of the person, filters them by the typed text, and Enter sends the chosen one', async () => {
      const field = chat.locator('[data-field=message]');
      await chat.locator('[data-action=commands]').click();
      expect(await chat.locator('[role=option]').count()).toBe(2);
      await page.keyboard.press('Escape');
      await field.fill('/he');
      expect(await chat.locator('[role=option]').count()).toBe(1);
      await page.keyboard.press('Enter');
      await eventually(() => scene.bot.updates.at(-1)?.message?.text === '/help');
    });

    test('inserts a line break with Shift+Enter, and arrow up does not edit the last message', async () => {
      const field = chat.locator('[data-field=message]');
      await field.pressSequentially('one');
      await field.press('Shift+Enter');
      await field.pressSequentially('two');
      await field.press('Enter');
      await eventually(() => scene.bot.updates.at(-1)?.message?.text === 'one\ntwo');
      await field.press('ArrowUp');
      expect(await field.inputValue()).toBe('');
    });

    test('keeps the text when it could not be sent', async () => {
      await page.route('**/text', (route) =>
        route.fulfill({ status: 400, json: { error: 'It is too long.' } }),
      );
      await write(chat, 'a long letter');
      await page.locator('[data-snack=error]', { hasText: 'It is too long.' }).waitFor();
      expect(await chat.locator('[data-field=message]').inputValue()).toBe('a long letter');
      scene.complaints = scene.complaints.filter((line) => !line.includes('400'));
    });
  });

  describe('files', () => {
    async function choose(
      action: string,
      files: { name: string; mimeType: string; buffer: Buffer }[],
    ): Promise<void> {
      await chat.locator('[data-action=attach]').click();
      const chooser = page.waitForEvent('filechooser');
      await page.locator(`[role=menu] [data-action=${action}]`).click();
      await (await chooser).setFiles(files);
    }

    test('are sent as a photo with caption and spoiler, which one press uncovers and a second opens', async () => {
      await choose('attach-photo', [{ name: 'me.jpg', mimeType: 'image/jpeg', buffer: await picture() }]);
      await page.locator('[data-field=caption]').fill('It is me');
      await page.locator('[data-field=spoiler]').check();
      await page.locator('[data-action=send-files]').click();
      const photo = chat.locator('[data-media=photo][data-spoiler=covered]');
      await photo.click();
      await chat.locator('[data-media=photo][data-spoiler=shown]').click();
      await page.locator('[data-viewer=picture] img').waitFor();
      expect(scene.mara.messages()[0]).toMatchObject({
        text: 'It is me',
        file: { kind: 'photo', spoiler: true },
      });
    });

    test('are sent as a file, and several photos as one album', async () => {
      const file = { name: 'me.jpg', mimeType: 'image/jpeg', buffer: await picture() };
      await choose('attach-file', [file]);
      await page.locator('[data-action=send-files]').click();
      await chat.locator('[data-media=document]').waitFor();
      await choose('attach-photo', [file, file, file]);
      await page.locator('[data-action=send-files]').click();
      await chat.locator('[data-album]').waitFor();
      expect(await chat.locator('[data-album] [data-media=photo]').count()).toBe(3);
    });

    test('can be dropped on the chat', async () => {
      const bytes = [...(await picture())];
      const drop = await page.evaluateHandle(
        `(() => { const data = new DataTransfer(); data.items.add(new File([new Uint8Array([${bytes.join()}])], 'dropped.jpg', { type: 'image/jpeg' })); return data; })()`,
      );
      await chat.dispatchEvent('drop', { dataTransfer: drop });
      await page.locator('[data-action=send-files]').click();
      await chat.locator('[data-media=photo]').waitFor();
    });

    test.each(['voice', 'video_note', 'video', 'sticker'] as const)(
      'of the kind %s are made on the spot',
      async (kind) => {
        await chat.locator('[data-action=attach]').click();
        await page.locator(`[role=menu] [data-action=attach-${kind}]`).click();
        await chat.locator(`[data-media=${kind}]`).waitFor();
        expect(scene.mara.messages()[0]?.file).toMatchObject({ kind });
      },
    );

    test('from the bot open over the page, a protected PDF without a button to save it', async () => {
      const card = await ask(chat, 'report', '[data-mime="application/pdf"]');
      expect(await lastMessage(chat).locator('.protected').count()).toBe(1);
      await card.click();
      await page.locator('[data-viewer=pdf] iframe').waitFor();
      expect(await page.locator('[data-viewer] [data-action=save]').count()).toBe(0);
      await page.keyboard.press('Escape');
      await page.locator('[data-viewer]').waitFor({ state: 'detached' });
    });
  });
});
