import { describe, expect, test } from '@jest/globals';
import { type LabFileOptions, readLabFile } from '../src/lab-file/read.ts';
import { canonicalText } from '../src/typing.ts';

const gl = 'HLA-A*01:01+HLA-A*02:01^HLA-B*07:02+HLA-B*08:01^HLA-DRB1*03:01+HLA-DRB1*15:01';
const alleles = ['A*01:01', 'A*02:01', 'B*07:02', 'B*08:01', 'DRB1*03:01', 'DRB1*15:01'];
const row = (delimiter = ','): string => alleles.join(delimiter);
const pairs = 'A*01:01+A*02:01,B*07:02+B*08:01,DRB1*03:01+DRB1*15:01';

const read = (text: string, options: LabFileOptions = {}) =>
  readLabFile(new TextEncoder().encode(text), options);
/** The participants that were accepted with their typing, or the codes that refused the file. */
async function outcome(text: string, options?: LabFileOptions): Promise<unknown> {
  const { problems, rows, format } = await read(text, options);
  if (problems.length > 0) return problems.map(({ code, column }) => [code, column]);
  return [
    format,
    ...rows.map(({ participant, typing, problems: own }) =>
      typing === undefined ? own.map(({ code }) => code) : [participant, canonicalText(typing)],
    ),
  ];
}

describe('a table of one participant a row', () => {
  test.each([
    ['HLA-A_1', 'participant,HLA-A_1,HLA-A_2,HLA-B_1,HLA-B_2,HLA-DRB1_1,HLA-DRB1_2'],
    ['HLA-A 1', 'participant,HLA-A 1,HLA-A 2,HLA-B 1,HLA-B 2,HLA-DRB1 1,HLA-DRB1 2'],
    ['A*_1', 'participant,A*_1,A*_2,B*_1,B*_2,DRB1*_1,DRB1*_2'],
    [
      'HLA-A Allele 1',
      'participant,HLA-A Allele 1,HLA-A Allele 2,HLA-B Allele 1,HLA-B Allele 2,HLA-DRB1 Allele 1,HLA-DRB1 Allele 2',
    ],
    ['a gene twice', 'participant,A,A,B,B,DRB1,DRB1'],
    ['a gene twice, numbered by a data frame', 'participant,HLA-A,HLA-A.1,HLA-B,HLA-B.1,HLA-DRB1,HLA-DRB1.1'],
    ['a gene and its second copy', 'participant,A,A2,B,B2,DRB1,DRB1_2'],
  ])('is known by headers like %s', async (_, header) => {
    const wide = ['csv-wide', ['K1', gl]];
    expect(await outcome(`${header}\nK1,${row()}\n`)).toEqual(wide);
    const semicolons = header.replaceAll(',', ';');
    expect(await outcome(`${semicolons}\nK1;${row(';')}\n`)).toEqual(wide);
    const quoted = `"${header.replaceAll(',', '","')}"`;
    expect(await outcome(`${quoted}\n"K1","${row('","')}"\n`)).toEqual(wide);
    expect(await outcome(`${header.replaceAll(',', '\t')}\nK1\t${row('\t')}\n`)).toEqual(wide);
  });

  test.each([
    ['ID,HLA-A,HLA-B,HLA-DRB1', ','],
    ['ID;HLA-A;HLA-B;HLA-DRB1', ';'],
    ['"ID";"HLA-A*";"HLA-B*";"HLA-DRB1*"', ';'],
  ])('is known by one column a gene: %s', async (header, delimiter) => {
    const text = `${header}\nK1${delimiter}${pairs.replaceAll(',', delimiter)}\n`;
    expect(await outcome(text)).toEqual(['csv-wide', ['K1', gl]]);
  });

  test.each([
    ['sep=,', 'sep=,\n', []],
    ['comments', '# made by a program\n# version 2; 1,2,3,4,5,6,7,8\n', []],
    ['a title', 'Project: x\n', [1]],
    ['titles and blank lines', '\n\nProject: x, y and z\nRun;12\n\n', [3, 4]],
    ['rows of a report', 'Report,,,,,,\nOperator,,,,,,\n,,,,,,\n', [1, 2]],
  ])('may begin with %s', async (_, before, skipped) => {
    const text = `${before}participant,A_1,A_2,B_1,B_2,DRB1_1,DRB1_2\nK1,${row()}\n`;
    expect(await outcome(text)).toEqual(['csv-wide', ['K1', gl]]);
    const { notes, rows } = await read(text);
    expect(notes.map(({ code, row: at, severity }) => [code, at, severity])).toEqual(
      skipped.map((at) => ['row-skipped', at, 'note']),
    );
    expect(rows[0]!.row).toBe(before.split('\n').length + 1);
  });

  test.each([
    ['typing', 'NGS'],
    ['genotype', 'high'],
    ['Type 1', 'blood'],
    ['allele', 'two-field'],
    ['locus', 'all'],
    ['result', 'final'],
  ])('keeps its format beside a column %s with %s', async (header, value) => {
    const text = `participant,A_1,A_2,B_1,B_2,DRB1_1,DRB1_2,${header}\nK1,${row()},${value}\n`;
    expect(await outcome(text)).toEqual(['csv-wide', ['K1', gl]]);
  });

  test('reads serological equivalents beside the alleles of a gene', async () => {
    const text = `participant,A_1,A_2,B_1,B_2,DRB1_1,DRB1_2,DR_1,DR_2\nK1,${row()},17,15\nK2,${row()},17,4\n`;
    const { rows } = await read(text);
    expect(canonicalText(rows[0]!.typing!)).toBe(gl);
    expect(rows[1]!.problems.filter(({ severity }) => severity === 'error')).toMatchObject([
      {
        code: 'gl-gene-repeated',
        column: 'DR_2',
        text: '17,4',
        against: { column: 'DRB1_2', text: 'DRB1*03:01,DRB1*15:01' },
      },
    ]);
  });
});

