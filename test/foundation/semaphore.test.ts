import { describe, expect, test } from '@jest/globals';
import { createSemaphore } from '../../foundation/semaphore.ts';

/** Work that notes its start in `log` and ends when the test calls `end`. */
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

describe('a semaphore', () => {
  test('runs as many calls at once as it has permits, and the others in their order', async () => {
    const { start, end, log } = jobs();
    const semaphore = createSemaphore(2);
    const all = ['a', 'b', 'c', 'd'].map((name) => semaphore.run(start(name)));
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

  test('passes the permit of failed work to the first waiting call, before any later call', async () => {
    const { start, end, log } = jobs();
    const semaphore = createSemaphore(1);
    const late: Promise<string>[] = [];
    const failing = semaphore
      .run(async () => Promise.reject(new Error('failed')))
      .catch(() => void late.push(semaphore.run(start('late'))));
    const waiting = semaphore.run(start('waiting'));
    await failing;
    await settled();
    expect(log).toEqual(['waiting']);
    end('waiting');
    await waiting;
    await settled();
    end('late');
    expect(await Promise.all(late)).toEqual(['late']);
  });

  test('refuses a call when as many wait as may wait, and accepts calls again afterwards', async () => {
    const { start, end } = jobs();
    const semaphore = createSemaphore(1, 1);
    const first = semaphore.run(start('first'));
    const second = semaphore.run(start('second'));
    await expect(semaphore.run(start('third'))).rejects.toMatchObject({ code: 'too-many-requests' });
    end('first');
    await first;
    await settled();
    end('second');
    expect(await second).toBe('second');
    const fourth = semaphore.run(start('fourth'));
    await settled();
    end('fourth');
    expect(await fourth).toBe('fourth');
  });
});
