import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { drawPerson } from '../../play/portraits/portrait-photo.ts';
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
    await page.locator('html[data-control-panel=true]').waitFor();
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

  test('goes from an invite to the sealed first phase, which the admin sees', async () => {
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
    await tap(chat, 'about:check:yes');
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
  });

  test('answers the questionnaire and is given a kit', async () => {
    const chat = page.locator('[data-chat][data-role=participant]');
    for (let item = 1; item <= 44; item++) {
      await chat.getByText(`${item}/44`).last().waitFor();
      await chat
        .locator('[data-button^="questionnaire:"]')
        .nth(item % 5)
        .click();
    }
    await tap(chat, 'questionnaire:seal:seal');
    await chat.getByText('Your kit has the code').last().waitFor();
  });

  test('plays the admin: others join, the laboratory delivers, the cohort is frozen, scored and released', async () => {
    await page.locator('[data-field=synthetic-count]').fill('8');
    await page.locator('[data-action=enrol]').click();
    await page.locator('[data-action=sign-in-admin]').click();
    const admin = page.locator('[data-chat][data-role=admin]');
    await admin.locator('[data-action=send]').click();
    await admin.getByText('Signed in as admin').waitFor();
    await page.locator('[data-fact=kits]').getByText('9').waitFor({ timeout: 120_000 });
    await send(admin, '/participants');
    await admin.getByText(/9 of 9 invites used/).waitFor();
    await page.locator('[data-action=deliver-lab]').click();
    await page.getByText('The lab delivered 9 results').waitFor();
    await send(admin, '/freeze');
    await admin.locator('[data-button$=":yes"]').click();
    await admin.getByText('The cohort is frozen with 9 participants').waitFor();
    // The buttons of the question are removed after the tap, because a freeze cannot be undone.
    await admin.locator('[data-button^="freeze:"]').first().waitFor({ state: 'detached' });
    await send(admin, '/score');
    await admin.getByText(/Scored\. People: 9/).waitFor();
    await send(admin, '/release');
    await admin.locator('[data-button$=":yes"]').click();
    await admin.getByText('Released to 9 participants').waitFor();
  });

  test('answers about each profile, and only then gets a report, which opens in the page', async () => {
    const chat = page.locator('[data-chat][data-role=participant]');
    const seal = chat.locator('[data-button="profiles:seal:seal"]');
    for (let person = 0; ; person++) {
      const willing = chat.locator(`[data-button="profiles:w${person}:6"]`);
      // All participants are told of their results at once, and the drawn ones answer at once too.
      await willing.or(seal).waitFor({ timeout: 90_000 });
      if (await seal.isVisible()) break;
      await willing.click();
      await tap(chat, `profiles:m${person}:yes`);
    }
    expect(await chat.getByText('harmonia-report.pdf').count()).toBe(0);
    await seal.click();
    const [shown] = await Promise.all([
      page.waitForResponse((response) => response.headers()['content-type'] === 'application/pdf'),
      chat.getByText('harmonia-report.pdf').click({ timeout: 60_000 }),
    ]);
    expect(shown.ok()).toBe(true);
    await page.locator('[data-action=close-viewer]').click();
    // The newcomer said yes to each profile; a participant who did too is asked about before the closing words.
    const over = chat.getByText('That was the study');
    const introduce = chat.locator('[data-button^="report:P-"][data-button$=":no"]');
    for (;;) {
      await over.or(introduce).last().waitFor();
      const data = await introduce
        .last()
        .getAttribute('data-button', { timeout: 1000 })
        .catch(() => null);
      if (!data) break;
      const asked = chat.locator(`[data-button="${data}"]`);
      await asked.last().click();
      await asked.waitFor({ state: 'detached' });
    }
  });
});
