import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Telegram } from 'telegraf';
import type { Update } from 'telegraf/types';
import { createApiClient } from '../../../bot/telegram/api-client.ts';
import { unlimitedPace } from '../../../bot/telegram/pacer.ts';
import { startPolling } from '../../../bot/telegram/polling.ts';
import { createLog } from '../../../foundation/log.ts';
import { createSandbox, type Sandbox } from '../../../sandbox/server.ts';
import { soon } from '../../support/soon.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox();
});
afterAll(() => sandbox.close());

test('an update that keeps failing hides none of 250 newer ones, and is tried again also while the program stops', async () => {
  const [failing, ...others] = Array.from({ length: 26 }, (_, n) => sandbox.person({ firstName: `P${n}` }));
  failing!.send('fails');
  for (const person of others) for (let n = 0; n < 10; n++) person.send(`${n}`);
  const handled: string[] = [];
  let tries = 0;
  const lines: string[] = [];
  const log = createLog({ level: 'info', stream: { write: (line: string) => void lines.push(line) } });
  const api = createApiClient(new Telegram(sandbox.token, { apiRoot: sandbox.url }), { pace: unlimitedPace });
  const handle = async (update: Update): Promise<void> => {
    const { chat, text } = (update as { message: { chat: { id: number }; text: string } }).message;
    if (chat.id !== failing!.id) return void handled.push(`${chat.id} ${text}`);
    if (++tries < 5) throw new Error('this update cannot be stored yet');
    handled.push(text);
  };
  const polling = startPolling(api, handle, { log, allowedUpdates: ['message'], timeoutSeconds: 1 });
  const started = Date.now();
  await soon(() => expect(handled).toHaveLength(250), 5000);
  expect(Date.now() - started).toBeLessThan(3000);
  expect(tries).toBeLessThan(5);
  for (const { id } of others)
    expect(handled.filter((one) => one.startsWith(`${id} `))).toEqual(
      Array.from({ length: 10 }, (_, n) => `${id} ${n}`),
    );
  await polling.stop();
  expect(tries).toBe(5);
  expect(handled.at(-1)).toBe('fails');
  const pending = await api.call<Update[]>('getUpdates', { timeout: 0 });
  expect(pending).toEqual({ outcome: 'done', value: [] });
  expect(lines.join('')).not.toContain('update.lost');
});
