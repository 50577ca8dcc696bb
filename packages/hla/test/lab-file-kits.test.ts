import { describe, expect, test } from '@jest/globals';
import { readLabFile } from '../src/lab-file/read.ts';
import { scoredLoci } from '../src/locus.ts';
import { canonicalText } from '../src/typing.ts';
import * as files from './program-files.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
/** Reads a file as the study does, which keeps A, B and DRB1. */
const read = (text: string, participant?: string) =>
  readLabFile(bytes(text), { loci: scoredLoci, ...(participant === undefined ? {} : { participant }) });
const twoFields = (text: string): string => text.replaceAll(/(\*\d+:\d+)[:\dG]*/g, '$1');

const { allGenes } = files;

describe('a file that holds no typing', () => {
  test.each([
    ['variants', '##fileformat=VCF\n##source=x\n#CHROM\tPOS\tID\n6\t1\t.\n', /VCF/],
    ['sequences', '>HLA:HLA00001 A*01:01\nACGT\n', /FASTA/],
    ['reads', '@read1\nACGTN\n+\nIIIII\n', /FASTQ/],
    ['HL7 version 2', 'MSH|^~\\&|LAB|X\n', /HL7.*FHIR/],
    ['a web page', '<!doctype html><html><body>typing</body></html>', /web page/],
    ['abundances of arcasHLA', '{"A":[["0",["A*01:01:01:01"],0.5]]}', /arcasHLA.*genotype\.json/],
    [
      'candidates of HLA-HD',
      '#Pair count\t2\n#Best allele pair\t1\nHLA-A*01:01\tHLA-A*02:01\n',
      /HLA-HD.*final\.result/,
    ],
    [
      'candidates of SpecHLA',
      '# version: x\nGene\tG_best\tallele\tdetails\nHLA_A_1\tA*01:01\tA*01:01\t-\n',
      /SpecHLA.*hla\.result\.txt/,
    ],
    [
      'the first step of SpecImmune',
      'Locus   Chromosome      Allele  Reads_num   homo_flag\nA\t1\tA*01:01\t5\tFalse\n',
      /SpecImmune/,
    ],
    ['antibodies', 'Sample;BeadID;Specificity;MFI\nS1;003;A1;1200\n', /antibodies/],
  ])('is refused with what it looks like and what to send: %s', async (_, text, message) => {
    const { problems } = await read(text);
    expect(problems).toMatchObject([{ code: 'format-other' }]);
    expect(problems[0]?.message).toMatch(message);
  });

  test.each([
    ['1f8b0800', 'file-compressed'],
    ['255044462d312e37', 'file-document'],
    ['89504e470d0a1a0a', 'file-document'],
    ['ffd8ffe000104a46', 'file-document'],
  ])('is refused by its first bytes: %s', async (hex, code) => {
    const report = await readLabFile(Buffer.from(`${hex}${'00'.repeat(40)}`, 'hex'));
    expect(report.problems).toMatchObject([{ code, message: expect.stringMatching(/send/) }]);
  });

  test('is refused with the formats that there are when it looks like nothing known', async () => {
    const { problems } = await read('to whom it may concern\n');
    expect(problems).toMatchObject([
      { code: 'format-unknown', message: expect.stringMatching(/A_1.*GL string.*HML/) },
    ]);
  });
});

