import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContextOptions, type Locator, type Page } from 'playwright-core';
import type { ControlPanel } from '../../sandbox/control-panel.ts';
import { createSandbox, type Person, type Sandbox } from '../../sandbox/server.ts';
import { startScriptedBot, type ScriptedBot } from './scripted-bot.ts';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const timeoutMilliseconds = 20_000;

/** True when Chromium is installed. Where CI is set it has to be: the tests then fail instead of being skipped. */
export const hasBrowser = existsSync(executablePath) || Boolean(process.env.CI);

/** The name of a group of tests, with a reason when there is no browser and it is skipped. */
export const inBrowser = (name: string): string =>
  hasBrowser ? name : `${name} (skipped: no Chromium at ${executablePath})`;

/** Starts Chromium without a window and without network requests of its own. */
export function launchBrowser(): Promise<Browser> {
  const quiet = ['gpu', 'quic', 'background-networking', 'component-update', 'sync'];
  return chromium.launch({
    executablePath,
    args: ['--headless', '--no-sandbox', '--no-first-run', ...quiet.map((one) => `--disable-${one}`)],
  });
}

/** A sandbox with a scripted bot, one participant called Mara, and a control panel that only counts. */
export interface Scene {
  sandbox: Sandbox;
  bot: ScriptedBot;
  mara: Person;
  controlPanel: { hours: number; enrolled: number };
  study: ControlPanel;
  /** The uncaught errors and console errors of the pages. */
  complaints: string[];
  openPage(options?: BrowserContextOptions, path?: string): Promise<Page>;
  /** Closes every page and server. */
  close(): Promise<void>;
}

/** Starts the sandbox and the bot; pages open at 1440 x 900 unless `options` give another size. */
export async function createScene(browser: Browser): Promise<Scene> {
  const controlPanel = { hours: 0, enrolled: 0 };
  const study = plainStudy(controlPanel, () => scene.sandbox);
  const sandbox = await createSandbox({ controlPanel: () => study });
  const scene: Scene = {
    sandbox,
    bot: startScriptedBot(sandbox),
    mara: sandbox.person({ firstName: 'Mara', role: 'participant' }),
    controlPanel,
    study,
    complaints: [],
    async openPage(options = {}, path = '/') {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
      const page = await context.newPage();
      page.on('pageerror', (error) => scene.complaints.push(error.message));
      page.on('console', (line) => line.type() === 'error' && scene.complaints.push(line.text()));
      await page.goto(scene.sandbox.url + path);
      await page.waitForSelector('html[data-connection=live]');
      return page;
    },
    async close() {
      await Promise.all(browser.contexts().map((context) => context.close()));
      await scene.bot.stop();
      await scene.sandbox.close();
    },
  };
  return scene;
}

function plainStudy(controlPanel: Scene['controlPanel'], sandbox: () => Sandbox): ControlPanel {
  const now = (): Date => new Date(Date.UTC(2026, 0, 1, controlPanel.hours));
  return {
    status: () =>
      Promise.resolve({
        now: now().toISOString(),
        participants: controlPanel.enrolled,
        waitingKits: 3,
        steps:
          controlPanel.enrolled === 0
            ? []
            : [
                { label: 'Visual', count: controlPanel.enrolled },
                { label: 'Sealed', count: 0 },
              ],
        cohort: 'open',
        staff: [
          { role: 'admin', login: '/signin ADMIN-1' },
          { role: 'researcher', login: '/signin RESEARCH-1' },
        ],
      }),
    invite: () => Promise.resolve({ code: 'CODE7', url: 'https://t.me/harmonia_sandbox_bot?start=CODE7' }),
    enrol(count) {
      controlPanel.enrolled += count;
      for (let index = 1; index <= count; index += 1) {
        sandbox().person({ firstName: `Synthetic ${index}`, role: 'synthetic' });
      }
      return Promise.resolve(count);
    },
    deliverLab: () => Promise.resolve('Three kits were reported.'),
    advance(hours) {
      controlPanel.hours += hours;
      return Promise.resolve(now());
    },
  };
}

/** The column of one person's chat. */
export const chatOf = (page: Page, person: { id: number }): Locator =>
  page.locator(`[data-chat="${person.id}"]`);

/** The newest message of a chat. */
export const lastMessage = (chat: Locator): Locator => chat.locator('article[data-message]').last();

/** Writes a text and sends it with Enter. */
export async function write(chat: Locator, text: string): Promise<void> {
  await chat.locator('[data-field=message]').fill(text);
  await chat.locator('[data-field=message]').press('Enter');
}

/** Writes a word to the scripted bot and waits for an answer with an element that matches `selector`. */
export async function ask(chat: Locator, word: string, selector: string): Promise<Locator> {
  await write(chat, word);
  const found = chat.locator(selector).last();
  await found.waitFor();
  return found;
}

/** Resolves once `look` holds and rejects after twenty seconds. */
export async function eventually(look: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + timeoutMilliseconds;
  while (!(await look())) {
    if (Date.now() > deadline) throw new Error(`this never held: ${look.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
