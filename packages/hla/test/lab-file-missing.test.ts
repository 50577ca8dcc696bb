import { describe, expect, test } from '@jest/globals';
import { readLabFile } from '../src/lab-file/read.ts';

const read = async (text: string) => {
  const { problems, rows } = await readLabFile(new TextEncoder().encode(text));
  expect(problems).toEqual([]);
  return rows[0]!;
};
const header = 'participant,A_1,A_2,B_1,B_2,DRB1_1,DRB1_2';
const others = 'B*07:02,B*08:01,DRB1*03:01,DRB1*15:01';
const missing = (
  'NA|N/A|n.a.|nan|NaN|<NA>|#N/A|n.d.|ND|none|null|unknown|Unknown|UNK|no call|No Call|no-call|NoCall|not tested|NT|not typed|' +
  'n/d|A*|not done|not determined|no result|failed|low coverage|missing|?|****|***|^|0|00|0000|000000|-9|desconocido|нет данных'
).split('|');

describe('a missing value', () => {
  test.each(missing)('%s leaves the gene out when both copies have it, and rejects nothing', async (word) => {
    for (const cell of [word, ` ${word} `, `"${word.toUpperCase()}"`]) {
      const row = await read(`${header}\nK1,${cell},${cell},${others}\n`);
      expect(row.status).toBe('accepted-with-warnings');
      expect(Object.keys(row.typing!.loci)).toEqual(['B', 'DRB1']);
      expect(row.problems.map(({ code, locus }) => [code, locus])).toEqual([['locus-missing', 'A']]);
    }
  });

  test.each(missing)('%s beside a typed copy is an unknown copy, never a homozygous person', async (word) => {
    const glString = 'HLA-A*01:01+HLA-A*UUUU';
    const wide = await read(`${header}\nK1,A*01:01,${word},${others}\n`);
    expect(wide.typing!.loci.A!.glString).toBe(glString);
    expect(wide.problems.map(({ code }) => code)).toEqual(['copy-untested']);
    const long = await read(
      `id,locus,allele1,allele2\nK1,A,${word},01:01\nK1,B,07:02,08:01\nK1,DRB1,03:01,15:01\n`,
    );
    expect(long.typing!.loci.A!.glString).toBe(glString);
    const whole = await read(
      `participant\tA\tB\tDRB1\nK1\tA*01:01+${word}\tB*07:02+B*08:01\tDRB1*03:01+DRB1*15:01\n`,
    );
    expect(whole.typing!.loci.A!.glString).toBe(glString);
  });

  test.each(['A*NA', 'HLA-A*unknown', 'A*0000', 'A_NA', 'HLA-A*no call'])(
    'may name its gene: %s',
    async (word) => {
      const row = await read(`${header}\nK1,A*01:01,${word},${others}\n`);
      expect(row.typing!.loci.A!.glString).toBe('HLA-A*01:01+HLA-A*UUUU');
      const gl = await read(`K1\tA*01:01+${word.replace('_', '*')}^B*07:02+B*08:01^DRB1*03:01+DRB1*15:01\n`);
      expect(gl.typing!.loci.A!.glString).toBe('HLA-A*01:01+HLA-A*UUUU');
    },
  );

  test.each(['NA', 'N/A', 'unknown', 'no call', 'n.d.', 'HLA-A*'])(
    'in a GL string without its gene belongs to the block it stands in: %s',
    async (word) => {
      for (const block of [`HLA-A*01:01+${word}`, `${word}+HLA-A*01:01`]) {
        const row = await read(
          `kit\tgl\nK1\t${block}^HLA-B*07:02+HLA-B*08:01^HLA-DRB1*03:01+HLA-DRB1*15:01\n`,
        );
        expect(row.typing!.loci.A!.glString).toBe('HLA-A*01:01+HLA-A*UUUU');
      }
      const none = await read(
        `kit\tgl\nK1\t${word}+${word}^HLA-B*07:02+HLA-B*08:01^HLA-DRB1*03:01+HLA-DRB1*15:01\n`,
      );
      expect(Object.keys(none.typing!.loci)).toEqual(['B', 'DRB1']);
    },
  );

  test.each(['-', '.', 'x', 'blank'])('in a GL string is not %p, which means one copy', async (word) => {
    const row = await read(`K1\tHLA-A*01:01+${word}^HLA-B*07:02+HLA-B*08:01^HLA-DRB1*03:01+HLA-DRB1*15:01\n`);
    expect(row.typing!.loci.A!.glString).toBe('HLA-A*01:01');
    expect(row.problems.map(({ code }) => code)).toEqual(['single-copy']);
  });

  test.each(['-', '--', '–', '.', 'blank', 'x', ''])(
    'is not %p, which means one copy, with an interval',
    async (word) => {
      const row = await read(`${header}\nK1,A*01:01,${word},${others}\n`);
      expect(row.typing!.loci.A!.glString).toBe('HLA-A*01:01');
      expect(row.problems.map(({ code }) => code)).toEqual(['single-copy']);
    },
  );

  test('in place of a GL string leaves the row to its other columns', async () => {
    for (const word of ['NA', 'n.d.', '-', '']) {
      const row = await read(`${header},gl_string\nK1,A*01:01,A*02:01,${others},${word}\n`);
      expect(row.status).toBe('accepted');
    }
  });
});

describe('alternatives in the cell of a copy', () => {
  test.each([
    'A*02:01/A*02:07',
    'A*02:01;A*02:07',
    '"A*02:01,A*02:07"',
    '"A*02:01, A*02:07"',
    '"02:01,02:07"',
    '02:01/07',
    '02:01;07',
  ])('are read from %s', async (cell) => {
    const row = await read(`${header}\nK1,A*01:01,${cell},${others}\n`);
    expect(row.typing!.loci.A!.glString).toBe('HLA-A*01:01+HLA-A*02:01/HLA-A*02:07');
  });

  test('are not read from a number that a spreadsheet made', async () => {
    const row = await read(`${header}\nK1,A*01:01,"0,5597",${others}\n`);
    expect(row.problems[0]!.code).toBe('excel-time');
  });
});
