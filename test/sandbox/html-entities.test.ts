import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { entitiesToHtml } from '../../sandbox/bot-api/entity-html.ts';
import { formatText } from '../../sandbox/bot-api/formatted-text.ts';
import { parseHtml } from '../../sandbox/bot-api/html-entities.ts';

const tags = {
  b: 'bold',
  i: 'italic',
  u: 'underline',
  s: 'strikethrough',
  'tg-spoiler': 'spoiler',
  code: 'code',
  blockquote: 'blockquote',
} as const;
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

interface Piece {
  html: string;
  text: string;
}
const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
/** Generates nested markup together with the text that it shows. */
const { piece } = fc.letrec<{ piece: Piece; leaf: Piece; node: Piece }>((tie) => ({
  piece: fc.oneof({ maxDepth: 4 }, tie('leaf'), tie('node')),
  leaf: words.map((text) => ({ text, html: escaped(text) })),
  node: fc
    .tuple(
      fc.constantFrom(...(Object.keys(tags) as (keyof typeof tags)[])),
      fc.array(tie('piece'), { maxLength: 3 }),
    )
    .map(([tag, inner]) => ({
      text: inner.map(({ text }) => text).join(''),
      html: `<${tag}>${inner.map(({ html }) => html).join('')}</${tag}>`,
    })),
}));

