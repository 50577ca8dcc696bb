import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { antigenOfFirstField } from '../src/antigen.ts';
import type { Genotype } from '../src/gl-string.ts';
import { HlaError } from '../src/hla-error.ts';
import { readLabFile } from '../src/lab-file/read.ts';
import { writeLabCsv, writeLabFile, type WrittenForm, writtenForms } from '../src/lab-file/write.ts';
import { type Locus, allFirstFields, loci, mayBeAbsent } from '../src/locus.ts';
import type { HlaName } from '../src/name.ts';
import { canonicalText, createTyping, type HlaTyping } from '../src/typing.ts';
import { hmlFaults } from './hml-schema.ts';
import { typingOf } from './typing-of.ts';

const date = '2026-03-01';
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What a file says after it was written and read: typing, release and wish to replace by participant. */
async function reread(text: string) {
  const { rows } = await readLabFile(bytes(text), { minimumGenes: 0 });
  return new Map(
    rows.map(({ participant, typing, replace, problems }) => [
      participant,
      {
        gl: typing === undefined ? problems.map(({ code }) => code).join() : canonicalText(typing),
        release: typing?.release,
        replace,
      },
    ]),
  );
}

const fields = (least: number, most: number) =>
  fc
    .array(fc.constantFrom('01', '02', '07', '15', '104', '999'), {
      minLength: least - 1,
      maxLength: most - 1,
    })
    .map((rest) => rest);

function nameOf(locus: Locus): fc.Arbitrary<HlaName> {
  const firsts = locus === 'DPB1' ? ['01', '02', '104'] : allFirstFields(locus);
  const first = fc.constantFrom(...firsts);
  const group = <K extends 'p-group' | 'g-group' | 'small-g'>(kind: K, count: number) =>
    fc.tuple(first, fields(count, count)).map(([one, rest]) => ({ kind, locus, fields: [one, ...rest] }));
  const antigens = [...new Set(firsts.flatMap((each) => antigenOfFirstField(locus, each) ?? []))];
  return fc.oneof(
    fc
      .tuple(first, fields(2, 4), fc.constantFrom(undefined, 'N', 'L', 'S', 'C', 'A', 'Q'))
      .map(([one, rest, suffix]): HlaName => {
        const allele = { kind: 'allele', locus, fields: [one, ...rest] } as const;
        return suffix === undefined ? allele : { ...allele, suffix: suffix as 'N' };
      }),
    group('p-group', 2),
    group('g-group', 3),
    group('small-g', 2),
    first.map((one): HlaName => ({ kind: 'any', locus, first: one })),
    fc
      .tuple(first, fc.constantFrom('AB', 'BMKX', 'VAR', 'SV'))
      .map(([one, code]): HlaName => ({ kind: 'mac', locus, first: one, code })),
    ...(antigens.length === 0
      ? []
      : [fc.constantFrom(...antigens).map((antigen): HlaName => ({ kind: 'antigen', locus, antigen }))]),
    ...(locus === 'A'
      ? [
          fc.constantFrom<HlaName>(
            { kind: 'antigen-or-allele', locus, fields: ['02', '03'], antigen: '203' },
            { kind: 'antigen-or-allele', locus, fields: ['24', '10'], antigen: '24' },
          ),
        ]
      : []),
    fc
      .option(first, { nil: undefined })
      .map((one): HlaName => ({ kind: 'novel', locus, ...(one === undefined ? {} : { first: one }) })),
    fc.constant<HlaName>({ kind: 'unknown', locus }),
    ...(mayBeAbsent(locus) ? [fc.constant<HlaName>({ kind: 'absent', locus })] : []),
  );
}

const genotypesOf = (locus: Locus): fc.Arbitrary<Genotype[]> => {
  const copy = fc.array(nameOf(locus), { minLength: 1, maxLength: 3 });
  const genotype = fc
    .tuple(copy, fc.option(copy, { nil: undefined }))
    .map(([first, second]): Genotype => (second === undefined ? { first } : { first, second }));
  return fc.array(genotype, { minLength: 1, maxLength: 2 });
};

