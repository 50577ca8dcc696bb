import { describe, expect, test } from '@jest/globals';
import { compareHla } from '../src/compare.ts';
import { readLabFile } from '../src/lab-file/read.ts';
import { normaliseText } from '../src/normalise-text.ts';
import { readName } from '../src/read-name.ts';
import { buildTable } from '../src/reference/build-table.ts';
import { createReleaseReference } from '../src/reference/release-reference.ts';
import { canonicalText, parseTyping, serialiseTyping } from '../src/typing.ts';
import { syntheticRelease2026 } from './release-2026.ts';
import { syntheticReference } from './synthetic-release.ts';
import { typingOf } from './typing-of.ts';

const reference = createReleaseReference(buildTable(syntheticRelease2026()).document);
const header = 'participant,A_1,A_2,B_1,B_2,DRB1_1,DRB1_2\n';

async function read(text: string, release = reference) {
  const { rows } = await readLabFile(Buffer.from(text), { reference: release });
  return rows.map(({ typing, problems }) => ({
    gl: typing === undefined ? '' : canonicalText(typing),
    codes: [...new Set(problems.map(({ code }) => code))],
  }));
}

describe('four digits that an installed release names as an antigen', () => {
  const row = 'K1,A0206,A0301,B4403,B1502,DR0701,DR0103\n';

  test('may be that antigen or an allele, each with the antigen that it was split from', async () => {
    expect((await read(header + row))[0]).toEqual({
      gl: 'HLA-A0206(2)+HLA-A0301^HLA-B1502(75)+HLA-B4403(44)^HLA-DR0103+HLA-DR0701(7)',
      codes: ['antigen-or-allele'],
    });
  });

  test('are alleles where the release does not name them, or has deleted the name', async () => {
    expect((await read(header + row, syntheticReference()))[0]!.gl).toContain(
      'HLA-A*02:06+HLA-A0301^HLA-B*15:02+HLA-B*44:03',
    );
    expect((await read(`${header}K1,A0206,A0301,B4404,B4403,DR0701,DR0103\n`))[0]!.gl).toContain(
      'HLA-B*44:NEW',
    );
  });

  test.each([
    [
      'an asterisk in the column',
      `${header}${row}K2,A*01:01,02:06,B*07:02,B*08:01,DRB1*03:01,15:01\n`,
      'allele',
    ],
    ['the method', `${header.trim()},method\n${row.trim()},NGS\n`, 'allele'],
    ['a serological method', `${header.trim()},method\n${row.trim()},SER\n`, 'antigen'],
    [
      'a method beside digits alone',
      `${header.trim()},method\nK1,0206,0301,4403,1502,0701,0103,SER\n`,
      'antigen',
    ],
    [
      'a haploid of HML',
      `<hml version="1.0.1"><sample id="K1"><typing><allele-assignment>${[
        ['A', '0206', 'A0301'],
        ['B', 'B4403', '1502'],
        ['DRB1', '0701', 'DR0103'],
      ]
        .flatMap(([locus, ...types]) =>
          types.map((type) => `<haploid locus="HLA-${locus}" method="SER" type="${type}"/>`),
        )
        .join('')}</allele-assignment></typing></sample></hml>`,
      'antigen',
    ],
  ])('are decided by %s', async (_, text, kind) => {
    const [first] = await read(text);
    expect(first!.gl).toBe(
      kind === 'allele'
        ? 'HLA-A*02:06+HLA-A*03:NEW^HLA-B*15:02+HLA-B*44:03^HLA-DRB1*01:NEW+HLA-DRB1*07:01'
        : 'HLA-A2+HLA-A3^HLA-B44+HLA-B75^HLA-DR103+HLA-DR7',
    );
  });

  test('are read in GL strings, long files and single names too', async () => {
    const gl = 'A0206+A0301^B4403+B1502^DR0701+DR0103';
    const expected = 'HLA-A0206(2)+HLA-A0301^HLA-B1502(75)+HLA-B4403(44)^HLA-DR0103+HLA-DR0701(7)';
    expect((await read(`participant,gl_string\nK1,${gl}\n`))[0]!.gl).toBe(expected);
    const long =
      'sample,locus,allele_1,allele_2\nK1,A,A0206,A0301\nK1,B,B4403,B1502\nK1,DRB1,DR0701,DR0103\n';
    expect((await read(long))[0]!.gl).toBe(expected);
    const show = (text: string, to?: 'P') => normaliseText(text, { reference }, to);
    expect(show('A0206')).toMatchObject({ output: 'A0206(2)', level: '2field or S' });
    expect(show('A0206', 'P')).toMatchObject({
      output: 'A*02:06',
      warnings: [{ code: 'antigen-or-allele' }],
    });
    expect(show('A0206+A*01:01').output).toBe('A*01:01+A0206(2)');
  });

  test('are stored and read back as both without a release, and score like those of any release', () => {
    const both = typingOf('A0206(2)+A*01:01^B1502(75)+B*08:01^DRB1*03:01+DRB1*04:01');
    expect(canonicalText(both)).toContain('HLA-A*01:01+HLA-A0206(2)');
    expect(parseTyping(serialiseTyping(both))).toEqual(both);
    const other = typingOf('A*01:01+A*02:01^B*07:02+B*08:01^DRB1*03:01+DRB1*04:01');
    const score = (a: string) =>
      compareHla(typingOf(`${a}+A*01:01^B*15:02+B*08:01^DRB1*03:01+DRB1*04:01`), other, reference);
    const [either, allele, antigen] = ['A0206(2)', 'A*02:06', 'A2'].map(score);
    expect(either!.score).toBe(allele!.score);
    expect(either!.interval[0]).toBeLessThanOrEqual(Math.min(allele!.score!, antigen!.interval[0]));
    expect(either!.interval[1]).toBeGreaterThanOrEqual(Math.max(allele!.score!, antigen!.interval[1]));
  });
});