describe('Telegram HTML', () => {
  test('nested markup gives the text that it shows, and entities inside it', () => {
    fc.assert(
      fc.property(piece, ({ html, text }) => {
        const parsed = parseHtml(html);
        expect(parsed.text).toBe(text);
        for (const { offset, length } of parsed.entities) {
          expect(length).toBeGreaterThan(0);
          expect(offset + length).toBeLessThanOrEqual(text.length);
        }
        // In well-nested markup two entities are apart, or one contains the other.
        for (const a of parsed.entities) {
          for (const b of parsed.entities) {
            const isApart = a.offset + a.length <= b.offset || b.offset + b.length <= a.offset;
            const holds = (x: typeof a, y: typeof a): boolean =>
              x.offset <= y.offset && y.offset + y.length <= x.offset + x.length;
            expect(isApart || holds(a, b) || holds(b, a)).toBe(true);
          }
        }
      }),
      { seed: 7, numRuns: 150 },
    );
  });

  test('an escaped text is read as the text itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(parseHtml(escaped(text))).toEqual({ text, entities: [] });
      }),
      { seed: 7, numRuns: 150 },
    );
  });

  test('any source is read as safe HTML or refused with a sentence of the real server', () => {
    const soup = fc.array(
      fc.constantFrom(
        '<',
        '>',
        '</',
        '/',
        '"',
        '=',
        ' ',
        '&',
        ';',
        '#',
        'b',
        'a',
        'href',
        'script',
        'x',
        'é',
        '🙂',
        '&lt',
        '&#60;',
      ),
      { maxLength: 25 },
    );
    fc.assert(
      fc.property(soup, (parts) => {
        let parsed;
        try {
          parsed = parseHtml(parts.join(''));
        } catch (error) {
          expect((error as Error).message).toMatch(/^Bad Request: can't parse entities: [A-Z]/);
          return;
        }
        const shown = entitiesToHtml(parsed.text, parsed.entities);
        const open: string[] = [];
        for (const [, slash, name, rest] of shown.matchAll(/<(\/?)([a-z]+)([^<>]*)>/g)) {
          expect(rest).toMatch(/^( (class|href|target|rel)="[^"<>]*")*$/);
          if (slash === '') open.push(name!);
          else expect(open.pop()).toBe(name);
        }
        expect(open).toEqual([]);
        const visible = shown.replace(/<[^<>]*>/g, '');
        expect(visible).toBe(escaped(parsed.text));
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  const readings: readonly (readonly [string, string, object[]])[] = [
    ['<b>a</b> &lt; b', 'a < b', [{ type: 'bold', offset: 0, length: 1 }]],
    ['🙂<i>x</i>', '🙂x', [{ type: 'italic', offset: 2, length: 1 }]],
    ['<b></b>x', 'x', []],
    ['<STRONG>x</>', 'x', [{ type: 'bold', offset: 0, length: 1 }]],
    [
      '<a href="https://example.org">x</a>',
      'x',
      [{ type: 'text_link', offset: 0, length: 1, url: 'https://example.org/' }],
    ],
    ['<a href="nowhere">x</a>', 'x', []],
    [
      "<a href='example.org?a=1&amp;b=2'>x</a>",
      'x',
      [{ type: 'text_link', offset: 0, length: 1, url: 'http://example.org/?a=1&b=2' }],
    ],
    ['<span class="tg-spoiler">x</span>', 'x', [{ type: 'spoiler', offset: 0, length: 1 }]],
    ['<blockquote expandable>x</blockquote>', 'x', [{ type: 'expandable_blockquote', offset: 0, length: 1 }]],
    [
      '<pre><code class="language-ts">x</code></pre>',
      'x',
      [{ type: 'pre', offset: 0, length: 1, language: 'ts' }],
    ],
    [
      '<code class="language-ts"><pre>x</pre></code>',
      'x',
      [{ type: 'pre', offset: 0, length: 1, language: 'ts' }],
    ],
    [
      '<pre>y<code class="language-ts">x</code></pre>',
      'yx',
      [
        { type: 'pre', offset: 0, length: 2 },
        { type: 'code', offset: 1, length: 1 },
      ],
    ],
    ['&#128578;&#x41;&copy;&', '🙂A&copy;&', []],
  ];
  test.each(readings)('%s', (source, text, entities) => {
    expect(parseHtml(source)).toEqual({ text, entities });
  });

  const refusals: readonly (readonly [string, string])[] = [
    ['é<p>x</p>', 'Unsupported start tag "p" at byte offset 2'],
    ['a < b', 'Unsupported start tag "" at byte offset 2'],
    ['<b', 'Unclosed start tag at byte offset 0'],
    ['<b>x', `Can't find end tag corresponding to start tag "b"`],
    ['x</b>', 'Unexpected end tag at byte offset 1'],
    ['<b>x</b', 'Unclosed end tag at byte offset 4'],
    ['<b><i>test</b></i>', 'Unmatched end tag at byte offset 10, expected "</i>", found "</b>"'],
    ['<span class="x">y</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
    ['<a =x>y</a>', 'Empty attribute name in the tag "a" at byte offset 3'],
    ['<a href>y</a>', 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'],
    ['<a href=a/b>y</a>', 'Unexpected end of name token at byte offset 8'],
    ['<a href="x', 'Unclosed start tag at byte offset 0'],
    ['<tg-emoji emoji-id="9999999999999999999">x</tg-emoji>', 'Invalid custom emoji identifier specified'],
  ];
  test.each(refusals)('%s is refused', (source, reason) => {
    expect(() => parseHtml(source)).toThrow(`Bad Request: can't parse entities: ${reason}`);
  });
});

describe('a formatted text', () => {
  test('loses surrounding white space and its entities move with it', () => {
    expect(formatText('  <b> a </b>\n', 'HTML', undefined)).toEqual({
      text: 'a',
      entities: [{ type: 'bold', offset: 0, length: 1 }],
    });
  });

  test('has its links and commands found, but not inside code', () => {
    expect(formatText('/help <code>/no</code> example.com', 'HTML', undefined).entities).toEqual([
      { type: 'bot_command', offset: 0, length: 5 },
      { type: 'code', offset: 6, length: 3 },
      { type: 'url', offset: 10, length: 11 },
    ]);
  });

  test('shows overlapping entities well nested', () => {
    const overlapping = [
      { type: 'bold', offset: 0, length: 4 },
      { type: 'italic', offset: 2, length: 4 },
    ] as const;
    expect(entitiesToHtml('abcdef', [...overlapping])).toBe('<b>ab<i>cd</i></b><i>ef</i>');
  });

  test('in another parse mode is refused', () => {
    expect(() => formatText('*x*', 'MarkdownV2', undefined)).toThrow('HTML only');
  });
});
