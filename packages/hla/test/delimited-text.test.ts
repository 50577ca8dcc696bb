import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type DelimitedRecord, delimitedRecords } from '../src/lab-file/delimited-text.ts';
import { defaultLimits } from '../src/lab-file/limits.ts';

const limits = { ...defaultLimits, rows: 6, cells: 5, cellCharacters: 7 };

/** The rules of the reader once more, one character after the other. */
function* slowRecords(text: string): Generator<DelimitedRecord, void> {
  let at = 0;
  for (let row = 1; at < text.length; row++) {
    const cells: string[] = [];
    for (;;) {
      let cell = '';
      if (text[at] === '"') {
        for (at++; text[at] !== '"' || text[++at] === '"'; at++) {
          if (at >= text.length) {
            yield { row, refused: 'quote-open' };
            return;
          }
          cell += text[at]!;
        }
      }
      while (at < text.length && !',\r\n'.includes(text[at]!)) cell += text[at++]!;
      if (cell.length > limits.cellCharacters) {
        yield { row, refused: 'cell-too-long' };
        return;
      }
      cells.push(cell);
      if (cells.length > limits.cells) {
        yield { row, refused: 'too-many-cells' };
        return;
      }
      if (text[at] !== ',') break;
      at++;
    }
    if (text[at] === '\r') at++;
    if (text[at] === '\n') at++;
    if (row > limits.rows + 1) {
      yield { row, refused: 'too-many-rows' };
      return;
    }
    if (cells.some((cell) => cell.trim() !== '')) yield { row, cells };
  }
}

const pieces = fc.constantFrom(
  'a',
  'bc',
  'defg',
  'A*02:01',
  ' ',
  ',',
  ',',
  '\n',
  '\n',
  '\r\n',
  '\r',
  '"',
  '""',
  ';',
);
const texts = fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join(''));

describe('the reader of delimited text', () => {
  test('cuts rows in one step where it may, and ends where reading cell by cell does', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect([...delimitedRecords(text, ',', limits)]).toEqual([...slowRecords(text)]);
      }),
      { numRuns: 3000, seed: 12 },
    );
  });

  test('leaves out cells that are not asked for, and no row and no refusal', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 3 }), (text, needed) => {
        const shorten = (records: Iterable<DelimitedRecord>) =>
          [...records].map((record) =>
            'cells' in record ? { ...record, cells: record.cells.slice(0, needed) } : record,
          );
        expect(shorten(delimitedRecords(text, ',', limits, () => needed))).toEqual(
          shorten(delimitedRecords(text, ',', limits)),
        );
      }),
      { numRuns: 2000, seed: 12 },
    );
  });

  test('takes time in proportion to the text, whatever ends its lines', () => {
    for (const end of ['\r', '\n', '\r\n']) {
      const text = `a,b${end}`.repeat(150_000);
      let rows = 0;
      for (const record of delimitedRecords(text, ',', defaultLimits)) rows += 'cells' in record ? 1 : 0;
      expect(rows).toBe(150_000);
    }
  });
});
