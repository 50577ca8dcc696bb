import { describe, expect, test } from '@jest/globals';
import { HarmoniaError } from '../../foundation/errors.ts';
import { createLog, type Log, type LogFields, readable } from '../../foundation/log.ts';

const token = '123456789:AAH-abcdefghijklmnopqrstuvwxyz012345';

function captured(level: 'info' | 'silent' = 'info', chatKey?: Buffer): { log: Log; lines: string[] } {
  const lines: string[] = [];
  const stream = { write: (line: string) => void lines.push(line) };
  return { log: createLog({ level, stream, ...(chatKey ? { chatKey } : {}) }), lines };
}

const parsed = (lines: string[]) => lines.map((line) => JSON.parse(line) as Record<string, unknown>);

describe('a log line', () => {
  test('carries the named fields and drops every other', () => {
    const { log, lines } = captured();
    const fields = { event: 'update.handled', durationMs: 12, email: 'ann@example.org', text: 'hello' };
    log.info(fields, 'handled');
    expect(parsed(lines)).toEqual([
      { level: 'info', time: expect.any(String), event: 'update.handled', durationMs: 12, msg: 'handled' },
    ]);
  });

  test('does not carry an object as the value of a known field', () => {
    const { log, lines } = captured();
    log.info({ reason: { email: 'ann@example.org' } } as unknown as LogFields, 'x');
    expect(lines[0]).not.toContain('ann');
  });

  test('shows a chat as a hash that depends on the key, and does not contain the chat id', () => {
    const key = Buffer.alloc(32, 7);
    const [one, other] = [captured('info', key), captured('info', key)];
    one.log.info({ chat: '5551234567' }, 'x');
    other.log.child({ chat: '5551234567' }).info({}, 'x');
    captured('info').log.info({ chat: '5551234567' }, 'x');
    const tag = parsed(one.lines)[0]?.['chat'];
    expect(tag).toMatch(/^[0-9a-f]{10}$/);
    expect(parsed(other.lines)[0]?.['chat']).toBe(tag);
    const strange = captured('info');
    strange.log.info({ chat: '5551234567' }, 'x');
    expect(parsed(strange.lines)[0]?.['chat']).not.toBe(tag);
  });

  test.each([
    `https://api.telegram.org/bot${token}/getMe`,
    `https://api.telegram.org/file/bot${token}/photos/1.jpg`,
    `token ${token} is wrong`,
  ])('does not contain the bot token of: %s', (text) => {
    const { log, lines } = captured();
    log.warn({ reason: text }, text);
    log.caught(new HarmoniaError('bad-request', text), {}, text);
    log.caught(new TypeError(text), {});
    expect(lines).toHaveLength(3);
    expect(lines.join('')).not.toContain('AAH-');
  });

  test('is not written below the level', () => {
    const { log, lines } = captured();
    log.debug({}, 'quiet');
    log.info({}, 'loud');
    expect(parsed(lines).map((line) => line['msg'])).toEqual(['loud']);
  });
});

describe('an error', () => {
  test('is logged at the level of its code', () => {
    const { log, lines } = captured();
    log.caught(new HarmoniaError('invite-used', 'invite was used'), { job: 'x' }, 'refused');
    log.caught(new HarmoniaError('ciphertext-invalid', 'does not decrypt'), {});
    log.caught(new Error('?'), {});
    expect(parsed(lines).map((line) => line['level'])).toEqual(['info', 'error', 'error']);
    expect(parsed(lines)[0]).toMatchObject({ code: 'invite-used', detail: 'invite was used', job: 'x' });
  });

  test('of a library is logged with its name and stack frames, but without its message', () => {
    const { log, lines } = captured();
    class DatabaseError extends Error {
      override name = 'DatabaseError';
    }
    log.caught(new DatabaseError('duplicate key (email)=(ann@example.org)'), {});
    expect(lines[0]).not.toContain('ann@');
    expect(parsed(lines)[0]).toMatchObject({
      error: 'DatabaseError',
      at: expect.stringContaining('log.test'),
    });
  });

  test('of a system call is logged with its message', () => {
    const { log, lines } = captured();
    log.caught(Object.assign(new Error('EACCES: /data'), { code: 'EACCES', syscall: 'open' }), {});
    expect(parsed(lines)[0]).toMatchObject({ code: 'EACCES', detail: 'EACCES: /data' });
  });
});

test('a line on a terminal has the time, the level, the message and then the fields', () => {
  const { log, lines } = captured();
  log.info({ address: 'http://127.0.0.1:8080', count: 2 }, 'listening');
  expect(readable(lines[0] ?? '')).toMatch(
    /^\d\d:\d\d:\d\d info {2}listening {2}address=http:\/\/127\.0\.0\.1:8080 {2}count=2\n$/,
  );
});
