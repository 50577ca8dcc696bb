import { describe, expect, test } from '@jest/globals';
import { readCell } from '../src/lab-file/cell.ts';
import { writeName } from '../src/name.ts';

function show(text: string): string {
  const read = readCell(text, 'A');
  if (!read.ok) return `${read.error.code}@${read.error.position}`;
  return read.value.kind === 'names' ? read.value.names.map(writeName).join('/') : read.value.kind;
}

describe('the cell of one copy', () => {
  test.each([
    ['A*02:01/A*02:09', 'A*02:01/A*02:09'],
    ['A*02:01;A*02:09', 'A*02:01/A*02:09'],
    ['A*02:01, A*02:09', 'A*02:01/A*02:09'],
    ['02:01,02:09', 'A*02:01/A*02:09'],
    ['A*02:01/09;', 'A*02:01/A*02:09'],
    ["A*02:01'", 'A*02:01'],
    ['0,559722222', 'excel-time@0'],
    ['A*02:01;;A*02:09', 'gl-empty-part@8'],
  ])('holds alternatives as programs write them: %s', (text, expected) => expect(show(text)).toBe(expected));
});
