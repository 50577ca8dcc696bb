import { describe, expect, test } from '@jest/globals';
import { readLabFile } from '../src/lab-file/read.ts';
import { scoredLoci } from '../src/locus.ts';
import { canonicalText } from '../src/typing.ts';

const scored = 'HLA-A*01:01+HLA-A*02:01^HLA-B*07:02+HLA-B*08:01^HLA-DRB1*03:01+HLA-DRB1*15:01';
const others = 'HLA-C*04:01+HLA-C*99:01^HLA-DRB3*01:01+HLA-DRB5*01:01^HLA-DPB1*04:01+HLA-DPB1*04:02';

const files: readonly (readonly [string, string])[] = [
  ['GL lines', `K1\t${scored}^${others}^HLA-E*01:01+HLA-E*01:03\n`],
  [
    'phased GL lines',
    'K1\tHLA-A*01:01~HLA-C*07:01~HLA-B*08:01~HLA-DRB1*03:01+HLA-A*02:01~HLA-C*07:02~HLA-B*07:02~HLA-DRB1*15:01\n',
  ],
  [
    'long rows',
    'id,locus,allele_1,allele_2\nK1,A,01:01,02:01\nK1,B,07:02,08:01\nK1,DRB1,03:01,15:01\nK1,C,04:01,99:01\n',
  ],
  [
    'HML',
    `<hml><sample id="K1">${[scored, others]
      .map((text) => `<typing><allele-assignment><glstring>${text}</glstring></allele-assignment></typing>`)
      .join('')}</sample></hml>`,
  ],
];

describe('a reader that keeps HLA-A, -B and -DRB1', () => {
  test.each(files)('drops and counts the other genes of %s, whatever they hold', async (_, text) => {
    const report = await readLabFile(Buffer.from(text), { loci: scoredLoci });
    const [row] = report.rows;
    expect(canonicalText(row!.typing!)).toBe(scored);
    expect(report.otherGenes['C']).toBe(1);
    // Neither the text that is kept for the record nor a problem holds a name of another gene.
    expect(JSON.stringify(report)).not.toMatch(/(?:C|DRB[345]|DPB1|E)\*/);
    expect(row!.problems.filter(({ severity }) => severity !== 'note')).toEqual([]);
  });

  test('keeps all classical genes unless told', async () => {
    const { rows, otherGenes } = await readLabFile(
      Buffer.from(`K1\t${scored}^${others.replace('99', '07')}^HLA-E*01:01+HLA-E*01:03\n`),
    );
    expect(Object.keys(rows[0]!.typing!.loci)).toEqual(['A', 'B', 'C', 'DRB1', 'DRB3', 'DRB5', 'DPB1']);
    expect(otherGenes).toEqual({ E: 1 });
  });
});
