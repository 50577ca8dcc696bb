import { describe, expect, test } from '@jest/globals';
import { readLabFile } from '../src/lab-file/read.ts';
import type { LabProblem, LabRow } from '../src/lab-file/row.ts';
import { scoredLoci } from '../src/locus.ts';
import { canonicalText } from '../src/typing.ts';
import * as files from './program-files.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
/** Reads a file as the study does, which keeps A, B and DRB1. */
const read = (text: string, participant?: string) =>
  readLabFile(bytes(text), { loci: scoredLoci, ...(participant === undefined ? {} : { participant }) });
const twoFields = (text: string): string => text.replaceAll(/(\*\d+:\d+)[:\dG]*/g, '$1');
const gGroups = (text: string): string => text.replaceAll(/(\*\d+:\d+:\d+)/g, '$1G');

const { allGenes, classOne } = files;

describe('the result of a program', () => {
  test.each([
    ['arcasHLA, genotype.json', files.arcasGenotype, 'arcashla', allGenes],
    ['OptiType', files.optiType, 'optitype', twoFields(classOne)],
    ['polysolver', files.polysolver, 'polysolver', classOne],
    ['HLA-HD', files.hlaHd, 'hla-hd', allGenes],
    ['T1K', files.t1k, 't1k', allGenes],
    ['HLA*LA', files.hlaLa, 'hla-la', gGroups(allGenes)],
    ['SpecImmune', files.specImmune, 'specimmune', allGenes],
    ['Kourami', files.kourami, 'kourami', gGroups(allGenes)],
    ['seq2HLA', files.seq2hla, 'seq2hla', twoFields(allGenes)],
    ['PHLAT', files.phlat, 'phlat', allGenes],
  ])('that does not name its sample is read with the kit code given: %s', async (_, text, format, gl) => {
    const report = await read(text, 'K7');
    expect(report).toMatchObject({ format, problems: [], accepted: 1, rejected: 0 });
    expect(report.rows[0]?.participant).toBe('K7');
    expect(canonicalText(report.rows[0]!.typing!)).toBe(gl);

    const refused = await read(text);
    expect(refused).toMatchObject({ refused: true, rows: [], problems: [{ code: 'participant-needed' }] });
    expect(refused.problems[0]?.message).toMatch(/participant: KIT.*--participant/);
  });

  test.each([
    ['arcasHLA, genotypes.json', files.arcasGenotypes, 'arcashla', allGenes],
    ['arcasHLA, genotypes.tsv', files.arcasTable, 'csv-wide', allGenes],
    ['xHLA', files.xhla, 'xhla', twoFields(allGenes)],
    ['SpecHLA', files.specHla, 'spechla', allGenes],
    ['UNIFORMAT', files.uniformat, 'uniformat', twoFields(allGenes)],
    ['SCORE 6', files.score6.replace('S-9', 'K1'), 'score6', allGenes],
    ['GenDx TARR', files.tarr, 'gendx-tarr', allGenes],
    ['UNOS DonorNet', files.donorNet, 'donornet', 'HLA-A1+HLA-A2^HLA-B7+HLA-B8^HLA-DR17+HLA-DRB1*15:01'],
    [
      'SureTyper',
      files.sureTyper.replaceAll('S-9', 'K1'),
      'suretyper',
      'HLA-A1+HLA-A2^HLA-B65+HLA-B7^HLA-DR15+HLA-DR17',
    ],
  ])('that names its sample needs nothing else: %s', async (_, text, format, gl) => {
    const report = await read(text);
    expect(report).toMatchObject({ format, problems: [] });
    expect(report.rows[0]?.participant).toBe('K1');
    expect(canonicalText(report.rows[0]!.typing!)).toBe(gl);
  });

  test.each([
    ['a first line', `# participant: K1\n${files.hlaHd}`],
    ['a first line before a comment of the program', `# kit = K1\n${files.specImmune}`],
    ['a column without a header', files.withKit(files.hlaHd, undefined)],
    ['a column under a header', `kit\tgene\ta\tb\n${files.withKit(files.hlaHd, undefined)}`],
    ['a column of T1K', files.withKit(files.t1k, undefined)],
    ['a column of polysolver', files.withKit(files.polysolver, undefined)],
    ['a column of Kourami', files.withKit(files.kourami, undefined)],
    ['a column of OptiType', files.withKit(files.optiType, 'participant')],
    ['a column of HLA*LA', files.withKit(files.hlaLa, 'kit code')],
    ['a column of samples', files.withKit(files.hlaLa, 'Sample')],
    ['a key in JSON', files.arcasGenotype.replace('{', '{"participant":"K1",')],
    ['a key of xHLA', files.xhla.replaceAll('"K1"', '"x y"').replace('{', '{"participant":"K1",')],
  ])('takes the kit code from %s', async (_, text) => {
    const report = await read(text);
    expect(report.problems).toEqual([]);
    expect(report.rows.map(({ participant, status }) => [participant, status !== 'rejected'])).toEqual([
      ['K1', true],
    ]);
  });

  test('may hold several kits, each in its rows', async () => {
    const text = files.withKit(files.hlaHd, undefined) + files.withKit(files.hlaHd, undefined, 'K2');
    expect((await read(text)).rows.map(({ participant }) => participant)).toEqual(['K1', 'K2']);
    expect((await read(text, 'K7')).problems).toMatchObject([
      { code: 'participant-several', text: 'HLA-HD' },
    ]);
    expect((await read(files.arcasGenotypes, 'K7')).problems).toMatchObject([
      { code: 'participant-several' },
    ]);
  });

  test.each([
    ['arcasHLA', files.arcasGenotype, { C: 'HLA-C*07:01:01+HLA-C*07:02:01' }],
    ['OptiType', files.optiType, { C: 'HLA-C*07:01+HLA-C*07:02' }],
    [
      'HLA-HD',
      files.hlaHd.replace('Not typed\tNot typed', 'HLA-DRB4*01:03:01\t-'),
      { DRB4: 'HLA-DRB4*01:03:01' },
    ],
    ['HLA*LA', files.hlaLa, { DQA1: 'HLA-DQA1*01:02:01G+HLA-DQA1*05:01:01G' }],
    ['SpecHLA', files.specHla, { DQB1: 'HLA-DQB1*02:01:01+HLA-DQB1*06:02:01' }],
    ['SCORE 6', files.score6, { DRB3: 'HLA-DRB3*01:01+HLA-DRB3*02:02' }],
    ['DonorNet', files.donorNet, { C: 'HLA-Cw7' }],
    ['SureTyper', files.sureTyperOf({ 'HLA-C': 'Cw7 Cw7' }), { C: 'HLA-Cw7+HLA-Cw7' }],
    [
      'GenDx TARR',
      files.tarrOf(files.tarrLocus('DPB1', 'DPB1*04:01+DPB1*04:02')),
      { DPB1: 'HLA-DPB1*04:01+HLA-DPB1*04:02' },
    ],
  ])(
    'has the other classical genes too, which the study leaves out and names: %s',
    async (_, text, others) => {
      const all = await readLabFile(bytes(text), { participant: 'K7', minimumGenes: 0 });
      for (const [gene, glString] of Object.entries(others)) {
        expect(all.rows[0]?.typing?.loci).toMatchObject({ [gene]: { glString } });
        const kept = await readLabFile(bytes(text), { participant: 'K7', minimumGenes: 0, loci: scoredLoci });
        expect(kept.rows[0]?.typing?.loci).not.toHaveProperty(gene);
        expect(kept.rows[0]?.problems).toContainEqual(
          expect.objectContaining({ code: 'other-gene-ignored', severity: 'note', text: gene }),
        );
      }
    },
  );

  test('never takes the number of a row, a sample’s name with blanks or a gene for a kit', async () => {
    const report = await read(files.xhla.replaceAll('"K1"', '"Jane Doe"'));
    expect(report.rows[0]).toMatchObject({ status: 'rejected', participant: '' });
    expect(JSON.stringify(report)).not.toContain('Jane');
    expect((await read(files.optiType)).problems[0]?.code).toBe('participant-needed');
  });
});

