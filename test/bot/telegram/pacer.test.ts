import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { createPacer, type Paced } from '../../../bot/telegram/pacer.ts';

const pace = { perChat: 2, chatMs: 100, changesPerChat: 4, changeMs: 200, overall: 100, allMs: 10 };

/** Runs these calls for a chat at once; resolves with the milliseconds after which each began. */
async function runAll(
  pacer: ReturnType<typeof createPacer>,
  chatId: number,
  calls: Paced[],
): Promise<number[]> {
  const started = performance.now();
  return Promise.all(calls.map((what) => pacer.run(chatId, what, async () => performance.now() - started)));
}

test('edits of a chat go past its messages, and all together keep to the longer window', async () => {
  const pacer = createPacer(pace);
  const times = await runAll(pacer, 1, [
    'message',
    'message',
    'message',
    'change',
    'change',
    'change',
    'change',
  ]);
  const [first, second, third, ...changes] = times;
  expect(Math.max(first!, second!, changes[0]!, changes[1]!)).toBeLessThan(90);
  expect(third).toBeGreaterThan(190);
  expect(Math.min(changes[2]!, changes[3]!)).toBeGreaterThan(190);
});

test('a chat with many edits waits alone, and a chat that waits for an answer goes first', async () => {
  const pacer = createPacer({ ...pace, overall: 2, allMs: 60 });
  const order: string[] = [];
  const run = (name: string, chatId: number): Promise<void> =>
    pacer.run(chatId, 'change', async () => void order.push(name));
  const busy = Array.from({ length: 6 }, (_, n) => run(`busy ${n}`, 1));
  const job = run('job', 2);
  const rest = pacer.prefer(3);
  const tapped = run('tapped', 3);
  await Promise.all([tapped, job]);
  rest();
  expect(order.indexOf('tapped')).toBe(2);
  expect(order.indexOf('job')).toBeLessThan(order.indexOf('busy 4') < 0 ? Infinity : order.indexOf('busy 4'));
  await Promise.all([...busy, sleep(1)]);
});