describe('antigens at level S', () => {
  const antigenOf = (text: string, release = reference) =>
    normaliseText(text, { reference: release }, 'S').output;

  test('have four digits where the release has them, and three in the form of before', () => {
    expect(['A*02:09', 'A203', 'A*24:03', 'DR103', 'A*02:01'].map((text) => antigenOf(text))).toEqual([
      'A0203(2)',
      'A0203(2)',
      'A2403(24)',
      'DR0103(1)',
      'A2',
    ]);
    expect(['A203', 'DR103'].map((text) => antigenOf(text, syntheticReference()))).toEqual([
      'A203(2)',
      'DR103(1)',
    ]);
  });

  test('read back as the same antigen', () => {
    for (const text of ['A0203(2)', 'A203(2)', 'A203'])
      expect(readName(text)).toMatchObject({ ok: true, value: { kind: 'antigen', antigen: '203' } });
  });
});

test.each([
  ['Cw12', 'C', '12'],
  ['Cw18', 'C', '18'],
  ['DR5101', 'DRB5', '51'],
  ['DR5203', 'DRB3', '52'],
  ['DR5302', 'DRB4', '53'],
])('%s, recognised in 2026, is an antigen of %s', (text, locus, antigen) =>
  expect(readName(text)).toMatchObject({ ok: true, value: { kind: 'antigen', locus, antigen } }),
);

test('a file of antigens of another release, or none at all, is refused by name', () => {
  const with_ = (text: string) => ({ ...syntheticRelease2026(), 'rel_ser_ser.txt': text });
  expect(() => buildTable(with_('# version: IPD-IMGT/HLA 9.98.0\nA;2;;0203\n'))).toThrow(
    'rel_ser_ser.txt is of release 9.98.0 and Allelelist.txt of 9.99.0; all must be of one',
  );
  expect(() => buildTable(with_('# version: IPD-IMGT/HLA 9.99.0\nA*;02:01;2\n'))).toThrow(
    'rel_ser_ser.txt, line 2, is no row of such a file',
  );
});
