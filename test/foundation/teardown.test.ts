import { describe, expect, test } from '@jest/globals';
import { createTeardown, withTeardown } from '../../foundation/teardown.ts';

describe('a teardown', () => {
  test('closes the parts one after the other, the last one first, and each once', async () => {
    const teardown = createTeardown();
    const order: string[] = [];
    for (const part of ['database', 'bot', 'server'])
      teardown.defer(async () => {
        order.push(`${part} closes`);
        await Promise.resolve();
        order.push(`${part} is closed`);
      });
    await teardown.close();
    await teardown.close();
    expect(order).toEqual(
      ['server', 'bot', 'database'].flatMap((part) => [`${part} closes`, `${part} is closed`]),
    );
  });

  test('closes the other parts when one fails, and then throws its error', async () => {
    const teardown = createTeardown();
    const closed: string[] = [];
    teardown.defer(() => closed.push('first'));
    teardown.defer(() => Promise.reject(new Error('the bot does not stop')));
    teardown.defer(() => closed.push('last'));
    await expect(teardown.close()).rejects.toThrow('the bot does not stop');
    expect(closed).toEqual(['last', 'first']);
  });

  test('throws the errors of all parts that fail', async () => {
    const teardown = createTeardown();
    for (const message of ['one', 'two']) teardown.defer(() => Promise.reject(new Error(message)));
    await expect(teardown.close()).rejects.toMatchObject({
      errors: [expect.objectContaining({ message: 'two' }), expect.objectContaining({ message: 'one' })],
    });
  });
});

describe('work that opens parts', () => {
  test('has them closed once it has ended, and then gives its result', async () => {
    const order: string[] = [];
    const result = withTeardown(async (opened) => {
      opened.defer(() => order.push('closed'));
      order.push('worked');
      return Promise.resolve('result');
    });
    expect(await result).toBe('result');
    expect(order).toEqual(['worked', 'closed']);
  });

  test('has them closed when it fails, and throws its own error also when closing fails', async () => {
    const order: string[] = [];
    const failing = withTeardown((opened) => {
      opened.defer(() => order.push('closed'));
      opened.defer(() => Promise.reject(new Error('not closed')));
      return Promise.reject(new Error('no database'));
    });
    await expect(failing).rejects.toThrow('no database');
    expect(order).toEqual(['closed']);
  });

  test('throws what closing threw when it succeeded itself', async () => {
    const closing = withTeardown((opened) => {
      opened.defer(() => Promise.reject(new Error('not closed')));
      return Promise.resolve();
    });
    await expect(closing).rejects.toThrow('not closed');
  });
});
