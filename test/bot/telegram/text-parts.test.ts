import { expect, test } from '@jest/globals';
import { partsOf, withoutTags } from '../../../bot/telegram/text-parts.ts';

test('a long text is cut at the ends of lines, and each part has its tags', () => {
  const line = `word &amp; &lt;3 <i>more</i> ${'x'.repeat(70)}\n`;
  const html = `<b>${line.repeat(20)}</b>${line.repeat(40)}`;
  const parts = partsOf(html, 1000);
  expect(parts.length).toBeGreaterThan(5);
  for (const part of parts) {
    expect(part.length).toBeLessThanOrEqual(1000);
    for (const tag of ['b', 'i']) expect(part.split(`<${tag}>`).length).toBe(part.split(`</${tag}>`).length);
    expect(part).not.toMatch(/&(?!amp;|lt;)/);
  }
  const words = (text: string): string => withoutTags(text).replace(/\s+/g, ' ').trim();
  expect(words(parts.join(' '))).toBe(words(html));
  expect(parts[0]).toMatch(/^<b>word/);
  expect(parts.at(-1)).not.toContain('<b>');
});

test('one endless line is cut too, between characters', () => {
  const parts = partsOf('🦊'.repeat(3000), 1000);
  expect(parts.join('')).toBe('🦊'.repeat(3000));
  expect(Math.max(...parts.map(({ length }) => length))).toBeLessThanOrEqual(1000);
});