describe('a table with other genes', () => {
  const header = 'participant,A_1,A_2,B_1,B_2,DRB1_1,DRB1_2';
  const genes: readonly (readonly [string, string, string])[] = [
    ['C_1,C_2', '07:01,07:02', 'HLA-C*07:01+HLA-C*07:02'],
    ['Cw1,Cw2', 'Cw7,C*07:02', 'HLA-C*07:02+HLA-Cw7'],
    ['HLA-DQA1_1,HLA-DQA1_2', '01:02,05:01', 'HLA-DQA1*01:02+HLA-DQA1*05:01'],
    ['DQB1,DQB2', '02:01,06:02', 'HLA-DQB1*02:01+HLA-DQB1*06:02'],
    ['DQA1,DQA1', '01:02,05:01', 'HLA-DQA1*01:02+HLA-DQA1*05:01'],
    ['DPA1 Allele 1,DPA1 Allele 2', '01:03,02:01', 'HLA-DPA1*01:03+HLA-DPA1*02:01'],
    ['DPB1', 'DPB1*04:01+DPB1*104:01', 'HLA-DPB1*04:01+HLA-DPB1*104:01'],
    ['DRB3_1,DRB3_2', '01:01,', 'HLA-DRB3*01:01'],
    ['DRB345_1,DRB345_2', 'DRB3*01:01,DRB5*01:01', 'HLA-DRB3*01:01^HLA-DRB5*01:01'],
    ['DRB3/4/5', 'DRB3*01:01+DRB3*02:02', 'HLA-DRB3*01:01+HLA-DRB3*02:02'],
  ];

  test.each(genes)('reads %s', async (columns, cells, glString) => {
    const text = `${header},${columns}\nK1,${row()},${cells}\n`;
    const { rows } = await read(text);
    expect(rows[0]!.problems.map(({ code }) => code)).toEqual(
      cells.startsWith('Cw') ? ['antigen-level'] : [],
    );
    const own = Object.entries(rows[0]!.typing!.loci).filter(
      ([locus]) => !['A', 'B', 'DRB1'].includes(locus),
    );
    expect(own.map(([, typing]) => typing.glString).join('^')).toBe(glString);
  });

  test('drops and counts those that are not kept, whatever they hold', async () => {
    const once = genes.filter(([names]) => names !== 'DQA1,DQA1');
    const columns = once.map(([names]) => names).join(',');
    for (const cells of [once.map(([, values]) => values).join(','), columns.replace(/[^,]+/g, 'C*99:99')]) {
      const text = `${header},${columns},MICA_1,HLA-E\nK1,${row()},${cells},009,01:01\n`;
      const report = await readLabFile(new TextEncoder().encode(text), { loci: ['A', 'B', 'DRB1'] });
      expect(report.problems).toEqual([]);
      expect(canonicalText(report.rows[0]!.typing!)).toBe(gl);
      expect(Object.keys(report.otherGenes).toSorted()).toEqual(
        ['C', 'DPA1', 'DPB1', 'DQA1', 'DQB1', 'DRB3', 'DRB3/4/5', 'E', 'MICA'].toSorted(),
      );
      expect(report.rows[0]!.problems.every(({ severity }) => severity === 'note')).toBe(true);
      expect(JSON.stringify(report)).not.toMatch(/(?:C|D[QP][AB]1|DRB[345]|MICA|E)\*\d/);
    }
  });
});

