import { describe, expect, test } from '@jest/globals';
import { createSemaphore } from '../../foundation/semaphore.ts';

/** Work that ends when it is told to. */
function jobs(): {
  start: (name: string) => () => Promise<string>;
  end: (name: string) => void;
  log: string[];
} {
  const log: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    log,
    start: (name) => async () => {
      log.push(name);
      await new Promise<void>((resolve) => ends.set(name, resolve));
      return name;
    },
    end: (name) => ends.get(name)!(),
  };
}
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('slots', () => {
  test('let as many work as there are places, and the others in line', async () => {
    const { start, end, log } = jobs();
    const slots = createSemaphore(2);
    const all = ['a', 'b', 'c', 'd'].map((name) => slots.run(start(name)));
    await settled();
    expect(log).toEqual(['a', 'b']);
    end('b');
    await settled();
    expect(log).toEqual(['a', 'b', 'c']);
    end('a');
    await settled();
    for (const name of ['c', 'd']) end(name);
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('give the place on when work fails, and never to somebody who came later', async () => {
    const { start, end, log } = jobs();
    const slots = createSemaphore(1);
    const late: Promise<string>[] = [];
    const failing = slots
      .run(async () => Promise.reject(new Error('failed')))
      .catch(() => void late.push(slots.run(start('late'))));
    const waiting = slots.run(start('waiting'));
    await failing;
    await settled();
    expect(log).toEqual(['waiting']);
    end('waiting');
    await waiting;
    await settled();
    end('late');
    expect(await Promise.all(late)).toEqual(['late']);
  });

  test('refuse whoever finds the line full', async () => {
    const { start, end } = jobs();
    const slots = createSemaphore(1, 1);
    const first = slots.run(start('first'));
    const second = slots.run(start('second'));
    await expect(slots.run(start('third'))).rejects.toMatchObject({ code: 'too-many-requests' });
    end('first');
    await first;
    await settled();
    end('second');
    expect(await second).toBe('second');
    const fourth = slots.run(start('fourth'));
    await settled();
    end('fourth');
    expect(await fourth).toBe('fourth');
  });
});
