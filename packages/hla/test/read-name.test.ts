import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { settleNames } from '../src/antigen-or-allele.ts';
import { type HlaName, writeName } from '../src/name.ts';
import { readName } from '../src/read-name.ts';
import { loci, type Locus, scoredLoci } from '../src/locus.ts';

function show(text: string, locus?: Locus): string {
  const read = readName(text, locus === undefined ? {} : { locus });
  if (!read.ok) return `${read.error.code}@${read.error.position}`;
  const name = read.value.kind === 'other' ? `other ${read.value.gene}` : writeName(read.value);
  return [name, ...read.warnings.map(({ code }) => code)].join(' ');
}

/** A blank at the end changes no reading, and leads a text past the short way for plain names. */
const general = (text: string, locus?: Locus): string => show(`${text} `, locus).replace(/@\d+$/, '');

test('a plain name is read the short way as the general reader does, and other text is left to that', () => {
  const genes = [...loci, 'E', 'DR', 'DRB', 'Cw', ''];
  const field = fc.oneof(
    fc.integer({ min: 0, max: 99 }).map((number) => String(number).padStart(2, '0')),
    fc.constantFrom(
      '1',
      '00',
      '000',
      '012',
      '101',
      '587',
      '1040',
      '12345',
      '',
      '0a',
      'XX',
      '02N',
      '\u0661\u0662',
    ),
  );
  const text = fc
    .tuple(
      fc.constantFrom('', 'HLA-', 'hla-'),
      fc.constantFrom(...genes),
      fc.constantFrom('*', '*', '*', '', '-', '**'),
      fc.array(field, { minLength: 1, maxLength: 5 }),
    )
    .map(([prefix, gene, star, fields]) => `${prefix}${gene}${star}${fields.join(':')}`);
  const column = fc.constantFrom(undefined, 'A' as const, 'DRB1' as const, 'DPB1' as const);
  fc.assert(
    fc.property(text, column, (written, locus) => {
      expect(show(written, locus).replace(/@\d+$/, '')).toBe(general(written, locus));
    }),
    { numRuns: 4000, seed: 12 },
  );
  for (const kept of loci)
    expect(readName(`${kept}*02:01`, { loci: new Set(['A']) })).toMatchObject({
      value: kept === 'A' ? { kind: 'allele', locus: 'A' } : { kind: 'other', gene: kept },
    });
});

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
    ['HLA-A0206', 'A*02:06 v2-name'],
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
    ['Bw4', 'other Bw epitope-ignored'],
    ['Bw6', 'other Bw epitope-ignored'],
    ['MICA*002:01', 'other MICA other-gene-ignored'],
    ['HLA-E*01:01', 'other E other-gene-ignored'],
    ['W*01:01', 'other W other-gene-ignored'],
    ['KIR2DL5A*0010101', 'other KIR2DL5A other-gene-ignored'],
    ['KIR3DL1*NEW', 'other KIR3DL1 other-gene-ignored'],
    // Repeats of MICA, the presence of a receptor, and genes that a short list of class II genes lacks.
    ['MICA*A5', 'other MICA other-gene-ignored'],
    ['KIR2DS4*POS', 'other KIR2DS4 other-gene-ignored'],
    ['HLA-DQB3*01:01', 'other DQB3 other-gene-ignored'],
    ['PSMB8*01', 'other PSMB8 other-gene-ignored'],
    ['C4A*03', 'other C4A other-gene-ignored'],
    ['HLA-X*01:01', 'other X other-gene-ignored'],
    ['DRBX*NNNN', 'other DRB3/4/5 other-gene-ignored'],
    ['DRB345*01:01', 'other DRB3/4/5 other-gene-ignored'],
  ])('of another gene is left out: %s', (text, expected) => expect(show(text)).toBe(expected));

  test.each([
    ["A*24:02'", 'A*24:02 certainty-mark'],
    ['A*24:02?', 'A*24:02 certainty-mark'],
    ['A*24:02 (?)', 'A*24:02 certainty-mark'],
    ['A*24:02*', 'A*24:02 certainty-mark'],
    ['A*24:02:01:02L!', 'A*24:02:01:02L certainty-mark low-expression'],
  ])('with a mark of uncertainty is read without it: %s', (text, expected) =>
    expect(show(text)).toBe(expected),
  );

  test.each([
    ['A0203', 'A0203 antigen-or-allele', 'A203'],
    ['HLA-A0201', 'A0201 antigen-or-allele', 'A2'],
    ['B0703', 'B0703 antigen-or-allele', 'B703'],
    ['B4402', 'B4402 antigen-or-allele', 'B44'],
    ['DR0401', 'DR0401 antigen-or-allele', 'DR4'],
    ['DR0103', 'DR0103 antigen-or-allele', 'DR103'],
  ])('of 2026 and of before 2010 is both until something decides: %s', (text, expected, antigen) => {
    expect(show(text)).toBe(expected);
    const read = readName(text);
    if (!read.ok || read.value.kind !== 'antigen-or-allele') throw new Error(text);
    const names = (convention: 'allele' | 'antigen') =>
      settleNames([read.value as HlaName], read.warnings, convention).names.map(writeName);
    expect(names('antigen')).toEqual([antigen]);
    expect(names('allele')).toEqual([`${read.value.locus}*${text.slice(-4, -2)}:${text.slice(-2)}`]);
  });

  test.each([
    ['HLA-C*07:02:01:03', 'C*07:02:01:03'],
    ['Cw*0702', 'C*07:02 locus-alias v2-name'],
    ['Cw7', 'Cw7 antigen-level'],
    ['Cw9(3)', 'Cw9 antigen-level'],
    ['DRB3*01:01', 'DRB3*01:01'],
    ['DRB4*01:03:01:02N', 'DRB4*01:03:01:02N not-expressed'],
    ['DRB4*NNNN', 'DRB4*NNNN'],
    ['DR51', 'DR51 antigen-level'],
    ['DR53', 'DR53 antigen-level'],
    ['DRB5*02ZB', 'DRB5*02:ZB v2-name'],
    ['DQA1*05:01', 'DQA1*05:01'],
    ['DQB*03:02', 'DQB1*03:02 locus-alias'],
    ['DQ7(3)', 'DQ7 antigen-level'],
    ['DPA1*02:07:01G', 'DPA1*02:07:01G'],
    ['DPB1*104:01', 'DPB1*104:01'],
    ['DPB1*1101:01:01', 'DPB1*1101:01:01'],
    ['DPB1*04:01P', 'DPB1*04:01P'],
    ['DPB1*104:FNVX', 'DPB1*104:FNVX'],
    ['DPB1*104:NEW', 'DPB1*104:NEW novel'],
    ['DPB1*0203', 'DPB1*101:01 v2-name'],
    ['DPB1*2302N', 'DPB1*120:01N v2-name not-expressed'],
    ['DPw4', 'DPw4 antigen-level'],
  ])('of any classical gene is read: %s', (text, expected) => expect(show(text)).toBe(expected));

  test.each([
    ['Bw60', 'B60 locus-alias antigen-level'],
    ['Bw60(40)', 'B60 locus-alias antigen-level'],
    ['Aw33', 'A33 locus-alias antigen-level'],
    ['DRw11(5)', 'DR11 locus-alias antigen-level'],
    ['DRw52', 'DR52 locus-alias antigen-level'],
    ['DQw3', 'DQ3 locus-alias antigen-level'],
  ])('of an antigen before 1991 is read: %s', (text, expected) => expect(show(text)).toBe(expected));

  test.each([
    ['hla_a_02_01_01_01', 'A*02:01:01:01 spelling'],
    ['hla_b_07_02', 'B*07:02 spelling'],
    ['hla_c_04_09n', 'C*04:09N spelling not-expressed'],
  ])('of a typing program with underscores is read: %s', (text, expected) =>
    expect(show(text)).toBe(expected),
  );

  test('of DRB3, DRB4 or DRB5 in the column of DRB1 is noted, and of any other gene refused', () => {
    expect(show('DRB4*01:03', 'DRB1')).toBe('other DRB4 other-gene-ignored');
    expect(show('DR52', 'DRB1')).toBe('other DRB3 other-gene-ignored');
    expect(show('C*04:01', 'B')).toBe('gene-mismatch@0');
  });

  test('of a gene that is not kept is noted by its gene alone', () => {
    const read = readName('HLA-C*99:99', { loci: new Set(scoredLoci) });
    expect(read.ok && read.value).toEqual({ kind: 'other', gene: 'C' });
    expect(read.ok && read.warnings.map(({ text }) => text)).toEqual(['C']);
  });

  test.each([
    ['A*02:01:01:new', 'A*02:NEW spelling novel'],
    ['A*02:01:01#1', 'A*02:NEW novel'],
    ['A*02:NEW', 'A*02:NEW novel'],
    ['A*NEW', 'A*NEW novel'],
    ['B*15:01v', 'B*15:NEW spelling novel'],
    ['B*15:01:01:01_new', 'B*15:NEW spelling novel'],
    ['B*15:01 (novel)', 'B*15:NEW spelling novel'],
    ['B*15:01-like', 'B*15:NEW spelling novel'],
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