describe('any file of one person', () => {
  const wide = 'A_1,A_2,B_1,B_2,DRB1_1,DRB1_2\n01:01,02:01,07:02,08:01,03:01,15:01\n';
  const long = 'locus,allele_1,allele_2\nA,01:01,02:01\nB,07:02,08:01\nDRB1,03:01,15:01\n';
  const gl = twoFields(allGenes);
  const assignment = `<allele-assignment><glstring>${gl}</glstring></allele-assignment>`;
  const hml = `<hml><sample id="x y"><typing>${assignment}</typing></sample></hml>`;
  const fhir = JSON.stringify({
    resourceType: 'Observation',
    code: { coding: [{ code: '84413-4' }] },
    subject: { identifier: { value: 'x y' } },
    valueCodeableConcept: { coding: [{ system: 'http://glstring.org', code: gl }] },
  });

  test.each([
    ['wide, without a column for the participant', wide],
    ['wide, with another code', wide.replace('A_1', 'sample,A_1').replace('\n01', '\nS-9,01')],
    ['long', long],
    ['HML', hml],
    ['FHIR', fhir],
  ])('takes the kit that is given: %s', async (_, text) => {
    const report = await read(text, 'K7');
    expect(report.problems).toEqual([]);
    expect(
      report.rows.map(({ participant, typing }) => [participant, typing && canonicalText(typing)]),
    ).toEqual([['K7', gl]]);
  });

  test.each([
    ['wide', wide],
    ['long', long],
  ])('may name the kit in its first line: %s', async (_, text) => {
    expect((await read(`# participant: K7\n${text}`)).rows.map(({ participant }) => participant)).toEqual([
      'K7',
    ]);
    expect((await read(text)).problems[0]?.code).toBe('participant-column-missing');
  });

  test.each([
    ['wide', `${wide}01:01,02:01,07:02,08:01,03:01,15:01\n`],
    ['long', `sample_id,${long.replace(/\n(?=.)/g, '\nS1,')}S2,A,01:01,02:01\n`],
    ['HML', hml.replace('</hml>', '<sample id="b"/></hml>')],
    ['FHIR', `[${fhir},${fhir.replace('x y', 'z')}]`],
    [
      'FHIR without codes',
      ['a', 'b']
        .map((id) => fhir.replace('{"identifier":{"value":"x y"}}', `{"reference":"Patient/${id}"}`))
        .join('\n'),
    ],
  ])('of which there are several is refused with one kit: %s', async (_, text) => {
    expect((await read(text, 'K7')).problems).toMatchObject([{ code: 'participant-several' }]);
  });
});

describe('a table of a laboratory system, by headers that are published', () => {
  const gl = twoFields(allGenes);
  const molecular = 'mA1Cd,mA2Cd,mB1Cd,mB2Cd,mDRB11Cd,mDRB12Cd';
  const alleles = '01:01,02:01,07:02,08:01,03:01,15:01';

  test.each([
    ['HistoTrac', `PatientId,${molecular},mBw1Cd\nK1,${alleles},Bw6\n`],
    [
      'HistoTrac with antigens',
      `PatientId,A1Cd,A2Cd,B1Cd,B2Cd,DR1Cd,DR2Cd,${molecular}\nK1,1,2,7,8,17,15,${alleles}\n`,
    ],
    ['HistoTrac, recipients', `patient,${molecular.replaceAll('Cd', 'Cd.recipient')}\nK1,${alleles}\n`],
    [
      'the style of Omixon',
      'Sample;Locus;Allele 1;Allele 2;Quality\nK1;HLA-A;HLA-A*01:01;HLA-A*02:01;PASSED\n' +
        'K1;HLA-B;HLA-B*07:02;HLA-B*08:01;PASSED\nK1;HLA-DRB1;HLA-DRB1*03:01;HLA-DRB1*15:01;PASSED\n',
    ],
    [
      'the style of One Lambda',
      '\ufeff"Sample ID";"Locus";"Allele 1";"Allele 2";"Serology 1";\r\n"K1";"A";"01:01";"02:01";"A1";\r\n' +
        '"K1";"B";"07:02";"08:01";"B7";\r\n"K1";"DRB1";"03:01";"15:01";"DR17";\r\n',
    ],
  ])('is read: %s', async (_, text) => {
    const report = await read(text);
    expect(report.problems).toEqual([]);
    expect(
      report.rows.map(({ participant, typing }) => [participant, typing && canonicalText(typing)]),
    ).toEqual([['K1', gl]]);
  });

  test.each([
    ['names', `PatientId,firstnm,lastnm,${molecular}\nK1,a,b,${alleles}\n`, 'column-personal'],
    [
      'a recipient and a donor in a row',
      `patient,${molecular.replaceAll('Cd', 'Cd.recipient')},${molecular.replaceAll('Cd', 'Cd.donor')}\nK1,${alleles},${alleles}\n`,
      'two-people-per-row',
    ],
  ])('with %s is refused', async (_, text, code) => {
    expect((await read(text)).problems.map((problem) => problem.code)).toContain(code);
  });
});