const errorsOf = ({ rows }: { rows: readonly LabRow[] }): LabProblem[] =>
  rows.flatMap(({ problems }) => problems).filter(({ severity }) => severity === 'error');
const rowsOf = (text: string, change: readonly [string, string]): string => text.replace(...change);

describe('what a program leaves open', () => {
  test.each([
    [
      'HLA-HD: a dash is a homozygous gene',
      rowsOf(files.hlaHd, ['HLA-A*02:01:01', '-']),
      'HLA-A*01:01:01+HLA-A*01:01:01',
      ['homozygous-once'],
    ],
    [
      'HLA-HD: more columns are further possible pairs',
      rowsOf(files.hlaHd, ['HLA-A*02:01:01', 'HLA-A*02:01:01\tHLA-A*01:01:01\tHLA-A*02:06']),
      'HLA-A*01:01:01+HLA-A*02:01:01|HLA-A*01:01:01+HLA-A*02:06',
      [],
    ],
    [
      'HLA-HD: not typed is missing',
      rowsOf(files.hlaHd, ['HLA-A*01:01:01\tHLA-A*02:01:01', 'Not typed\tNot typed']),
      '',
      ['locus-missing'],
    ],
    [
      'T1K: one allele is presumed homozygous',
      rowsOf(files.t1k, ['HLA-A*02:01:01\t190.250000\t57', '.\t0\t-1']),
      'HLA-A*01:01:01',
      ['single-copy'],
    ],
    [
      'T1K: an allele of quality 0 is no call',
      rowsOf(files.t1k, ['190.250000\t57', '190.250000\t0']),
      'HLA-A*01:01:01+HLA-A*UUUU',
      ['call-ignored', 'no-call'],
    ],
    [
      'T1K: two alleles of quality 0 are a missing gene',
      rowsOf(rowsOf(files.t1k, ['190.250000\t57', '190.250000\t-1']), ['210.500000\t60', '210.500000\t0']),
      '',
      ['call-ignored', 'locus-missing'],
    ],
    [
      'T1K: alleles that tie stand in one copy',
      rowsOf(files.t1k, ['HLA-A*02:01:01', 'HLA-A*02:01:01,HLA-A*02:06']),
      'HLA-A*01:01:01+HLA-A*02:01:01/HLA-A*02:06',
      [],
    ],
    [
      'polysolver: a shell that writes -e',
      files.polysolver.replaceAll('hla_', '-e hla_').replace('HLA-A', '-e HLA-A'),
      'HLA-A*01:01:01+HLA-A*02:01:01',
      [],
    ],
    [
      'polysolver: a suffix in lower case',
      rowsOf(files.polysolver, ['hla_a_02_01_01', 'hla_a_24_02_01_02l']),
      'HLA-A*01:01:01+HLA-A*24:02:01:02L',
      ['low-expression'],
    ],
    [
      'arcasHLA: one allele in a list is a homozygous gene',
      rowsOf(files.arcasGenotype, ['"A*01:01:01","A*02:01:01"', '"A*01:01:01"']),
      'HLA-A*01:01:01+HLA-A*01:01:01',
      ['homozygous-once'],
    ],
    [
      'arcasHLA: an empty list is a missing gene',
      rowsOf(files.arcasGenotype, ['"A*01:01:01","A*02:01:01"', '']),
      '',
      ['locus-missing'],
    ],
    [
      'OptiType: a gene without reads has blank cells',
      rowsOf(files.optiType, ['A*01:01\tA*02:01', '\t']),
      '',
      ['locus-missing'],
    ],
    [
      'OptiType: solutions as good as the best are possible genotypes',
      `${files.optiType}1\tA*01:01\tA*02:06\tB*07:02\tB*08:01\tC*07:01\tC*07:02\t512.0\t498.5\n`,
      'HLA-A*01:01+HLA-A*02:01|HLA-A*01:01+HLA-A*02:06',
      [],
    ],
    [
      'OptiType: worse solutions are left out',
      `${files.optiType}1\tA*03:01\tA*02:06\tB*07:02\tB*08:01\tC*07:01\tC*07:02\t500.0\t480.1\n`,
      'HLA-A*01:01+HLA-A*02:01',
      [],
    ],
    [
      'HLA*LA: a low probability is doubtful',
      files.hlaLaOf([
        files.laRow('A', 1, 'A*01:01:01G', { q1: 0.61 }),
        files.laRow('A', 2, 'A*02:01:01G', { q1: 0.61 }),
      ]),
      'HLA-A*01:01:01G+HLA-A*02:01:01G',
      ['low-confidence'],
    ],
    [
      'HLA*LA: an imperfect G group is doubtful',
      files.hlaLaOf([files.laRow('A', 1, 'A*01:01:01G', { perfect: 0 }), files.laRow('A', 2, 'A*02:01:01G')]),
      'HLA-A*01:01:01G+HLA-A*02:01:01G',
      ['low-confidence'],
    ],
    [
      'HLA*LA: k-mers of the allele that the reads lack are doubtful',
      files.hlaLaOf([
        files.laRow('A', 1, 'A*01:01:01G', { kmers: 0.93 }),
        files.laRow('A', 2, 'A*02:01:01G'),
      ]),
      'HLA-A*01:01:01G+HLA-A*02:01:01G',
      ['low-confidence'],
    ],
    [
      'HLA*LA: alleles of one groove stand in one copy',
      files.hlaLaOf([files.laRow('A', 1, 'A*01:01:01;A*01:32'), files.laRow('A', 2, 'A*02:01:01')]),
      'HLA-A*01:01:01/HLA-A*01:32+HLA-A*02:01:01',
      [],
    ],
    [
      'SpecHLA: a dash is a copy that was not called',
      rowsOf(files.specHla, ['A*02:01:01', '-']),
      'HLA-A*01:01:01+HLA-A*UUUU',
      ['no-call'],
    ],
    [
      'SpecHLA: no match is a copy that was not called',
      rowsOf(files.specHla, ['A*02:01:01', 'no_match']),
      'HLA-A*01:01:01+HLA-A*UUUU',
      ['no-call'],
    ],
    [
      'SpecImmune: NA is no call, and possible alleles are all kept beside its one guess',
      files.specImmuneOf([
        files.specImmuneRow('HLA-A', 1, 'HLA-A*02:43N;HLA-A*02:01:01'),
        files.specImmuneRow('HLA-A', 2, 'NA'),
      ]),
      'HLA-A*02:01:01/HLA-A*02:43N+HLA-A*UUUU',
      ['not-expressed', 'no-call'],
    ],
    [
      'SpecHLA: headers parted by blanks above rows parted by tabs',
      'Locus   Chromosome      Allele\nA\t1\tA*01:01:01;A*01:32\nA\t2\tA*02:01:01\n',
      'HLA-A*01:01:01/HLA-A*01:32+HLA-A*02:01:01',
      [],
    ],
    [
      'Kourami: an allele that the database lacks is doubtful',
      files.kourami.replace('546\t1.0', '545\t0.998'),
      'HLA-A*01:01:01G+HLA-A*02:01:01G',
      ['low-confidence'],
    ],
    [
      'seq2HLA: an apostrophe marks one of several alleles',
      rowsOf(files.seq2hla, ['A*02:01', "A*02:01'"]),
      'HLA-A*01:01+HLA-A*02:01',
      ['low-confidence'],
    ],
    [
      'seq2HLA: a high p-value is doubtful, and hoz is a homozygous gene',
      rowsOf(files.seq2hla, ['0.001\tA*02:01', '0.3\thoz(0.2)']),
      'HLA-A*01:01+HLA-A*01:01',
      ['low-confidence', 'homozygous-once'],
    ],
    [
      'seq2HLA: no is no call',
      rowsOf(files.seq2hla, ['A*02:01\t0.002', 'no\tNA']),
      'HLA-A*01:01+HLA-A*UUUU',
      ['no-call'],
    ],
  ])('%s', async (_, text, gl, codes) => {
    const report = await readLabFile(bytes(text), { participant: 'K7', minimumGenes: 0 });
    const [row] = report.rows;
    expect(row?.status).not.toBe('rejected');
    expect(row?.typing?.loci.A?.glString ?? '').toBe(gl);
    expect(row?.problems.filter(({ locus }) => locus === 'A').map(({ code }) => code)).toEqual(codes);
  });

  test('HLA-HD: a line that it writes in place of a gene is named, and no later gene moves', async () => {
    const text = files.hlaHd.replace('A\tHLA-A*01:01:01\tHLA-A*02:01:01', "Couldn't read result file.");
    const [row] = (await read(text, 'K7')).rows;
    expect(row?.problems.map(({ code }) => code)).toContain('call-unreadable');
    expect(canonicalText(row!.typing!)).toBe(allGenes.replace(/^[^^]*\^/, ''));
  });

  test('UNIFORMAT: pairs, lists, untyped genes and blank alleles', async () => {
    const report = await read(files.uniformat);
    expect(report.rows.map(({ typing }) => typing && canonicalText(typing))).toEqual([
      twoFields(allGenes),
      'HLA-A*01:01+HLA-A*02:01|HLA-A*01:01+HLA-A*02:06^HLA-B*07:02',
      'HLA-A*01:01+HLA-A*02:01/HLA-A*02:06^HLA-B*07:02+HLA-B*07:02^HLA-DRB1*03:01',
    ]);
  });

  test('a third allele of a gene is refused', async () => {
    const arcas = files.arcasGenotype.replace('"A*02:01:01"', '"A*02:01:01","A*03:01"');
    const la = files.hlaLa + files.hlaLa.split('\n')[1];
    for (const text of [arcas, la])
      expect(errorsOf(await read(text, 'K7'))).toMatchObject([{ code: 'gl-too-many-copies', locus: 'A' }]);
  });

  test('a name that cannot be read rejects the sample with its place', async () => {
    const report = await read(files.t1k.replace('HLA-A*02:01:01', 'HLA-A*99:01'), 'K7');
    expect(report.rows[0]?.status).toBe('rejected');
    expect(errorsOf(report)).toMatchObject([{ code: 'first-field-unknown', row: 1, locus: 'A' }]);
  });
});

