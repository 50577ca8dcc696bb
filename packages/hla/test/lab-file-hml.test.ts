import { describe, expect, test } from '@jest/globals';
import { readLabFile } from '../src/lab-file/read.ts';
import { canonicalText } from '../src/typing.ts';

const genes = {
  A: ['HLA-A*01:01', 'HLA-A*02:01'],
  B: ['HLA-B*07:02', 'HLA-B*08:01'],
  DRB1: ['HLA-DRB1*03:01', 'HLA-DRB1*15:01'],
} as const;
type Gene = keyof typeof genes;
const names = Object.keys(genes) as Gene[];
const gl = names.map((gene) => genes[gene].join('+')).join('^');

const typing = (content: string): string => `<typing gene-family="HLA" date="2026-01-02">${content}</typing>`;
const assignment = (content: string): string =>
  `<allele-assignment date="2026-01-02" allele-db="IMGT/HLA" allele-version="3.58.0">${content}</allele-assignment>`;
const glstring = (text: string): string => `<glstring>${text}</glstring>`;
const haploid = (locus: string, type: string, method = 'DNA'): string =>
  `<haploid locus="${locus}" method="${method}" type="${type}"/>`;
const block = (...lists: string[][]): string =>
  `<locus-block>${lists
    .map(
      (alleles) => `<allele-list>${alleles.map((each) => `<allele>${each}</allele>`).join('')}</allele-list>`,
    )
    .join('')}</locus-block>`;
const combination = (...blocks: string[]): string =>
  `<diploid-combination>${blocks.join('')}</diploid-combination>`;
const genotypes = (...combinations: string[]): string =>
  `<genotype-list>${combinations.join('')}</genotype-list>`;

const read = async (typings: string, more = '') => {
  const text = `<hml version="1.0.1"><sample id="K1" center-code="1">${more}${typings}</sample></hml>`;
  const { problems, rows } = await readLabFile(new TextEncoder().encode(text));
  expect(problems).toEqual([]);
  return rows[0]!;
};
const withRest = (content: string, ...but: Gene[]): string =>
  content +
  names
    .filter((gene) => !but.includes(gene))
    .map((gene) => typing(assignment(glstring(genes[gene].join('+')))))
    .join('');
const codes = (row: Awaited<ReturnType<typeof read>>): string[] => row.problems.map(({ code }) => code);

