import { describe, expect, test } from '@jest/globals';
import { builtinReference, compareHla } from '../src/compare.ts';
import { readLabFile } from '../src/lab-file/read.ts';
import { normaliseText } from '../src/normalise-text.ts';
import { canonicalText, parseTyping, serialiseTyping } from '../src/typing.ts';
import { syntheticReference } from './synthetic-release.ts';
import { typingOf } from './typing-of.ts';

const header = 'participant,A_1,A_2,B_1,B_2,DRB1_1,DRB1_2\n';

async function read(text: string) {
  const { rows } = await readLabFile(Buffer.from(text));
  return rows.map(({ typing, problems }) => ({
    gl: canonicalText(typing!),
    codes: [...new Set(problems.map(({ code }) => code))],
  }));
}

describe('four digits without an asterisk', () => {
  test('are kept as both readings, each cell with a warning', async () => {
    const [row] = await read(`${header}K1,A0203,A0301,B0703,B4402,DR0401,DR0103\n`);
    expect(row).toEqual({
      gl: 'HLA-A0203+HLA-A0301^HLA-B0703+HLA-B4402^HLA-DR0103+HLA-DR0401',
      codes: ['antigen-or-allele'],
    });
  });

  test('are alleles in a column in which another name has an asterisk or a colon', async () => {
    const rows = await read(
      `${header}K1,A0203,A0301,B0703,B4402,DR0401,DR0103\nK2,A*01:01,02:06,B*07:02,08:01,DRB1*03:01,15:01\n`,
    );
    expect(rows[0]).toEqual({
      gl: 'HLA-A*02:03+HLA-A*03:01^HLA-B*07:03+HLA-B*44:02^HLA-DRB1*01:03+HLA-DRB1*04:01',
      codes: ['v2-name'],
    });
  });

  test('are antigens in a column of DR', async () => {
    const [row] = await read(
      'participant,A_1,A_2,B_1,B_2,DR_1,DR_2\nK1,A*02:03,A*03:01,B*07:03,B*44:02,DR0401,DR0103\n',
    );
    expect(row!.gl).toContain('HLA-DR103+HLA-DR4');
    expect(row!.codes).toEqual(['antigen-level']);
  });

  const antigens = 'HLA-A203+HLA-A3^HLA-B44+HLA-B703^HLA-DR103+HLA-DR4';
  const alleles = 'HLA-A*02:03+HLA-A*03:01^HLA-B*07:03+HLA-B*44:02^HLA-DRB1*01:03+HLA-DRB1*04:01';
  const wide = 'K1,A0203,A0301,B0703,B4402,DR0401,DR0103';
  const long = (last: string): string =>
    `K1,A,A0203,A0301${last}\nK1,B,B0703,B4402${last}\nK1,DRB1,DR0401,DR0103${last}\n`;
  const gl = 'A0203+A0301^B0703+B4402^DR0401+DR0103';
  const hml = (method: string): string =>
    `<hml version="1.0.1"><sample id="K1"><typing><allele-assignment>${[
      ['A', 'A0203', 'A0301'],
      ['B', '0703', 'B4402'],
      ['DRB1', '0401', 'DR0103'],
    ]
      .flatMap(([locus, ...types]) =>
        types.map((type) => `<haploid locus="HLA-${locus}" method="${method}" type="${type}"/>`),
      )
      .join('')}</allele-assignment></typing></sample></hml>`;

  test.each([
    ['a wide file', `${header.trim()},method\n${wide},Serology\n`],
    ['a long file', `sample,locus,allele_1,allele_2,typing method\n${long(',SER')}`],
    [
      'a genotype a row',
      `sample,locus,genotype,method\nK1,A,A0203+A0301,CDC\nK1,B,B0703+B4402,CDC\nK1,DRB1,DR0401+DR0103,CDC\n`,
    ],
    ['GL strings', `participant,gl_string,technique\nK1,${gl},serological\n`],
    ['haploids of HML', hml('SER')],
  ])('are antigens where %s says serology', async (_, text) => {
    const [row] = await read(text);
    expect(row!.gl).toBe(antigens);
    expect(row!.codes).not.toContain('antigen-or-allele');
  });

  test.each([
    ['a wide file', `${header.trim()},method\n${wide},NGS\n`],
    ['a long file', `sample,locus,allele_1,allele_2,method\n${long(',PCR-SSO')}`],
    [
      'a long file in which other names have asterisks',
      `sample,locus,allele_1,allele_2\n${long('')}K2,A,A*01:01,02:01\nK2,B,B*07:02,B*08:01\n`,
    ],
    [
      'GL strings beside names with asterisks',
      `participant,gl_string\nK1,${gl}\nK2,A*01:01+A*02:01^B*07:02+B*08:01\n`,
    ],
    ['haploids of HML', hml('DNA')],
  ])('are alleles by the method or the spelling of %s', async (_, text) => {
    const [row] = await read(text);
    expect(row!.gl).toBe(alleles);
    expect(row!.codes).not.toContain('antigen-or-allele');
  });

  const glOfHml = (glString: string, beside: string, results: string): string =>
    `<hml version="1.0.1"><sample id="K1"><typing><allele-assignment>${beside}<glstring>${glString}</glstring>` +
    `</allele-assignment><typing-method>${results}</typing-method></typing></sample></hml>`;
  const ofSerum =
    '<haploid locus="HLA-C" method="SER" type="CW4"/><haploid locus="HLA-C" method="SER" type="CW7"/>';

  test.each([
    ['its haploids are antigens', ofSerum, '', antigens],
    ['its results are those of nucleic acid', '', '<sso locus="HLA-A" scores="1"/>', alleles],
    ['its results are those of nucleic acid, beside haploids by serum', ofSerum, '<sbt-ngs/>', alleles],
    ['nothing tells the method', '', '', 'HLA-A0203+HLA-A0301^HLA-B0703+HLA-B4402^HLA-DR0103+HLA-DR0401'],
  ])('in a GL string of HML follow the method where %s', async (_, beside, results, expected) => {
    const [row] = await read(glOfHml(gl, beside, results));
    expect(row!.gl.replace(/\^HLA-Cw4.*?(?=\^|$)/, '')).toBe(expected);
    const twice = glOfHml(gl, beside, results).replace(
      '</hml>',
      `<sample id="K2"><typing><allele-assignment><glstring>${gl}</glstring></allele-assignment></typing></sample></hml>`,
    );
    expect((await read(twice))[1]!.codes).toEqual(['antigen-or-allele']);
  });

  test.each([
    ['a long file', `sample,locus,allele_1,allele_2\n${long('')}`],
    ['GL strings', `participant,gl_string\nK1,${gl}\n`],
  ])('stay both in %s that says nothing', async (_, text) => {
    expect((await read(text))[0]!.codes).toEqual(['antigen-or-allele']);
  });

  test('are stored and read back as both', () => {
    const typing = typingOf('A0203+A*01:01^B0702+B*08:01');
    expect(parseTyping(serialiseTyping(typing))).toEqual(typing);
  });

  test.each([
    ['with a release', syntheticReference],
    ['without one', builtinReference],
  ])('score as the allele, in an interval that holds the antigen too, %s', (_, reference) => {
    const other = typingOf('A*01:01+A*02:06^B*07:02+B*08:01^DRB1*03:01+DRB1*04:01');
    const score = (text: string) =>
      compareHla(typingOf(`${text}+A*01:01^B*07:02+B*08:01^DRB1*03:01+DRB1*04:01`), other, reference());
    const [both, allele, antigen] = ['A0201', 'A*02:01', 'A2'].map(score);
    expect(both!.score).toBe(allele!.score);
    expect(both!.interval[0]).toBeLessThanOrEqual(Math.min(allele!.score!, antigen!.interval[0]));
    expect(both!.interval[1]).toBeGreaterThanOrEqual(Math.max(allele!.score!, antigen!.interval[1]));
    expect(both!.interval[0]).toBeLessThan(both!.interval[1]);
  });

  test('reduce as the allele', () => {
    const show = (to?: 'P' | 'S') => normaliseText('A0201', { reference: syntheticReference() }, to);
    expect(show().output).toBe('A0201');
    expect(show('P')).toMatchObject({ output: 'A*02:01P', warnings: [{ code: 'antigen-or-allele' }] });
    expect(show('S').output).toBe('A2');
  });
});