const scoreOf = (...loci: readonly string[]): string =>
  files.score6Of(files.scorePatient.replace('K1', 'S-9'), ...loci);

describe('the report of an instrument', () => {
  test('SCORE 6: every possible pair of allele lists is kept', async () => {
    const pairs = [
      ['A*01:01:01 A*01:02', 'A*02:01:01'],
      ['A*01:03', 'A*02:06 A*02:43N'],
    ] as const;
    const report = await readLabFile(bytes(scoreOf(files.scoreLocus('HLA-A', pairs))), { minimumGenes: 1 });
    expect(report.rows[0]?.typing).toMatchObject({
      release: '3.33.0',
      loci: {
        A: { glString: 'HLA-A*01:01:01/HLA-A*01:02+HLA-A*02:01:01|HLA-A*01:03+HLA-A*02:06/HLA-A*02:43N' },
      },
    });
  });

  test('SCORE 6: an assigned pair is the result, and one that the reactions exclude is refused with both shown', async () => {
    const pairs = [['A*01:01:01 A*01:02', 'A*02:01:01']] as const;
    const text = (calls: string[]): string => scoreOf(files.scoreLocus('HLA-A', pairs, calls));
    const assigned = await readLabFile(bytes(text(['A*02:01', 'A*01:01'])), { minimumGenes: 1 });
    expect(assigned.rows[0]?.typing?.loci.A?.glString).toBe('HLA-A*01:01+HLA-A*02:01');
    const wrong = await readLabFile(bytes(text(['A*03:01', 'A*01:01'])), { minimumGenes: 1 });
    expect(errorsOf(wrong)).toMatchObject([
      {
        code: 'result-contradictory',
        locus: 'A',
        text: 'A*03:01, A*01:01',
        against: { text: 'A*01:01:01 + A*02:01:01' },
      },
    ]);
  });

  test('SCORE 6: a list beyond the limit of a typing is kept in two fields, null alleles as they are', async () => {
    const many = Array.from(
      { length: 1900 },
      (_, index) => `A*02:01:${String(index % 900).padStart(3, '1')}:${(index % 90) + 10}`,
    );
    const pairs = Array.from(
      { length: 4 },
      () => [`${many.join(' ')} A*02:01:01:02N`, 'A*01:01:01'] as const,
    );
    const report = await readLabFile(bytes(scoreOf(files.scoreLocus('HLA-A', pairs))), { minimumGenes: 1 });
    expect(report.rows[0]?.typing?.loci.A?.glString).toBe('HLA-A*01:01+HLA-A*02:01/HLA-A*02:01:01:02N');
    expect(report.rows[0]?.problems.map(({ code }) => code)).toContain('alternatives-shortened');
  });

  test.each([
    ['SCORE 6', files.score6.replace('<lastName>\n<', '<lastName>Doe<'), 'lastname'],
    [
      'SCORE 6',
      files.score6.replace('<dateOfBirth/>', '<dateOfBirth>1990-02-03</dateOfBirth>'),
      'dateofbirth',
    ],
    ['DonorNet', files.donorNetOf({ a1: '1' }, '<lname>Doe</lname>'), 'lname'],
    [
      'SureTyper',
      files.sureTyperOf({}, '<testInfoEntry name="Patient Name">Doe</testInfoEntry>'),
      'Patient Name',
    ],
  ])('%s with a name or a birth date is refused', async (_, text, column) => {
    const report = await read(text, 'K7');
    expect(report.problems).toMatchObject([{ code: 'column-personal', column }]);
    expect(JSON.stringify(report)).not.toMatch(/Doe|1990/);
  });

  test('SCORE 6: the day that stands for no birth date is none', async () => {
    const text = files.score6.replace('<dateOfBirth/>', '<dateOfBirth>1899-12-30</dateOfBirth>');
    expect((await read(text, 'K7')).accepted).toBe(1);
  });

  test.each([
    ['two digits are an antigen', 'a2', '24', 'HLA-A1+HLA-A24'],
    ['a number that was an antigen and an allele is the antigen', 'a2', '203', 'HLA-A1+HLA-A203'],
    ['three digits are an allele', 'a2', '201', 'HLA-A*02:01+HLA-A1'],
    ['98 is no second antigen', 'a2', '98', 'HLA-A1'],
    ['99 is not tested', 'a2', '99', 'HLA-A*UUUU+HLA-A1'],
    ['97 is unknown', 'a2', '97', 'HLA-A*UUUU+HLA-A1'],
    ['nothing is one copy', 'a2', '', 'HLA-A1'],
    ['103 of DR is an allele', 'dr2', '103', 'HLA-DR17+HLA-DRB1*01:03'],
    ['10300 of DR is the antigen', 'dr2', '10300', 'HLA-DR103+HLA-DR17'],
    ['1404 of DR is an allele', 'dr2', '1404', 'HLA-DR17+HLA-DRB1*14:04'],
  ])('DonorNet: %s', async (_, name, value, gl) => {
    const text = files.donorNetOf({
      a1: '1',
      a2: '2',
      b1: '7',
      b2: '8',
      dr1: '17',
      dr2: '15',
      [name]: value,
    });
    const loci = (await read(text)).rows[0]?.typing?.loci;
    expect((name.startsWith('a') ? loci?.A : loci?.DRB1)?.glString).toBe(gl);
  });

  test.each(['12', '14', '15', '16', '17', '18'])(
    'DonorNet: %s of the C list is the first field, since the list is older than the antigens of that number',
    async (number) => {
      const text = files.donorNetOf({ a1: '1', b1: '7', dr1: '17', c1: '7', c2: number });
      const { rows } = await readLabFile(bytes(text));
      expect(rows[0]?.typing?.loci.C?.glString).toBe(`HLA-C*${number}:XX+HLA-Cw7`);
    },
  );

  test.each(['4', '96', '12345', 'A2'])('DonorNet: %s of the A list is refused', async (value) => {
    expect(errorsOf(await read(files.donorNetOf({ a1: value, a2: '2' })))).toMatchObject([
      { code: 'number-unlisted', column: 'a', text: value, locus: 'A' },
    ]);
  });

  test('SureTyper: without an assignment the genotype is the result', async () => {
    const report = await read(files.sureTyperOf({ 'HLA-A': '' }).replaceAll('S-9', 'K1'));
    expect(canonicalText(report.rows[0]!.typing!)).toBe(
      'HLA-A*01:XX+HLA-A*02:XX^HLA-B*07:XX+HLA-B*14:XX^HLA-DRB1*03:XX+HLA-DRB1*15:XX',
    );
    expect(report.rows[0]?.typing?.release).toBe('3.33.0');
  });

  test('SureTyper: an assignment that the genotype excludes is refused with both shown', async () => {
    const report = await read(files.sureTyperOf({ 'HLA-A': 'A1 A3' }).replaceAll('S-9', 'K1'));
    expect(errorsOf(report)).toMatchObject([
      {
        code: 'result-contradictory',
        locus: 'A',
        text: 'A1 A3',
        against: { column: 'genotype', text: 'A*01 A*02' },
      },
    ]);
  });

  test('GenDx TARR: what is not approved or is longer than a typing may be is said', async () => {
    const long = Array.from({ length: 9000 }, () => 'A*01:01:01').join('/');
    const text = files.tarrOf(
      files.tarrLocus('A', `${long}+A*02:01:01`, { fields: 'A*01:01+A*02:01', status: 'Not Reviewed' }),
      files.tarrLocus('B', 'B*07:02:01+B*08:01:01'),
    );
    const [row] = (await read(text)).rows;
    expect(canonicalText(row!.typing!)).toBe('HLA-A*01:01+HLA-A*02:01^HLA-B*07:02:01+HLA-B*08:01:01');
    expect(row?.problems.filter(({ locus }) => locus === 'A').map(({ code }) => code)).toEqual([
      'alternatives-shortened',
      'result-unreviewed',
    ]);
    expect(row?.typing?.release).toBe('3.38.0');
  });

  test.each([
    ['a document type', files.tarr.replace('<ProjectXml>', '<!DOCTYPE x><ProjectXml>'), 'xml-forbidden'],
    ['a cut in the middle', files.score6.slice(0, 700), 'xml-malformed'],
    ['nobody', '<donorupload/>', 'rows-missing'],
    ['too many levels', `<projectxml>${'<a>'.repeat(100)}`, 'too-deep'],
  ])('with %s is refused', async (_, text, code) => {
    expect((await read(text)).problems.map((problem) => problem.code)).toEqual([code]);
  });
});
