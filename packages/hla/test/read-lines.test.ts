import { describe, expect, test } from '@jest/globals';
import { Readable } from 'node:stream';
import { normaliseText } from '../src/normalise-text.ts';
import { builtinReference } from '../src/compare.ts';
import { readLines } from '../src/commands/read-lines.ts';

async function linesOf(chunks: Iterable<Uint8Array>): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of readLines(Readable.from(chunks))) lines.push(line);
  return lines;
}
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('lines of standard input', () => {
  test('end with LF or CRLF, the last one with neither, and empty ones count', async () =>
    expect(await linesOf([bytes('A*01:01\r\n\nA*02'), bytes(':01\nB*07:02')])).toEqual([
      'A*01:01',
      '',
      'A*02:01',
      'B*07:02',
    ]));

  test('may be cut anywhere, even within a character', async () => {
    const whole = bytes('A＊02:01\r\nB*07:02\n');
    expect(await linesOf(Array.from(whole, (byte) => Uint8Array.of(byte)))).toEqual(['A＊02:01', 'B*07:02']);
  });

  test('hold no more than the longest GL string, and the line after a longer one is read', async () => {
    function* spaces() {
      const chunk = bytes(' '.repeat(65_536));
      for (let index = 0; index < 1600; index++) yield chunk;
      yield bytes('\nA*01:01\n');
    }
    const [long = '', next, ...others] = await linesOf(spaces());
    expect([long.length, next, others]).toEqual([200_001, 'A*01:01', []]);
    const { ok, error } = normaliseText(long, { reference: builtinReference() });
    expect([ok, error?.code]).toEqual([false, 'name-too-long']);
  });
});
