import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createSandbox } from '../../sandbox/server.ts';
import { startScriptedBot } from './scripted-bot.ts';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import {
  ask,
  chatOf,
  createScene,
  eventually,
  hasBrowser,
  inBrowser,
  launchBrowser,
  type Scene,
  write,
} from './chat-browser.ts';

(hasBrowser ? describe : describe.skip)(inBrowser('the chat page'), () => {
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

  describe('people', () => {
    test('are added with a name and a language, and write in a column of their own', async () => {
      await page.locator('[data-action=add-person]').click();
      await page.locator('[data-field=first-name]').fill('Lucía');
      await page.locator('[data-field=language]').selectOption('es');
      await page.locator('[data-action=create-person]').click();
      await eventually(() => scene.sandbox.people().length === 2);
      const lucia = scene.sandbox.people()[1]!;
      await write(chatOf(page, lucia), 'hola');
      await eventually(() => scene.bot.updates.at(-1)?.message?.chat.id === lucia.id);
      expect(lucia.details).toMatchObject({ firstName: 'Lucía', languageCode: 'es', role: 'participant' });
    });

    test('who open the page by an invitation link are asked for their name first', async () => {
      const invited = await scene.openPage({}, '/?start=LINK9');
      await invited.locator('[data-action=create-person]').click();
      await eventually(() => scene.bot.updates.at(-1)?.message?.text === '/start LINK9');
    });

    test('keep their chats over a reload of the page', async () => {
      await write(chat, 'remember me');
      await chat.getByText('remember me').waitFor();
      await page.reload();
      await chatOf(page, scene.mara).getByText('remember me').waitFor();
    });

    test('with a closed chat have a count of unread messages', async () => {
      await chat.locator('[data-action=close-chat]').click();
      await page.locator('[data-welcome]').waitFor();
      scene.mara.send('question');
      const unread = page.locator(`[data-person="${scene.mara.id}"] .unread`);
      await unread.waitFor();
      expect(await unread.innerText()).toBe('1');
    });
  });

  describe('the control panel', () => {
    test('of an empty study shows its status, and no text of a button is cut', async () => {
      const panel = page.locator('.control-panel');
      await panel.locator('[data-fact=participants]').waitFor();
      expect((await panel.locator('[data-control-panel=status]').innerText()).split('\n').at(-1)).toBe('3');
      const right = (box: { x: number; width: number } | null): number => box!.x + box!.width;
      const edge = right(await panel.boundingBox());
      for (const one of await panel.locator('button:visible').all()) {
        expect(right(await one.boundingBox())).toBeLessThan(edge);
        expect(await one.evaluate(fitsItsText)).toBe(true);
      }
    });

    test('invites: the new participant opens the invitation at once', async () => {
      await page.locator('[data-action=new-invite]').click();
      expect(await page.locator('[data-invite=link]').innerText()).toContain('start=CODE7');
      await page.locator('[data-action=open-invite]').click();
      await eventually(() => scene.bot.updates.at(-1)?.message?.text === '/start CODE7');
      expect(scene.sandbox.people()[1]?.details.role).toBe('participant');
    });

    test('puts the text that signs staff in into the text field', async () => {
      await page.locator('[data-action=sign-in-admin]').click();
      await eventually(() => scene.sandbox.people().length === 2);
      const admin = chatOf(page, scene.sandbox.people()[1]!);
      await eventually(
        async () => (await admin.locator('[data-field=message]').inputValue()) === '/signin ADMIN-1',
      );
      expect(scene.sandbox.people()[1]?.details.role).toBe('admin');
    });

    test('enrols synthetic participants and shows how many are at each step', async () => {
      await page.locator('[data-field=synthetic-count]').fill('5');
      await page.locator('[data-action=enrol]').click();
      await page.locator('[data-control-panel=said]', { hasText: '5 synthetic participants' }).waitFor();
      await page.locator('[data-step=Visual] b', { hasText: '5' }).waitFor();
      await page.getByText('Synthetic participants (5)').waitFor();
      expect(await page.locator('[data-fact=kits]').innerText()).toBe('3');
    });

    test('delivers lab results and moves the clock', async () => {
      await page.locator('[data-action=deliver-lab]').click();
      await page.locator('[data-control-panel=said]', { hasText: 'Three kits were reported.' }).waitFor();
      await page.locator('[data-action=clock-168]').click();
      await eventually(() => scene.controlPanel.hours === 168);
      await page.locator('[data-fact=now]', { hasText: '8 Jan 2026' }).waitFor();
    });

    test('is hidden until the study has started, and appears without a reload', async () => {
      const late: { study?: typeof scene.study } = {};
      const bare = await createSandbox({ controlPanel: () => late.study });
      const context = await browser.newContext();
      const alone = await context.newPage();
      await alone.goto(bare.url);
      await alone.locator('[data-action=welcome-add]').waitFor();
      expect(await alone.locator('#control-panel').isVisible()).toBe(false);
      late.study = scene.study;
      await alone.locator('#control-panel [data-fact=kits]', { hasText: '3' }).waitFor();
      await context.close();
      await bare.close();
    });
  });

  test('shows that it reconnects when the server stops, and shows the current state after a restart', async () => {
    const { port } = scene.sandbox;
    await scene.bot.stop();
    await scene.sandbox.close();
    await page.locator('#banner', { hasText: 'Reconnecting' }).waitFor();
    scene.sandbox = await createSandbox({ port, controlPanel: () => scene.study });
    scene.bot = startScriptedBot(scene.sandbox);
    const again = scene.sandbox.person({ firstName: 'Jonas' });
    again.send('hello from the new server');
    await page.locator(`[data-person="${again.id}"]`, { hasText: 'Jonas' }).waitFor();
    await page.locator('#banner').waitFor({ state: 'hidden' });
    scene.complaints = scene.complaints.filter((line) => !/ERR_|Failed to load/.test(line));
  });

  describe('on a phone', () => {
    const phone: BrowserContextOptions = {
      viewport: { width: 360, height: 740 },
      hasTouch: true,
      isMobile: true,
    };

    test('every button of a seven-point scale can be tapped, and no element is wider than the screen', async () => {
      const small = await scene.openPage(phone);
      await ask(chatOf(small, scene.mara), 'scale', '[data-button="scale:7"]');
      const boxes: { width: number; height: number; y: number }[] = await small.evaluate(
        `[...document.querySelectorAll('.scale [data-button]')].map((one) => one.getBoundingClientRect().toJSON())`,
      );
      expect(boxes).toHaveLength(7);
      for (const { width, height } of boxes) expect(Math.min(width, height)).toBeGreaterThanOrEqual(40);
      expect(new Set(boxes.map(({ y }) => y)).size).toBe(1);
      expect(await small.evaluate('document.documentElement.scrollWidth')).toBe(360);
    });

    test('a tab or a swipe changes the chat', async () => {
      const jonas = scene.sandbox.person({ firstName: 'Jonas' });
      const small = await scene.openPage(phone);
      const current = (): Promise<string | null> =>
        small.locator('[aria-current]').getAttribute('data-person');
      await small.locator(`[data-person="${jonas.id}"]`).click();
      await eventually(async () => (await chatOf(small, jonas).boundingBox())?.x === 0);
      await small.evaluate(`document.querySelector('#chats').scrollTo(0, 0)`);
      await eventually(async () => (await current()) === String(scene.mara.id));
    });

    test('the control panel opens over the chats and Escape closes it', async () => {
      const small = await scene.openPage(phone);
      await small.locator('[data-action=toggle-control-panel]').click();
      await small.locator('[data-action=new-invite]').waitFor();
      await small.keyboard.press('Escape');
      await small.locator('[data-action=new-invite]').waitFor({ state: 'hidden' });
    });
  });

  test('every control can be reached with Tab and has a name', async () => {
    await ask(chat, 'question', '[data-button=Yes]');
    await ask(chat, 'photo', '[data-media=photo]');
    const nameless = await page.evaluate(
      `[...document.querySelectorAll('button, a[href], input, textarea, select')].filter((one) => !(one.ariaLabel || one.textContent.trim() || one.title || one.labels?.length)).map((one) => one.outerHTML)`,
    );
    expect(nameless).toEqual([]);
    const reached = new Set<string>();
    await page.locator('body').click({ position: { x: 5, y: 5 } });
    for (let step = 0; step < 45; step += 1) {
      await page.keyboard.press('Tab');
      reached.add(
        String(
          await page.evaluate(
            `document.activeElement.dataset.action ?? document.activeElement.dataset.button ?? document.activeElement.dataset.field ?? document.activeElement.className`,
          ),
        ),
      );
    }
    for (const one of [
      'add-person',
      'new-invite',
      'chat-menu',
      'log',
      'Yes',
      'commands',
      'attach',
      'message',
      'send',
    ]) {
      expect([...reached]).toContain(one);
    }
  });
});

/** True when an element shows its whole text; runs in the page. */
const fitsItsText = (node: { scrollWidth: number; clientWidth: number }): boolean =>
  node.scrollWidth <= node.clientWidth;