describe('a table of one gene a row', () => {
  const genes = [
    ['A', 'A*01:01', 'A*02:01'],
    ['B', 'B*07:02', 'B*08:01'],
    ['DRB1', 'DRB1*03:01', 'DRB1*15:01'],
  ] as const;
  const long = (header: string, line: (gene: readonly [string, string, string]) => string[]): string =>
    [header, ...genes.flatMap((gene) => line(gene)), ''].join('\n');

  test.each([
    ['two alleles', long('sample,locus,allele1,allele2', ([gene, one, two]) => [`K1,${gene},${one},${two}`])],
    ['A1 and A2', long('Sample ID;Gene;A1;A2', ([gene, one, two]) => [`K1;HLA-${gene};${one};${two}`])],
    ['types', long('sample\tlocus\tType 1\tType 2', ([gene, one, two]) => [`K1\t${gene}\t${one}\t${two}`])],
    [
      'one allele a row',
      long('sample,gene,allele', ([gene, one, two]) => [`K1,${gene},${one}`, `K1,${gene},${two}`]),
    ],
    [
      'one allele a row that names its gene',
      long('barcode,allele', ([, one, two]) => [`K1,HLA-${one}`, `K1,HLA-${two}`]),
    ],
    ['one genotype a row', long('sample,locus,genotype', ([gene, one, two]) => [`K1,${gene},${one}+${two}`])],
    ['one typing a row', long('sample;locus;typing', ([gene, one, two]) => [`K1;${gene};${one}, ${two}`])],
  ])('is read with %s', async (_, text) => {
    expect(await outcome(text)).toEqual(['csv-long', ['K1', gl]]);
  });

  test('takes two rows that agree as one, and shows both of two that do not', async () => {
    const text = long('sample,locus,allele1,allele2', ([gene, one, two]) => [`K1,${gene},${one},${two}`]);
    expect(await outcome(`${text}K1,A,A*02:01,A*01:01\n`)).toEqual(['csv-long', ['K1', gl]]);
    const { rows } = await read(`${text}K1,A,A*02:01,A*03:01\n`);
    expect(rows[0]!.problems).toMatchObject([
      {
        code: 'gene-duplicate-row',
        row: 5,
        text: 'A*02:01,A*03:01',
        against: { row: 2, text: 'A*01:01,A*02:01' },
      },
    ]);
  });

  test.each(
    'V|Y|HFE|KIR|KIR3DL1|MICA|MICB|DRB3/4/5|DRB345|HLA-DRA|DRB6|DQA2|DPA2|DPB2|DMA|DMB|DOA|DOB|E|F|G|H|J|K|L|N|P|R|S|T|U|W|TAP1|TAP2'.split(
      '|',
    ),
  )('notes a row of %s and rejects nothing', async (gene) => {
    const text = long('sample,locus,allele1,allele2', ([name, one, two]) => [`K1,${name},${one},${two}`]);
    const { rows, otherGenes } = await read(`${text}K1,${gene},01:01,x9\n`);
    expect(rows[0]).toMatchObject({ status: 'accepted' });
    expect(Object.values(otherGenes)).toEqual([1]);
  });

  test('of a gene on no list is a warning, since it may be a slip', async () => {
    const text = long('sample,locus,allele1,allele2', ([name, one, two]) => [`K1,${name},${one},${two}`]);
    const { rows } = await read(`${text}K1,QQ,01:01,02:01\n`);
    expect(rows[0]).toMatchObject({ status: 'accepted-with-warnings' });
    expect(rows[0]!.problems).toMatchObject([
      { code: 'gene-unreadable', severity: 'warning', row: 5, column: 'locus', text: 'QQ' },
    ]);
    const nameless = await read(`${text}K1,,Q1,Q2\n`);
    expect(nameless.rows[0]!.status).toBe('rejected');
  });

  test('of three alleles of a gene is an error of that participant', async () => {
    const text = long('sample,gene,allele', ([gene, one, two]) => [`K1,${gene},${one}`, `K1,${gene},${two}`]);
    expect(await outcome(`${text}K1,A,A*03:01\n`)).toEqual(['csv-long', ['gl-too-many-copies']]);
  });
});

