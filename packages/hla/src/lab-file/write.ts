import { HlaError } from '../hla-error.ts';
import { loci } from '../locus.ts';
import { type HlaTyping, genotypesOf } from '../typing.ts';
import { participantProblem } from './participant-code.ts';
import { type LabProblem, errorAt } from './row.ts';
import { writeCsv } from './write-csv.ts';
import { writeGl } from './write-gl.ts';
import { writeHml } from './write-hml.ts';
import { type WritableRow, type WrittenLabFile, isUntold, noteAt } from './writable-row.ts';

/** The forms that typings are written in: a wide table, GL strings, HML 1.0.1. */
export const writtenForms = ['csv', 'gl', 'hml'] as const;

/** One of `writtenForms`. */
export type WrittenForm = (typeof writtenForms)[number];

/**
 * Writes typings as a file that `readLabFile` reads back to the same typings: possible alleles and genotypes, codes,
 * groups, antigens, null, novel, unknown and absent copies, the release and the wish to replace an earlier typing. The text
 * of the laboratory (`raw`) is not written. What a form cannot hold is named by a problem, with the row of the participant
 * (`row` of the given rows, or their place from 1): a note or warning for a part, an error for a participant who is left out.
 *
 * - `csv`: columns of both copies of each gene (`A_1`, `A_2`), and beside them one of whole genotypes (`A`) where a gene has
 *   several possible ones. No cell begins like a formula of a spreadsheet.
 * - `gl`: lines of participant, tab and GL string, below headers; with a release the string is in its GLSC wrapper.
 * - `hml`: one sample per participant, one `typing` per gene; a gene that was typed by serum is written as haploids. `date`
 *   (YYYY-MM-DD) stands for the day of every typing, which HML demands. The method of the typing is not known here, so that
 *   `typing-method` is empty: valid by the schema, though not enough for MIRING.
 *
 * Throws `option-invalid` for HML without a date.
 */
export function writeLabFile(
  rows: readonly WritableRow[],
  form: WrittenForm,
  { date }: { readonly date?: string } = {},
): WrittenLabFile {
  if (form === 'hml' && !isDate(date))
    throw new HlaError('option-invalid', 'HML needs the date of the typings as YYYY-MM-DD');
  const problems: LabProblem[] = [];
  const kept = writableRows(rows, problems);
  const written =
    form === 'csv'
      ? writeCsv(kept)
      : form === 'gl'
        ? writeGl(kept)
        : // Checked above.
          writeHml(kept, date ?? '');
  return { text: written.text, problems: [...problems, ...written.problems] };
}

/**
 * The same as a wide CSV file, for typings that are known to fit. Throws `typing-unwritable` when a part of a typing cannot
 * be written.
 */
export function writeLabCsv(rows: readonly WritableRow[]): string {
  const { text, problems } = writeLabFile(rows, 'csv');
  const [problem] = problems;
  if (problem !== undefined)
    throw new HlaError('typing-unwritable', `a typing does not fit a wide file: ${problem.code}`);
  return text;
}

const isDate = (date: string | undefined): boolean =>
  date !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(date) && !Number.isNaN(Date.parse(date));

/** The rows that a file can hold, numbered, without genes of which nothing is known. */
function writableRows(rows: readonly WritableRow[], problems: LabProblem[]) {
  const times = new Map<string, number>();
  for (const { participant } of rows) times.set(participant, (times.get(participant) ?? 0) + 1);
  return rows.flatMap((given, index) => {
    const row = given.row ?? index + 1;
    const { participant } = given;
    const wrong =
      participantProblem({ participant }, row) ??
      ((times.get(participant) ?? 0) > 1 ? errorAt('participant-duplicate', { row }) : undefined);
    if (wrong !== undefined) {
      problems.push(wrong);
      return [];
    }
    const typing = withoutUntold(given.typing, row, problems);
    if (Object.keys(typing.loci).length > 0) return [{ ...given, row, typing }];
    problems.push(errorAt('locus-missing', { row }));
    return [];
  });
}

/** A gene whose copies are all unknown is read back as a gene that was not typed, in every form. */
function withoutUntold(typing: HlaTyping, row: number, problems: LabProblem[]): HlaTyping {
  const untold = loci.filter((locus) => isUntold(genotypesOf(typing, locus)));
  if (untold.length === 0) return typing;
  for (const locus of untold) problems.push(noteAt('unknown-not-written', { row, locus }));
  const told = Object.entries(typing.loci).filter(([locus]) => !untold.some((each) => each === locus));
  return { ...typing, loci: Object.fromEntries(told) };
}
