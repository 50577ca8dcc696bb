import { CsvError, parse } from 'csv-parse/sync';
import { HarmoniaError } from '../../foundation/errors.ts';
import type { FollowUpAnswer, StudyRow } from './study-row.ts';

/** The scores that the table of a study's export may hold, in the order in which figures are printed. */
export const scoreColumns = [
  'directed',
  'mutual',
  'visual',
  'personality',
  'personality_raw',
  'biological',
  'biological_raw',
] as const;
const required = ['cohort', 'actor', 'partner', 'wtm', 'would_meet'] as const;
const followUps = ['followup_met', 'followup_again', 'followup_would', 'followup_alike'] as const;
/** Columns of the export that these figures do not use, but for the reason why a row is left out. */
const others = [
  'position',
  'kind',
  'propensity',
  'day_shown',
  'day_answered',
  'excluded',
  'coverage',
] as const;

/** The dyads of a table. */
export interface DyadsTable {
  rows: StudyRow[];
  /** The same rows by the name of their cohort. */
  byCohort: Map<string, StudyRow[]>;
  /** Scores that have a column. */
  scores: string[];
  cohorts: number;
  /** Rows that the study left out: their `excluded` cell has a reason. */
  excluded: number;
  unknownColumns: string[];
}

/**
 * Reads a table of dyads: comma, semicolon or tab, a header, one row per answer. An empty cell or NA is missing. People of
 * different cohorts are different people.
 * @throws HarmoniaError `bad-request` naming row (1 is the header), column and reason.
 */
export function parseDyads(text: string): DyadsTable {
  const delimiter = delimiterOf(text);
  const [header, ...records] = cellsOf(text, delimiter);
  if (!header) throw refusal(1, undefined, 'the table is empty');
  const names = header.cells.map((name) => name.trim().toLowerCase());
  const columnOf = new Map(names.map((name, column) => [name, column]));
  for (const name of required) if (!columnOf.has(name)) throw refusal(1, name, 'this column is missing');
  const repeated = names.find((name, column) => columnOf.get(name) !== column);
  if (repeated !== undefined) throw refusal(1, repeated, 'this column stands twice');
  const scores = scoreColumns.filter((name) => columnOf.has(name));
  if (scores.length === 0)
    throw refusal(1, undefined, `there is no score; at least one of ${scoreColumns.join(', ')} is needed`);
  const known: ReadonlySet<string> = new Set([...required, ...scoreColumns, ...followUps, ...others]);

  const rows: StudyRow[] = [];
  const seen = new Set<string>();
  const byCohort = new Map<string, StudyRow[]>();
  let excluded = 0;
  for (const { cells, row } of records) {
    if (cells.length !== names.length)
      throw refusal(row, undefined, `${cells.length} cells where the header has ${names.length}`);
    const cell = (name: string): string => cells[columnOf.get(name) ?? -1]?.trim() ?? '';
    const read = reader(row, cell, delimiter !== ',');
    const cohort = read.text('cohort');
    const [actor, partner] = [read.text('actor'), read.text('partner')];
    if (actor === partner) throw refusal(row, 'partner', 'a person cannot be their own partner');
    const key = JSON.stringify([cohort, actor, partner]);
    if (seen.has(key)) throw refusal(row, 'actor', 'this actor and partner stand twice');
    seen.add(key);
    const ofCohort = byCohort.get(cohort) ?? [];
    byCohort.set(cohort, ofCohort);
    const dyad = {
      actor: JSON.stringify([cohort, actor]),
      partner: JSON.stringify([cohort, partner]),
      wtm: read.number('wtm', 1, 7),
      wouldMeet: read.yesOrNo('would_meet'),
      scores: Object.fromEntries(scores.map((name) => [name, read.number(name)])),
      followUp: followUpIn(read),
    };
    if (isNotExcluded(cell('excluded'))) {
      rows.push(dyad);
      ofCohort.push(dyad);
    } else excluded += 1;
  }
  return {
    rows,
    scores,
    byCohort,
    cohorts: byCohort.size,
    excluded,
    unknownColumns: names.filter((name) => !known.has(name)),
  };
}

/** The follow-up of a row; null where none of its cells is filled. */
function followUpIn(read: ReturnType<typeof reader>): FollowUpAnswer | null {
  const answer = {
    met: read.yesOrNo('followup_met'),
    again: read.number('followup_again', 1, 7),
    would: read.yesOrNo('followup_would'),
    alike: read.number('followup_alike', 1, 7),
  };
  return Object.values(answer).every((value) => value === null) ? null : answer;
}

const isNotExcluded = (cell: string): boolean =>
  ['', '0', '0.0', 'false', 'no', 'na'].includes(cell.toLowerCase());

/** The separator that the header has most often. */
function delimiterOf(text: string): string {
  const header = text.slice(0, text.search(/\r?\n|$/));
  const count = (one: string): number => header.split(one).length;
  return [',', ';', '\t'].toSorted((one, other) => count(other) - count(one))[0]!;
}

/** Cells with the number of their row, counting empty rows too, as a spreadsheet does. */
function cellsOf(text: string, delimiter: string): { cells: string[]; row: number }[] {
  try {
    const parsed: unknown = parse(text, {
      bom: true,
      delimiter,
      // Left to itself the parser takes the first line's ending for all.
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true,
    });
    return (parsed as string[][])
      .map((cells, at) => ({ cells, row: at + 1 }))
      .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw refusal(
      Number(error['lines'] ?? 1),
      undefined,
      'a quotation mark is not closed where the cell ends',
    );
  }
}

/** @param commas whether 2,5 is a number: a table that is not separated by commas may come from a Spanish or Russian spreadsheet */
function reader(row: number, cell: (name: string) => string, commas: boolean) {
  const missing = (value: string): boolean => value === '' || value === 'NA';
  return {
    text(name: string): string {
      const value = cell(name);
      if (missing(value)) throw refusal(row, name, 'this cell must not be empty');
      return value;
    },
    number(name: string, low = -Infinity, high = Infinity): number | null {
      const value = commas ? cell(name).replace(',', '.') : cell(name);
      if (missing(value)) return null;
      const number = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(value) ? Number(value) : Number.NaN;
      if (!Number.isFinite(number)) throw refusal(row, name, `"${value.slice(0, 20)}" is not a number`);
      if (number < low || number > high)
        throw refusal(row, name, `${value.slice(0, 20)} is not between ${low} and ${high}`);
      return number;
    },
    yesOrNo(name: string): boolean | null {
      const value = cell(name).toLowerCase();
      if (missing(value) || value === 'na') return null;
      // A column of 0 and 1 that misses a value is written as 0.0 and 1.0 by pandas.
      if (['1', '1.0', 'true', 'yes'].includes(value)) return true;
      if (['0', '0.0', 'false', 'no'].includes(value)) return false;
      throw refusal(row, name, `"${value.slice(0, 20)}" is neither yes nor no (1 or 0, true or false)`);
    },
  };
}

const refusal = (row: number, column: string | undefined, reason: string): HarmoniaError =>
  new HarmoniaError(
    'bad-request',
    `row ${row}${column === undefined ? '' : `, column ${column}`}: ${reason}`,
  );