describe('lines of participant and GL string', () => {
  test.each([
    ['tabs', `K1\t${gl}\n`],
    ['a release', `K1\thla#3.58.0#${gl}\n`],
    ['commas', `K1,${gl}\n`],
    ['blanks', `K1 ${gl}\n`],
    ['blanks within the GL string', `K1 ${gl.replaceAll('+', ' + ')}\r\n`],
    ['a column a gene', `K1\t${gl.replaceAll('^', '\t')}\n`],
    ['a comment before', `# made by hand\nK1\t${gl}\n`],
    ['headers of no known meaning', `Person A\tFinding\nK1\t${gl}\n`],
  ])('are read with %s', async (_, text) => {
    expect(await outcome(text)).toEqual(['gl-lines', ['K1', gl]]);
  });

  test.each([
    ['the name of a gene', `HLA-A\tHLA-A*01:01+HLA-A*02:01\nHLA-B\tHLA-B*07:02+HLA-B*08:01\n`],
    ['a word of a sentence', `Sample K1 ${gl}\n`],
    ['cells of one copy each', `K1,${row()}\n`],
  ])('are never made of %s', async (_, text) => {
    expect(await outcome(text)).toEqual([['format-unknown', undefined]]);
  });
});

describe('the participant', () => {
  const header = 'A_1,A_2,B_1,B_2,DRB1_1,DRB1_2';
  test.each(
    (
      'participant|Participant ID|kit code|Kit|patient|Patient ID|subject|Subject ID|sample|sample name|Sample_ID|' +
      'sample barcode|barcode|IID|individual|Individual ID|donor|Donor ID|recipient|Specimen ID|case id|ID|code'
    ).split('|'),
  )('may stand in a column %s', async (word) => {
    expect(await outcome(`${word},${header}\nK1,${row()}\n`)).toEqual(['csv-wide', ['K1', gl]]);
    expect(await outcome(`${word},gl_string\nK1,${gl}\n`)).toEqual(['csv-gl', ['K1', gl]]);
  });

  test('may stand in a first column without a header, unless it counts the rows', async () => {
    expect(await outcome(`,${header}\nK1,${row()}\n`)).toEqual(['csv-wide', ['K1', gl]]);
    expect(await outcome(`,${header}\n0,${row()}\n1,${row()}\n`)).toEqual([
      ['participant-column-missing', 'participant'],
    ]);
    expect(await outcome(`,sample,${header}\n0,K1,${row()}\n1,K2,${row()}\n`)).toEqual([
      'csv-wide',
      ['K1', gl],
      ['K2', gl],
    ]);
  });

  test('without a column is a refusal that lists the words', async () => {
    const { problems } = await read(`probe,${header}\nK1,${row()}\n`);
    expect(problems).toMatchObject([{ code: 'participant-column-missing' }]);
    for (const word of ['participant', 'kit code', 'sample ID', 'patient ID', 'IID', 'barcode'])
      expect(problems[0]!.message).toContain(word);
  });

  test('is chosen among several identifiers by what can be a participant', async () => {
    const text = `id,patient,sample,${header}\n1,P77,K1,${row()}\n2,K2,S9,${row()}\n`;
    const isParticipant = (code: string): boolean => /^K\d$/.test(code);
    expect(await outcome(text, { isParticipant })).toEqual(['csv-wide', ['K1', gl], ['K2', gl]]);
    const refused = await read(text);
    expect(refused.problems).toMatchObject([{ code: 'participant-ambiguous', column: 'patient, sample' }]);
    expect(JSON.stringify(refused)).not.toContain('P77');
    const none = await read(text, { isParticipant: () => false });
    expect(none.rows.map(({ problems }) => problems[0]!.code)).toEqual(
      Array(2).fill('participant-ambiguous'),
    );
    expect(JSON.stringify(none)).not.toContain('P77');
  });

  test('is the kit where one is named beside other identifiers', async () => {
    expect(await outcome(`sample,kit code,${header}\nS1,K1,${row()}\n`)).toEqual(['csv-wide', ['K1', gl]]);
  });
});