const typings: fc.Arbitrary<HlaTyping> = fc
  .tuple(
    fc.tuple(...loci.map((locus) => fc.option(genotypesOf(locus), { nil: undefined, freq: 2 }))),
    fc.constantFrom(undefined, '3.58.0', '3.58.0, "b"', '=1+1', '3.58.0#x', 'IPD-IMGT/HLA 3.58.0 of April'),
  )
  .map(([genes, release]) => {
    const genotypes = new Map(
      loci.flatMap((locus, at) => (genes[at] === undefined ? [] : [[locus, genes[at]]])),
    );
    return createTyping({ genotypes, ...(release === undefined ? {} : { release }) }, {});
  });

const people = fc.array(fc.tuple(typings, fc.boolean()), { minLength: 1, maxLength: 4 }).map((list) =>
  list.map(([typing, replace], at) => ({
    participant: `K-${at}.x`,
    typing,
    ...(replace ? { replace: true as const } : {}),
  })),
);

/** The typing without genes of which nothing is known, as a form is said to leave them out. */
const without = (typing: HlaTyping, untold: ReadonlySet<Locus | undefined>): string =>
  loci.flatMap((locus) => (untold.has(locus) ? [] : (typing.loci[locus]?.glString ?? []))).join('^');

/** The names that may be an antigen or an allele as alleles. */
const settled = (glString: string): string =>
  canonicalText(typingOf(glString.replaceAll(/HLA-A(\d\d)(\d\d)(?:\(24\))?/g, 'HLA-A*$1:$2')));

describe.each(writtenForms)('typings written as %s', (form: WrittenForm) => {
  test('read back the same, and every difference has a code', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(people, async (rows) => {
        const { text, problems } = writeLabFile(rows, form, { date });
        const back = await reread(text);
        for (const [at, { participant, typing, ...wish }] of rows.entries()) {
          const own = problems.filter(({ row }) => row === at + 1);
          for (const { code } of own) seen.add(code);
          if (own.some(({ severity }) => severity === 'error')) {
            expect(back.has(participant)).toBe(false);
            continue;
          }
          const genesOf = (code: string) =>
            new Set(own.filter((problem) => problem.code === code).map(({ locus }) => locus));
          const [untold, either] = [genesOf('unknown-not-written'), genesOf('either-not-written')];
          const read = back.get(participant)!;
          const asRead = either.size > 0 ? settled : (glString: string) => glString;
          expect(asRead(read.gl)).toBe(asRead(without(typing, untold)));
          expect(read.release).toBe(genesOf('release-not-written').size > 0 ? undefined : typing.release);
          expect(read.replace).toBe('replace' in wish ? true : undefined);
        }
        if (form === 'csv')
          expect(text.split('\n').filter((line) => /(?:^|,)"?[=+@-]/.test(line))).toEqual([]);
        if (form === 'hml' && text !== '') expect(hmlFaults(text)).toEqual([]);
      }),
      { numRuns: 60, seed: 12 },
    );
    for (const code of ['either-not-written', 'unknown-not-written', 'release-not-written'])
      expect(seen).toContain(code);
  });

  test('leave out, by name, a participant who is none or stands there twice', async () => {
    const typing = typingOf('A*01:01+A*02:01^B*07:02+B*08:01');
    const { text, problems } = writeLabFile(
      [
        { participant: 'K1', typing },
        { participant: '=HYPERLINK("x")', typing },
        { participant: 'K2', typing, row: 7 },
        { participant: 'K3', typing },
        { participant: 'K2', typing },
        { participant: 'K4', typing: typingOf('A*UUUU+A*UUUU') },
      ],
      form,
      { date },
    );
    expect(problems.map(({ row, code, severity }) => [row, code, severity])).toEqual([
      [2, 'participant-invalid', 'error'],
      [7, 'participant-duplicate', 'error'],
      [5, 'participant-duplicate', 'error'],
      [6, 'unknown-not-written', 'warning'],
      [6, 'locus-missing', 'error'],
    ]);
    expect([...(await reread(text)).keys()]).toEqual(['K1', 'K3']);
    expect(JSON.stringify(problems)).not.toContain('HYPERLINK');
  });
});