describe('a form in which HML states a typing', () => {
  const forms: readonly (readonly [string, (gene: Gene) => string])[] = [
    ['a GL string', (gene) => assignment(glstring(genes[gene].join('+')))],
    [
      'a GL string in an interpretation',
      (gene) => `<interpretation>${glstring(genes[gene].join('+'))}</interpretation>`,
    ],
    [
      'a GL string with a web address beside its text',
      (gene) => assignment(`<glstring uri="http://example.org/1">${genes[gene].join('+')}</glstring>`),
    ],
    [
      'haploids',
      (gene) => assignment(genes[gene].map((name) => haploid(`HLA-${gene}`, name.split('*')[1]!)).join('')),
    ],
    [
      'haploids in an interpretation',
      (gene) =>
        `<interpretation>${genes[gene].map((name) => haploid(gene, name.split('*')[1]!)).join('')}</interpretation>`,
    ],
    [
      'a genotype list',
      (gene) => assignment(genotypes(combination(block([genes[gene][0]]), block([genes[gene][1]])))),
    ],
    [
      'haploids, a genotype list and a GL string that agree',
      (gene) =>
        assignment(
          genes[gene].map((name) => haploid(gene, `${name.split('*')[1]!.slice(0, 2)}:XX`)).join('') +
            genotypes(combination(block([genes[gene][0]]), block([genes[gene][1]]))) +
            glstring(genes[gene].join('+')),
        ),
    ],
  ];
  test.each(forms)('is read: %s', async (_, form) => {
    const row = await read(names.map((gene) => typing(form(gene))).join(''));
    expect(canonicalText(row.typing!)).toBe(gl);
    expect(codes(row)).toEqual([]);
  });

  test('keeps the alternatives, phase and absent alleles of a genotype list', async () => {
    const list = genotypes(
      combination(block(['HLA-DRB1*03:01', 'HLA-DRB1*03:02'], ['HLA-DRB3*01:01']), block(['HLA-DRB1*15:01'])),
      combination(block(['HLA-DRB1*03:05']), block(['HLA-DRB1*15:02'])),
    ).replace('<allele>HLA-DRB1*03:02', '<allele present="N">HLA-DRB1*03:02');
    const row = await read(withRest(typing(assignment(list)), 'DRB1'));
    expect(row.typing!.loci.DRB1!.glString).toBe(
      'HLA-DRB1*03:01+HLA-DRB1*15:01|HLA-DRB1*03:05+HLA-DRB1*15:02',
    );
    expect(row.typing!.loci.DRB3!.glString).toBe('HLA-DRB3*01:01');
  });

  test.each([
    ['SER', '5102', 'HLA-B5102'],
    ['SER', '44', 'HLA-B44'],
    ['DNA', '5102', 'HLA-B*51:02'],
    ['DNA', '44:XX', 'HLA-B*44:XX'],
    ['RNA', '44:02', 'HLA-B*44:02'],
  ])('takes the method of a haploid into account: %s %s', async (method, type, name) => {
    const both = haploid('HLA-B', type, method) + haploid('HLA-B', '07:02');
    const row = await read(withRest(typing(assignment(both)), 'B'));
    expect(row.typing!.loci.B!.glString.split('+')).toContain(name);
  });

  test('gives the finer of two assignments that agree, and shows both of two that do not', async () => {
    const finer = await read(withRest(typing(assignment(glstring('HLA-A*01:XX+HLA-A*02:XX')))));
    expect(canonicalText(finer.typing!)).toBe(gl);
    const torn = await read(
      withRest(typing(assignment(haploid('HLA-A', '03:01') + haploid('HLA-A', '02:01')))),
    );
    expect(torn.problems).toMatchObject([
      {
        code: 'gl-gene-repeated',
        locus: 'A',
        text: 'HLA-A*01:01+HLA-A*02:01',
        against: { text: '03:01,02:01' },
      },
    ]);
  });
});

describe('an element that states no typing that is read', () => {
  /** Every element of the schemas that may hold a result, with the code by which it is named. */
  const unread: readonly (readonly [string, string, string])[] = [
    [
      'sso',
      typing('<typing-method><sso locus="HLA-A" scores="118"/></typing-method>'),
      'result-without-assignment',
    ],
    [
      'ssp',
      typing('<typing-method><ssp locus="A" scores="118"/></typing-method>'),
      'result-without-assignment',
    ],
    ['sso', typing('<sso scores="118"/>'), 'result-without-assignment'],
    [
      'sbt-sanger',
      typing(
        '<typing-method><sbt-sanger locus="HLA-A"><amplification registered-name="x">ACGT</amplification></sbt-sanger></typing-method>',
      ),
      'result-without-assignment',
    ],
    [
      'sbt-ngs',
      typing('<typing-method><sbt-ngs locus="HLA-A"><raw-reads uri="x"/></sbt-ngs></typing-method>'),
      'result-without-assignment',
    ],
    [
      'consensus-sequence',
      typing(
        '<typing-method/><consensus-sequence date="2026-01-02"><consensus-sequence-block><sequence>ACGT</sequence></consensus-sequence-block></consensus-sequence>',
      ),
      'result-without-assignment',
    ],
    [
      'gl-resource',
      typing('<interpretation><gl-resource><x:genotype xmlns:x="y"/></gl-resource></interpretation>'),
      'element-unread',
    ],
    ['glstring', typing(assignment('<glstring uri="http://127.0.0.1:1/gl"/>')), 'gl-reference-only'],
    ['call', typing('<v:call xmlns:v="vendor">HLA-A*01:01</v:call>'), 'element-unread'],
    [
      'glstring',
      typing(`<property name="x">${glstring('HLA-A*03:01+HLA-A*03:02')}</property>`),
      'element-unread',
    ],
    ['property', '<property name="typing" value="HLA-A*01:01+HLA-A*02:01"/>', 'typing-unread'],
  ];
  test.each(unread)('is named, and its gene is never called untyped: %s', async (_, content, code) => {
    const row = await read(withRest(content, 'A'));
    expect(Object.keys(row.typing!.loci)).toEqual(['B', 'DRB1']);
    expect(codes(row)).toContain(code);
    if (code !== 'typing-unread') expect(codes(row)).not.toContain('locus-missing');
  });

  test.each(unread.filter(([, , code]) => code === 'result-without-assignment'))(
    'is passed over beside an assignment: %s',
    async (_, content) => {
      const stated = content.replace(
        'date="2026-01-02">',
        `date="2026-01-02">${assignment(glstring(genes.A.join('+')))}`,
      );
      const row = await read(withRest(stated, 'A'));
      expect([canonicalText(row.typing!), codes(row)]).toEqual([gl, []]);
    },
  );

  test.each(['hmlid', 'reporting-center', 'collection-method', 'typing-test-names'])(
    'is passed over when it holds no result: %s',
    async (element) => {
      const row = await read(withRest(''), `<${element}><typing-test-name name="x"/></${element}>`);
      expect(codes(row)).toEqual([]);
    },
  );

  test('of no gene leaves a gene that stands nowhere untyped', async () => {
    expect(codes(await read(withRest('', 'A')))).toEqual(['locus-missing']);
    const empty = typing(assignment(haploid('HLA-A', ' ') + haploid('HLA-A', ' ')));
    expect(codes(await read(withRest(empty, 'A')))).toEqual(['typing-unknown']);
  });

  test('of a gene outside the classical ones is noted', async () => {
    for (const locus of ['MICA', 'KIR3DL1', 'HFE', 'V', 'DRB3/4/5', 'HLA-E']) {
      const row = await read(withRest(typing(assignment(haploid(locus, '001') + haploid(locus, '002')))));
      expect(row).toMatchObject({ status: 'accepted', problems: [{ code: 'other-gene-ignored' }] });
    }
  });
});