describe('statements about one gene', () => {
  const header = 'participant,A_1,A_2,B_1,B_2,DRB1_1,DRB1_2';
  const contradiction = (column: string, text: string, other: string, otherText: string) => ({
    severity: 'error',
    code: 'gl-gene-repeated',
    column,
    text,
    against: { column: other, text: otherText },
  });

  test('in two columns of one row that agree are one', async () => {
    for (const more of [
      'A,A*02:01+A*01:01',
      `A,A*01+A*02`,
      `gl_string,${gl}`,
      'gl_string,',
      'A,',
      'gl,A*01:XX+A*02:01',
    ]) {
      const [name, value] = more.split(',');
      expect(await outcome(`${header},${name}\nK1,${row()},${value}\n`)).toEqual(['csv-wide', ['K1', gl]]);
    }
  });

  test('that contradict each other reject the row and show both', async () => {
    const whole = await read(`${header},A\nK1,${row()},A*01:01+A*03:01\n`);
    expect(whole.rows[0]!.problems).toMatchObject([
      contradiction('A', 'A*01:01+A*03:01', 'A_2', 'A*01:01,A*02:01'),
    ]);
    const string = await read(`${header},gl_string\nK1,${row()},B*07:02+B*44:02\n`);
    expect(string.rows[0]!.problems).toMatchObject([
      contradiction('gl_string', 'B*07:02+B*44:02', 'B_2', 'B*07:02,B*08:01'),
    ]);
  });

  test('give the finer names of both, copy by copy', async () => {
    const text = `${header},A\nK1,A*01,A*02:01,B*07:02,B*08:01,DRB1*03:01,DRB1*15:01,A*01:01+A2\n`;
    expect(await outcome(text)).toEqual(['csv-wide', ['K1', gl]]);
  });

  test('complete a copy that only one of them has', async () => {
    const { rows } = await read(
      `${header},A\nK1,A*01:01,,B*07:02,B*08:01,DRB1*03:01,DRB1*15:01,A*01:01+A*02:01\n`,
    );
    expect(rows[0]).toMatchObject({ status: 'accepted' });
    expect(canonicalText(rows[0]!.typing!)).toBe(gl);
    const single = await read(`${header},A\nK1,A*01:01,,B*07:02,B*08:01,DRB1*03:01,DRB1*15:01,A*02:01\n`);
    expect(single.rows[0]!.problems.map(({ code }) => code)).toContain('gl-gene-repeated');
  });

  test('in a column of no known meaning are named', async () => {
    const { rows } = await read(`${header},second opinion\nK1,${row()},A*03:01\n`);
    expect(rows[0]!.problems).toMatchObject([
      { code: 'typing-unread', column: 'second opinion', severity: 'warning' },
    ]);
  });
});
