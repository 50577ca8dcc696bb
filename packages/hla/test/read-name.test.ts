import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { writeName } from '../src/name.ts';
import { readName } from '../src/read-name.ts';
import type { Locus } from '../src/locus.ts';

function show(text: string, locus?: Locus): string {
  const read = readName(text, locus === undefined ? {} : { locus });
  if (!read.ok) return `${read.error.code}@${read.error.position}`;
  const name = read.value.kind === 'other' ? `other ${read.value.gene}` : writeName(read.value);
  return [name, ...read.warnings.map(({ code }) => code)].join(' ');
}

describe('a name', () => {
  test.each([
    ['A*01:01', 'A*01:01'],
    ['HLA-A*02:1040', 'A*02:1040'],
    [' A*02:01:01:01 ', 'A*02:01:01:01'],
    ['A*24:02:01:02L', 'A*24:02:01:02L low-expression'],
    ['A*24:09N', 'A*24:09N not-expressed'],
    ['B*44:02:01:02S', 'B*44:02:01:02S surface-expression-uncertain'],
    ['A*02:01P', 'A*02:01P'],
    ['A*01:01:01G', 'A*01:01:01G'],
    ['A*01:01g', 'A*01:01g'],
    ['DRB1*15:XX', 'DRB1*15:XX'],
    ['A*09:XX', 'A*09:XX'],
    ['A*01:AB', 'A*01:AB'],
    ['A*01', 'A*01:XX one-field'],
    ['A*UUUU', 'A*UUUU typing-unknown'],
  ])('of today is read: %s', (text, expected) => expect(show(text)).toBe(expected));

  test.each([
    ['hla-a*24:02', 'A*24:02 spelling'],
    ['HLA-A_02:01', 'A*02:01 spelling'],
    ['A02:01', 'A*02:01 spelling'],
    ['A 02:01', 'A*02:01 spelling'],
    ['A\uff0a02\uff1a01', 'A*02:01 spelling'],
    ['HLA\u2013A*02:01', 'A*02:01 spelling'],
    ['HLA-A0201', 'A*02:01 v2-name'],
    ['DRB1_0101', 'DRB1*01:01 spelling v2-name'],
    ['DR*15:01', 'DRB1*15:01 locus-alias'],
    ['A*1:01', 'A*01:01 padded'],
  ])('in a sloppy spelling is read: %s', (text, expected) => expect(show(text)).toBe(expected));

  test.each([
    ['A*0201', 'A*02:01 v2-name'],
    ['A*02010101', 'A*02:01:01:01 v2-name'],
    ['A*9204', 'A*02:104 v2-name'],
    ['B*9501', 'B*15:101 v2-name'],
    ['B*9530', 'B*15:27:02 v2-name renamed'],
    ['A*1150', 'A*11:50Q v2-name renamed questionable-expression'],
    ['A*02ZB', 'A*02:ZB v2-name'],
    ['A*66:AV', 'A*66:AV'],
    ['B*15:SV', 'B*15:SV'],
    ['B*15:VAR', 'B*15:VAR'],
    ['B*15SV', 'B*15:SV v2-name'],
    ['A*02:01Nv', 'A*02:NEW spelling novel'],
    ['B*7901', 'B*15:18 v2-name renamed'],
    ['DRB1*15011', 'DRB1*15:01:01 v2-name'],
  ])('from before 2010 is converted: %s', (text, expected) => expect(show(text)).toBe(expected));

  test.each([
    ['A2', 'A2 antigen-level'],
    ['A24(9)', 'A24 antigen-level'],
    ['DR17(3)', 'DR17 antigen-level'],
    ['DR3(17)', 'DR17 antigen-level'],
    ['B5102', 'B5102 antigen-level allele-like-antigen'],
    ['A203', 'A203 antigen-level allele-like-antigen'],
    ['DR103', 'DR103 antigen-level allele-like-antigen'],
  ])('of an antigen is read: %s', (text, expected) => expect(show(text)).toBe(expected));

  test.each([
    ['DR51', 'other DR51 other-gene-ignored'],
    ['DR53', 'other DR53 other-gene-ignored'],
    ['DRB3*01:01', 'other DRB3 other-gene-ignored'],
    ['Bw4', 'other Bw epitope-ignored'],
    ['C*04:01', 'other C other-gene-ignored'],
    ['KIR2DL5A*0010101', 'other KIR2DL5A other-gene-ignored'],
    ['KIR3DL1*NEW', 'other KIR3DL1 other-gene-ignored'],
    ['DRB4*NNNN', 'other DRB4 other-gene-ignored'],
    ['DPB1*104:01', 'other DPB1 other-gene-ignored'],
  ])('of another gene is left out: %s', (text, expected) => expect(show(text)).toBe(expected));

  test.each([
    ['A*02:01:01:new', 'A*02:NEW spelling novel'],
    ['A*02:01:01#1', 'A*02:NEW novel'],
    ['A*02:NEW', 'A*02:NEW novel'],
    ['A*NEW', 'A*NEW novel'],
    ['B*15:01v', 'B*15:NEW spelling novel'],
  ])('of a novel allele keeps its first field: %s', (text, expected) => expect(show(text)).toBe(expected));

  test.each([
    ['2', 'A', 'A2 antigen-level'],
    ['44', 'B', 'B44 antigen-level'],
    ['15', 'DRB1', 'DR15 antigen-level'],
    ['24:02', 'A', 'A*24:02'],
    ['0201', 'A', 'A*02:01 v2-name'],
    ['2403', 'A', 'A2403 antigen-level allele-like-antigen'],
    ['NEW', 'A', 'A*NEW novel'],
  ] as const)('without a gene takes its column: %s in %s', (text, locus, expected) =>
    expect(show(text, locus)).toBe(expected),
  );
});