describe('serology in a GL string', () => {
  const read = async (glString: string) => {
    const hml = `<hml version="1.0.1"><sample id="K1"><typing><allele-assignment><glstring>${glString}</glstring></allele-assignment></typing></sample></hml>`;
    const { rows } = await readLabFile(new TextEncoder().encode(hml));
    return [rows[0]!.typing && canonicalText(rows[0]!.typing), rows[0]!.problems.map(({ code }) => code)];
  };

  test.each([
    ['B7+B8^A2+A24(9)^DR17(3)+DR4', 'HLA-A2+HLA-A24^HLA-B7+HLA-B8^HLA-DR17+HLA-DR4', []],
    ['A2+A-^B7+BX^DR4+DR blank', 'HLA-A2^HLA-B7^HLA-DR4', ['single-copy', 'single-copy', 'single-copy']],
    [
      'A2^B7+Bw6^DR4+DR11',
      'HLA-A2^HLA-B7^HLA-DR11+HLA-DR4',
      ['epitope-ignored', 'single-copy', 'single-copy'],
    ],
    ['A2+A3^B7+B8+Bw6^DR4+DR11', 'HLA-A2+HLA-A3^HLA-B7+HLA-B8^HLA-DR11+HLA-DR4', ['epitope-ignored']],
    ['A2+A3^B7+B8^Bw4+Bw6^DR4+DR11', 'HLA-A2+HLA-A3^HLA-B7+HLA-B8^HLA-DR11+HLA-DR4', ['epitope-ignored']],
  ])('is read: %s', async (text, glString, codes) => {
    const [typing, found] = await read(text);
    expect(typing).toBe(glString);
    expect((found as string[]).filter((code) => code !== 'antigen-level')).toEqual(codes);
  });

  test('does not let another gene stand for a copy', async () => {
    expect(await read('A2+A3^B7+MICA*008^DR4+DR11')).toEqual([undefined, ['gl-mixed-genes']]);
  });
});

test('a cell with the symbol of its antigens and no number is a copy that was not told apart', async () => {
  const file = 'participant,A_1,A_2,B_1,B_2,DR_1,DR_2\nK1,A2,A-,B7,BX,DR4,DR-\n';
  const { rows } = await readLabFile(new TextEncoder().encode(file));
  expect(rows[0]!.typing && canonicalText(rows[0]!.typing)).toBe('HLA-A2^HLA-B7^HLA-DR4');
});