describe('a wide file', () => {
  const several = typingOf('A*01:01+A*02:01|A*01:02+A*02:05^B*07:02+B*08:01');
  const plain = typingOf('A*03:01+A*11:01^B*07:02^DRB1*15:01+DRB1*04:NEW');

  test('has two columns a gene, and one more where genotypes do not fit them', () => {
    const { text } = writeLabFile(
      [
        { participant: 'K1', typing: several },
        { participant: 'K2', typing: plain },
      ],
      'csv',
    );
    expect(text).toBe(
      'participant,A_1,A_2,A,B_1,B_2,DRB1_1,DRB1_2\n' +
        'K1,,,HLA-A*01:01+HLA-A*02:01|HLA-A*01:02+HLA-A*02:05,B*07:02,B*08:01,,\n' +
        'K2,A*03:01,A*11:01,,B*07:02,,DRB1*04:NEW,DRB1*15:01\n',
    );
  });

  test('leaves a participant out whose genotypes would be read as two copies with a slash between them', () => {
    const typing = typingOf('A*01:01/A*02:01|A*01:01/A*03:01^B*07:02');
    const { problems } = writeLabFile([{ participant: 'K1', typing }], 'csv');
    expect(problems).toMatchObject([{ code: 'slash-between-copies', severity: 'error', locus: 'A', row: 1 }]);
    expect(writeLabFile([{ participant: 'K1', typing }], 'gl').problems).toEqual([]);
  });

  test('is written whole or not at all by writeLabCsv', () => {
    expect(writeLabCsv([{ participant: 'K1', typing: several }])).toContain('|');
    expect(() => writeLabCsv([{ participant: 'a b', typing: several }])).toThrow(HlaError);
  });
});

describe('HML', () => {
  test('has a typing a gene, and haploids for a gene that was typed by serum', () => {
    const typing = typingOf('A2+A24^C*07:02+Cw4^B*07:02/B*07:05+B*08:01N^DPw4+DPw2');
    const { text, problems } = writeLabFile(
      [{ participant: 'K1', typing: { ...typing, release: '3.58.0' } }],
      'hml',
      {
        date,
      },
    );
    expect(problems).toEqual([]);
    expect(text.split('\n').filter((line) => /<(?:haploid|glstring)/.test(line))).toEqual([
      '        <haploid locus="HLA-A" method="SER" type="A2"/>',
      '        <haploid locus="HLA-A" method="SER" type="A24"/>',
      '        <glstring>HLA-B*07:02/HLA-B*07:05+HLA-B*08:01N</glstring>',
      '        <glstring>HLA-C*07:02+HLA-Cw4</glstring>',
      '        <haploid locus="HLA-DPB1" method="SER" type="DPW2"/>',
      '        <haploid locus="HLA-DPB1" method="SER" type="DPW4"/>',
    ]);
    expect(text).toContain(`<allele-assignment date="${date}" allele-db="IMGT/HLA" allele-version="3.58.0">`);
  });

  test.each([undefined, '', '1.3.2026', '2026-13-01'])('is not written with the date %p', (wrong) => {
    const rows = [{ participant: 'K1', typing: typingOf('A2') }];
    expect(() => writeLabFile(rows, 'hml', wrong === undefined ? {} : { date: wrong })).toThrow(/date/);
  });

  test('without a participant is no file, since the schema wants a sample', () => {
    expect(writeLabFile([], 'hml', { date })).toMatchObject({
      text: '',
      problems: [{ code: 'rows-missing' }],
    });
  });
});