describe('a refusal names position and reason', () => {
  test.each([
    ['', 'name-empty@0'],
    ['Hello', 'gene-unreadable@0'],
    ['02:01', 'gene-not-given@0'],
    ['#HLA-B*57:01', 'bad-character@0'],
    ['HLA-A:01:01G', 'field-invalid@5'],
    ['A*01:01:01:G', 'field-invalid@11'],
    ['A*99:01', 'first-field-unknown@2'],
    ['A*01:01Z', 'suffix-invalid@7'],
    ['A*01:001', 'field-invalid@5'],
    ['A*01:01:01:01:01', 'field-count@14'],
    ['A*02:N', 'code-invalid@5'],
    ['A*02:01:01P', 'group-invalid@10'],
    ['A*020', 'v2-length@2'],
    ['A24(2)', 'antigen-contradiction@1'],
    ['A77', 'antigen-unknown@1'],
    ['A*NNNN', 'gene-absent@2'],
    ['A*0.559722222', 'excel-time@2'],
    ['0.559722222', 'excel-time@0'],
    ['0,559722222', 'excel-time@0'],
    ['A'.repeat(65), 'name-too-long@0'],
  ])('%s', (text, expected) => expect(show(text)).toBe(expected));

  test.each(['0.559722222', '0,559722222', '1:01', '01:01:00', '0:02', '5.5E-01'])('of a time: %s', (text) =>
    expect(show(text, 'A')).toBe('excel-time@0'),
  );
  test.each(['44562', '01/02', '2-Jan'])('of a date: %s', (text) =>
    expect(show(text, 'A')).toBe('excel-date@0'),
  );
  test('of a name in the column of another gene', () =>
    expect(show('DRB1*03:01', 'A')).toBe('gene-mismatch@0'));
});

describe('any text', () => {
  const letters = fc.string({
    unit: fc.constantFrom(...'ABDR1W*:_-0123456789NLSCAQPGgXx /+()#.,\u2013\uff0a'),
    maxLength: 30,
  });
  test('is read or refused, never an exception', () => {
    fc.assert(
      fc.property(fc.oneof(letters, fc.string({ unit: 'binary', maxLength: 70 })), (text) => {
        const read = readName(text, { locus: 'A' });
        if (!read.ok) expect(read.error.position).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 1500 },
    );
  });
  test('that was read is written in a form that reads the same', () => {
    fc.assert(
      fc.property(letters, (text) => {
        const read = readName(text, { locus: 'B' });
        if (!read.ok || read.value.kind === 'other') return;
        const again = readName(writeName(read.value));
        expect(again.ok && again.value).toEqual(read.value);
      }),
      { numRuns: 1500 },
    );
  });
});
