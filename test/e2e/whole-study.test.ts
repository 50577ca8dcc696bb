import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { drawPerson } from '../../engine/visual/drawing/portrait-photo.ts';
import { processesNaming, type Program, startProgram } from '../fault/program.ts';
import { hasBrowser, inBrowser, launchBrowser } from './chat-browser.ts';

(hasBrowser ? describe : describe.skip)(inBrowser('a newcomer alone with the program and a browser'), () => {
  let folder: string;
  let program: Program;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'harmonia-walk-'));
    program = startProgram({ DATA_DIR: join(folder, 'data') });
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto((await program.ready()).page);
    await page.locator('html[data-desk=true]').waitFor();
  });
  afterAll(async () => {
    await browser.close();
    program.kill('SIGINT');
    await program.ended();
    for (const pid of processesNaming(folder)) process.kill(pid, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  const tap = (chat: Locator, data: string): Promise<void> =>
    chat.locator(`[data-button="${data}"]`).last().click({ timeout: 30_000 });
  const send = async (chat: Locator, text: string): Promise<void> => {
    await chat.locator('[data-field=message]').fill(text);
    await chat.locator('[data-action=send]').click();
  };

  test('gets from an invite to the sealed first phase, and sees the admin’s view of it', async () => {
    await page.locator('[data-action=new-invite]').click();
    await page.locator('[data-action=open-invite]').click();
    const chat = page.locator('[data-chat][data-role=participant]');
    await tap(chat, 'language:choice:en');
    await tap(chat, 'adult:adult:yes');
    for (const purpose of ['face', 'personality', 'genetic', 'matching', 'research'])
      await tap(chat, `consent:${purpose}:yes`);
    await chat.getByText('e-mail address').last().waitFor();
    await send(chat, 'newcomer@example.org');
    await tap(chat, 'account:password:skip');
    await tap(chat, 'about:sex:female');
    await tap(chat, 'about:seeks:male');
    for (const [question, answer] of [
      ['year were you born', '1990'],
      ['youngest age', '20'],
      ['oldest', '60'],
      ['call you', 'Newcomer'],
    ] as const) {
      await chat.getByText(question).last().waitFor();
      await send(chat, answer);
    }
    await chat.getByText('one photo of your face').last().waitFor();
    const selfie = join(folder, 'selfie.jpg');
    writeFileSync(selfie, await drawPerson('newcomer', 'female'));
    await chat.locator('[data-action=attach]').click();
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.locator('[data-action=attach-photo]').click(),
    ]);
    await chooser.setFiles(selfie);
    await page.locator('[data-action=send-files]').click();
    await tap(chat, 'selfie:preview:yes');
    for (let face = 0; face < 14; face++) await tap(chat, `calibration:c${face}:${1 + (face % 4)}`);
    await tap(chat, 'calibration:seal:seal');
    await chat.getByText('1/44').last().waitFor();

    await page.locator('[data-action=sign-in-admin]').click();
    const admin = page.locator('[data-chat][data-role=admin]');
    await admin.locator('[data-action=send]').click();
    await admin.getByText('Signed in as admin').waitFor();
    await send(admin, '/participants');
    await admin.getByText(/1 of 1 invites used/).waitFor();
    expect(await page.locator('[data-fact=participants]').innerText()).toContain('1');
  });
});
