import { describe, expect, test } from '@jest/globals';
import { readCell, readGenotypeCell } from '../src/lab-file/cell.ts';
import { writeName } from '../src/name.ts';
import { writeGenotypes } from '../src/typing.ts';

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

describe('the cell of both copies', () => {
  function both(text: string): string {
    const read = readGenotypeCell(text, 'A');
    return read.ok ? writeGenotypes(read.value ?? []) : `${read.error.code}@${read.error.position}`;
  }

  test.each([
    ['A*01:01+A*02:01', 'HLA-A*01:01+HLA-A*02:01'],
    ['01:01, 02:01', 'HLA-A*01:01+HLA-A*02:01'],
    ['01:01 02:01', 'HLA-A*01:01+HLA-A*02:01'],
    ['A*01:01  A*02:01', 'HLA-A*01:01+HLA-A*02:01'],
    ['A*24:02 (?)', 'HLA-A*24:02'],
    ['A 24:02', 'HLA-A*24:02'],
    ['A*02:01/A*02:07', 'HLA-A*02:01/HLA-A*02:07'],
  ])('holds the copies as programs write them: %s', (text, expected) => expect(both(text)).toBe(expected));

  test.each(['A*01:01/A*02:01', '01:01/02:01', 'A1/A2'])(
    'with a slash between alleles that are too different for one copy is refused: %s',
    (text) => expect(both(text)).toBe('slash-between-copies@0'),
  );
});
