import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../../../foundation/random.ts';
import { readLabFile } from '../src/lab-file/read.ts';
import { writeLabCsv } from '../src/lab-file/write.ts';
import { syntheticTyping } from '../src/synthetic-typing.ts';
import { canonicalText, sameTyping } from '../src/typing.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const header = 'participant,A_1,A_2,B_1,B_2,DRB1_1,DRB1_2';
const good = 'A*01:01,A*02:01,B*07:02,B*08:01,DRB1*03:01,DRB1*15:01';

describe('a wide file', () => {
  test('that the study wrote is read back to the same typings', async () => {
    const random = createRandom('csv');
    const rows = Array.from({ length: 30 }, (_, index) => ({
      participant: `K${index}`,
      typing: syntheticTyping(random),
    }));
    const report = await readLabFile(bytes(writeLabCsv(rows)));
    expect(report).toMatchObject({ format: 'csv-wide', refused: false, accepted: 30, rejected: 0 });
    for (const [index, { typing, status }] of report.rows.entries()) {
      expect(status).toBe('accepted');
      expect(typing && sameTyping(typing, rows[index]!.typing)).toBe(true);
    }
  });

  test('gives a row the same result wherever it stands, also after ten thousand other genotypes', async () => {
    const cells = [
      good,
      'A*01:01,A*2:01,B*07:02,B*08:01,DRB1*03:01,DRB1*15:01',
      'A*01:01N,A*01:99999,B*07:02,,DRB1*03:01,na',
      'A2,A*01:01Q,A*01:01,B*08:01,DRB1*03:01,DRB1*15:01',
      `${'A*01:01/'.repeat(20)}A*01:02,,B*07:02,B*08:01,DRB1*03:01,DRB1*15:01`,
    ];
    const many = Array.from({ length: 10_100 }, (_, at) => {
      const [one, two] = [at % 101, Math.floor(at / 101)].map((number) => String(number + 10));
      return `M${at},A*02:${one},A*24:${two},B*07:02,B*08:01,DRB1*03:01,DRB1*15:01`;
    });
    const twice = [...cells, ...cells].map((row, at) => `K${at},${row}`);
    const again = cells.map((row, at) => `L${at},${row}`);
    const whole = await readLabFile(bytes([header, ...twice, ...many, ...again].join('\n')));
    for (const [at, row] of cells.entries()) {
      const alone = (await readLabFile(bytes(`${header}\nK,${row}`))).rows[0]!;
      for (const place of [at, at + cells.length, at + 2 * cells.length + many.length]) {
        const { participant, ...read } = whole.rows[place]!;
        const problems = alone.problems.map((problem) => ({ ...problem, row: place + 2 }));
        expect({ ...read, participant: 'K' }).toEqual({ ...alone, row: place + 2, problems });
        expect(participant).toMatch(/^[KL]\d$/);
      }
    }
    expect(whole).toMatchObject({ accepted: many.length + 9, rejected: 6 });
  });

  test('that the study wrote has columns of other genes only where a row has them', async () => {
    const typing = syntheticTyping(createRandom('columns'));
    const headersOf = (text: string): string[] => text.split('\n')[0]!.split(',');
    expect(headersOf(writeLabCsv([{ participant: 'K1', typing }]))).toEqual(header.split(','));
    const more = await readLabFile(bytes(`${header},C_1,C_2\nK2,${good},C*07:01,C*07:02\n`));
    const written = writeLabCsv([
      { participant: 'K1', typing },
      { participant: 'K2', typing: more.rows[0]!.typing! },
    ]);
    expect(headersOf(written)).toEqual('participant,A_1,A_2,B_1,B_2,C_1,C_2,DRB1_1,DRB1_2'.split(','));
    const { rows } = await readLabFile(bytes(written));
    expect(sameTyping(rows[1]!.typing!, more.rows[0]!.typing!)).toBe(true);
  });

  test.each([
    [
      'semicolons, a byte-order mark, quotes and a trailing delimiter',
      '\ufeff"Sample ID";"HLA-A_1";"HLA-A_2";"HLA-B_1";"HLA-B_2";"HLA-DRB1_1";"HLA-DRB1_2";\r\n"K1";"A*01:01";"A*02:01";"B*07:02";"B*08:01";"DRB1*03:01";"DRB1*15:01";\r\n',
    ],
    [
      'tabs and the columns of a laboratory system',
      'code\tmA1cd\tmA2cd\tmB1cd\tmB2cd\tmDRB11cd\tmDRB12cd\nK1\t01:01\t02:01\t07:02\t08:01\t03:01\t15:01\n',
    ],
    [
      'columns of typings and DR for DRB1',
      'sampleid,A_typ1,A_typ2,B_typ1,B_typ2,DR1,DR2\nK1,A*0101,A*0201,B*0702,B*0801,DRB1*0301,DRB1*1501\n',
    ],
    ['one column a gene', 'participant,A,B,DRB1\nK1,A*01:01+A*02:01,B*07:02+B*08:01,DRB1*03:01+DRB1*15:01\n'],
  ])('may have %s', async (_, text) => {
    const report = await readLabFile(bytes(text));
    expect(report.problems).toEqual([]);
    expect(report.rows[0]?.participant).toBe('K1');
    expect(canonicalText(report.rows[0]!.typing!)).toBe(
      'HLA-A*01:01+HLA-A*02:01^HLA-B*07:02+HLA-B*08:01^HLA-DRB1*03:01+HLA-DRB1*15:01',
    );
  });

  test('rejects the bad row with row, column and reason, and accepts the others', async () => {
    const report = await readLabFile(
      bytes(`${header}\nK1,${good}\nK2,0.559722222,A*02:01,B*07:02,B*08:01,DRB1*03:01,DRB1*15:01\n`),
    );
    expect(report).toMatchObject({ accepted: 1, rejected: 1 });
    expect(report.rows[1]).toMatchObject({
      participant: 'K2',
      row: 3,
      status: 'rejected',
      problems: [{ row: 3, column: 'A_1', code: 'excel-time', severity: 'error', locus: 'A' }],
    });
    expect(report.rows[1]?.typing).toBeUndefined();
  });

  test('rejects every row of a participant who occurs twice', async () => {
    const report = await readLabFile(bytes(`${header}\nK1,${good}\nK2,${good}\nK1,${good}\n`));
    expect(report.rows.map(({ status }) => status)).toEqual(['rejected', 'accepted', 'rejected']);
    expect(report.rows[0]?.problems[0]?.code).toBe('participant-duplicate');
  });

  test('completes abbreviated lists', async () => {
    const report = await readLabFile(
      bytes(`${header}\nK1,A*01:01/02,A*02:01/02:06,B*07:02,B*08:01,DRB1*03:01,DRB1*15:01\n`),
    );
    expect(report.rows[0]?.typing?.loci.A?.glString).toBe('HLA-A*01:01/HLA-A*01:02+HLA-A*02:01/HLA-A*02:06');
  });

  test('reads a blank second copy as one copy and a blank gene as missing', async () => {
    const report = await readLabFile(bytes(`${header}\nK1,A*01:01,-,B*07:02,B*08:01,,\n`));
    expect(report.rows[0]).toMatchObject({ status: 'accepted-with-warnings' });
    expect(report.rows[0]?.problems.map(({ code }) => code)).toEqual(['single-copy', 'locus-missing']);
  });

  test('rejects a participant with one gene only', async () => {
    const report = await readLabFile(bytes(`${header}\nK1,A*01:01,A*02:01,,,,\n`));
    expect(report.rows[0]?.problems.map(({ code }) => code)).toContain('too-few-loci');
  });

  test.each([
    ['without all columns', 'participant,A_1,A_2,B_1,B_2\nK1,1,2,7,8\n', 'columns-missing'],
    ['with names', `${header},Last Name\nK1,${good},Doe\n`, 'column-personal'],
    ['with birth dates', `${header},DOB\nK1,${good},1990-01-01\n`, 'column-personal'],
    [
      'with two people a row',
      `participant,r_a_typ1,d_a_typ1,A_2,B_1,B_2,DRB1_1,DRB1_2\nK1,1,2,3,4,5,6,7\n`,
      'two-people-per-row',
    ],
    ['with a column twice', `${header},A_1\nK1,${good},A*01:01\n`, 'column-duplicate'],
    ['with an open quotation mark', `${header}\nK1,"${good}\n`, 'quote-open'],
    ['of something else', 'to whom it may concern\n', 'format-unknown'],
    ['of nothing', ' \n ', 'file-empty'],
    ['with NUL characters', `${header}\nK1,\0${good}\n`, 'file-nul'],
  ])('%s is refused', async (_, text, code) => {
    const report = await readLabFile(bytes(text));
    expect(report).toMatchObject({ refused: true, rows: [] });
    expect(report.problems.map((problem) => problem.code)).toContain(code);
  });

  test('in another encoding is refused', async () => {
    const utf16 = Buffer.from(`\ufeff${header}\n`, 'utf16le');
    expect((await readLabFile(utf16)).problems[0]?.code).toBe('file-utf16');
    expect((await readLabFile(Buffer.from(`${header}\n`))).problems[0]?.code).toBe('rows-missing');
    for (const mark of ['504b0304', 'd0cf11e0'])
      expect((await readLabFile(Buffer.from(`${mark}${'00'.repeat(99)}`, 'hex'))).problems[0]?.code).toBe(
        'file-spreadsheet',
      );
    const latin = Buffer.from(`${header}\nK\xe9,${good}\n`, 'latin1');
    expect((await readLabFile(latin)).problems[0]?.code).toBe('file-not-utf8');
  });

  test('beyond a limit is refused', async () => {
    const codes = async (text: string, limits: object): Promise<unknown> =>
      (await readLabFile(bytes(text), { limits })).problems.map(({ code }) => code);
    expect(await codes(`${header}\nK1,${good}\n`, { bytes: 20 })).toEqual(['file-too-large']);
    expect(await codes(`${header}\nK1,${good}\nK2,${good}\n`, { rows: 1 })).toEqual(['too-many-rows']);
    expect(await codes(`${header}\nK1,${good}${','.repeat(600)}\n`, {})).toEqual(['too-many-cells']);
    expect(await codes(`${header}\nK1,${good}${'x'.repeat(300_000)}\n`, {})).toEqual(['cell-too-long']);
  });

  test('never quotes a participant that is not a kit code', async () => {
    const report = await readLabFile(bytes(`${header}\nJane Doe,${good}\n=1+1,${good}\n`));
    expect(report.rows.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(JSON.stringify(report)).not.toContain('Jane');
  });
});

describe('the status of a sample', () => {
  const samplesOf = async (text: string): Promise<unknown[]> =>
    (await readLabFile(bytes(text))).rows.map((row) => row.sample ?? (row.typing ? 'typing' : row.status));

  test('is read from a table without typings, and a word that is none rejects its row', async () => {
    const report = await readLabFile(
      bytes('kit\tSample status\nK1\tRECEIVED\nK2\t\nK3\tfine\nA B\tfailed\n'),
    );
    expect(report).toMatchObject({ format: 'csv-status', accepted: 1, rejected: 3 });
    expect(report.rows.map(({ problems }) => problems.map(({ code }) => code))).toEqual([
      [],
      ...[['status-unreadable'], ['status-unreadable'], ['participant-invalid']],
    ]);
  });

  test('beside a typing counts for a sample that failed or is repeated; other words stay unread', async () => {
    const rows = ['received', 'final', '', 'failed', 'repeat'].map((word, at) => `K${at},${good},${word}`);
    const blank = `K9,,,,,,,received`;
    expect(await samplesOf([`${header},status`, ...rows, blank].join('\n'))).toEqual([
      ...['typing', 'typing', 'typing', 'failed', 'repeat', 'received'],
    ]);
  });

  test('is read from JSON, each kit once', async () => {
    const entries = ['received', 'failed', 'odd'].map((status, at) => ({ kit: `K${at}`, status }));
    expect(await samplesOf(JSON.stringify(entries))).toEqual(['received', 'failed', 'rejected']);
    expect(await samplesOf(JSON.stringify({ statuses: entries.slice(0, 1) }))).toEqual(['received']);
    expect(
      await samplesOf(
        entries
          .slice(0, 2)
          .map((each) => JSON.stringify(each))
          .join('\n'),
      ),
    ).toEqual(['received', 'failed']);
    expect(await samplesOf(JSON.stringify([entries[0], entries[0]]))).toEqual(['rejected', 'rejected']);
    const twice = await readLabFile(bytes(JSON.stringify([entries[0], entries[0]])));
    expect(twice).toMatchObject({ format: 'json-status', accepted: 0, rejected: 2 });
  });
});
