import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { richText } from '../../../bot/telegram/rich-text.ts';

const textOf = (...blocks: object[]): string => richText({ blocks: blocks as never });

describe('the words of a rich message', () => {
  test('stand one block a line, without formatting, pictures and dividers', () => {
    expect(
      textOf(
        { type: 'heading', size: 1, text: 'Me' },
        { type: 'divider' },
        {
          type: 'paragraph',
          text: ['born ', { type: 'bold', text: ['in ', { type: 'italic', text: '1990' }] }],
        },
        { type: 'paragraph', text: [{ type: 'custom_emoji', custom_emoji_id: '1', alternative_text: '🙂' }] },
        { type: 'list', items: [{ label: '1', blocks: [{ type: 'paragraph', text: 'tea' }] }] },
        { type: 'details', summary: 'More', blocks: [{ type: 'blockquote', blocks: [{ text: 'quoted' }] }] },
        { type: 'photo', photo: [{ file_id: 'x' }], caption: { text: 'a picture', credit: 'Kim' } },
        { type: 'table', cells: [[{ text: 'a' }, { text: 'b' }], [{ text: 'c' }]], caption: ['a ', 'table'] },
      ),
    ).toBe('Me\nborn in 1990\n🙂\ntea\nMore\nquoted\na picture\na · b\nc\na table');
  });

  test('end after 4096 characters and 16 levels', () => {
    expect(textOf({ text: 'x'.repeat(50_000) })).toHaveLength(4096);
    let deep: object = { text: 'bottom' };
    for (let level = 0; level < 40; level++) deep = { blocks: [deep] };
    expect(textOf({ text: 'top' }, deep)).toBe('top');
  });

  test('are read from any shape without an error', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (blocks) => {
        expect(typeof richText({ blocks: blocks as never })).toBe('string');
      }),
      { seed: 13, numRuns: 300 },
    );
  });
});
