import { describe, expect, test } from '@jest/globals';
import { parseDyads } from '../../../engine/validation/dyads-table.ts';

const header = 'cohort,actor,partner,wtm,would_meet,visual';
const table = (...lines: string[]): string => [header, ...lines].join('\n');

describe('a table of dyads', () => {
  test('is read by its column names, in any order, with what is missing as null', () => {
    const { rows, scores, cohorts } = parseDyads(
      'visual,would_meet,wtm,partner,actor,cohort\n50.5,,7,b,a,c1\n,0,,a,b,c1\n',
    );
    expect({ scores, cohorts }).toEqual({ scores: ['visual'], cohorts: 1 });
    expect(rows.map(({ wtm, wouldMeet, scores: own }) => ({ wtm, wouldMeet, ...own }))).toEqual([
      { wtm: 7, wouldMeet: null, visual: 50.5 },
      { wtm: null, wouldMeet: false, visual: null },
    ]);
  });

  test('is the same with a byte order mark, semicolons, Windows line ends and quotes', () => {
    const plain = parseDyads(table('c,a,b,4,1,2.5'));
    expect(parseDyads(`\uFEFF${header.replaceAll(',', ';')}\r\n"c";"a";"b";4;TRUE;2.5\r\n`)).toEqual(plain);
    expect(parseDyads(`${header}\r\n"c","a","b",4,yes,2.5\n`)).toEqual(plain);
  });

  test('has decimal commas where cells are separated by semicolons or tabs', () => {
    const plain = parseDyads(table('c,a,b,4,1,2.5'));
    for (const separator of [';', '\t'])
      expect(
        parseDyads(
          `${header},c,a,b,4,1,"2#5"`.replace(',c,', '\nc,').replaceAll(',', separator).replace('#', ','),
        ),
      ).toEqual(plain);
    expect(() => parseDyads(table('c,a,b,4,1,"2,5"'))).toThrow('row 2, column visual: "2,5" is not a number');
  });

  test('may have answers of 1.0 and 0.0, as pandas writes a column that misses a value', () => {
    const { rows } = parseDyads(table('c,a,b,4.0,1.0,1', 'c,b,a,5.0,0.0,1', 'c,a,d,NA,NA,1'));
    expect(rows.map(({ wouldMeet }) => wouldMeet)).toEqual([true, false, null]);
  });

  test('keeps people of different cohorts apart', () => {
    const { rows, cohorts, byCohort } = parseDyads(table('c1,a,b,4,1,1', 'c2,a,b,4,1,1'));
    expect(cohorts).toBe(2);
    expect([...byCohort].map(([name, own]) => [name, own.length])).toEqual([
      ['c1', 1],
      ['c2', 1],
    ]);
    expect(new Set(rows.map(({ actor }) => actor)).size).toBe(2);
  });

  test('leaves out rows that the study excluded, and counts them', () => {
    const { rows, excluded } = parseDyads(`${header},excluded\nc,a,b,4,1,1,known\nc,b,a,4,1,1,\n`);
    expect([rows.length, excluded]).toEqual([1, 1]);
  });

  test('names columns that it does not use, and not those of the export', () => {
    const { unknownColumns } = parseDyads(`${header},propensity,followup_met,mood\nc,a,b,4,1,1,,,x\n`);
    expect(unknownColumns).toEqual(['mood']);
  });

  test.each([
    ['', 'row 1: the table is empty'],
    ['cohort,actor,partner,wtm,visual\n', 'row 1, column would_meet: this column is missing'],
    ['cohort,actor,partner,wtm,would_meet\n', 'row 1: there is no score'],
    [`${header},wtm\n`, 'row 1, column wtm: this column stands twice'],
    [table('c,a,b,8,1,1'), 'row 2, column wtm: 8 is not between 1 and 7'],
    [table('c,a,b,4,1,1', 'c,b,a,four,1,1'), 'row 3, column wtm: "four" is not a number'],
    [table('', 'c,a,b,4,1,1', '', 'c,b,a,four,1,1'), 'row 5, column wtm: "four" is not a number'],
    [table('c,a,b,4,maybe,1'), 'row 2, column would_meet: "maybe" is neither yes nor no'],
    [table('c,a,b,4,1,Infinity'), 'row 2, column visual: "Infinity" is not a number'],
    [table('c,,b,4,1,1'), 'row 2, column actor: this cell must not be empty'],
    [table('c,a,a,4,1,1'), 'row 2, column partner: a person cannot be their own partner'],
    [table('c,a,b,4,1,1', 'c,a,b,5,1,1'), 'row 3, column actor: this actor and partner stand twice'],
    [table('c,a,b,4,1'), 'row 2: 5 cells where the header has 6'],
    [table('c,"a,b,4,1,1'), 'quotation mark'],
  ])('%j is refused with row, column and reason', (text, reason) => {
    expect(() => parseDyads(text)).toThrow(reason);
  });
});
