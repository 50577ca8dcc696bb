import { once } from 'node:events';
import type { Command } from 'commander';
import type { LabProblem, LabRow } from '../lab-file/row.ts';
import type { HlaTyping } from '../typing.ts';
import { HlaError } from '../hla-error.ts';
import { isScored, loci } from '../locus.ts';
import type { WrittenForm } from '../lab-file/write.ts';
import type { HlaCommandSettings } from './settings.ts';

/**
 * `hla read FILE`: one JSON object per participant and gene, and the problems of the file on standard error; with `--to` the
 * accepted typings as a file of another form, and what is not in it on standard error. The exit code
 * is 0 when something was accepted, 1 when every row was rejected and 2 when the file was refused or a
 * file could not be opened.
 */
export function registerRead(hla: Command, settings: HlaCommandSettings): void {
  hla
    .command('read')
    .description(
      'Read a lab file of any known format and print one JSON object per participant and gene, or another format.',
    )
    .argument('<file>')
    .option('--reference <file>', 'bring names up to the release of this table')
    .option('--codes <file>', 'expand multiple-allele codes by this file')
    .option('--participant <kit>', 'the kit of a file that holds one sample')
    .option(
      '--participants <file>',
      'the codes of participants, one a line; they decide between several identifiers',
    )
    .option('--problems', 'print row, column, code and message of every problem on standard error')
    .option('--to <form>', 'print the accepted typings as csv (a wide table), gl (GL strings) or hml')
    .option('--date <YYYY-MM-DD>', 'the day of the typings, which HML states (default: today)')
    .action(async (file: string, options: ReadOptions) => {
      try {
        process.exitCode = await printFile(file, options, settings);
      } catch (error) {
        if (!(error instanceof HlaError)) throw error;
        // One is the answer for rows that were rejected, and none was read.
        process.stderr.write(`${error.message}\n`);
        process.exitCode = 2;
      }
    });
}

/** Prints what a file says; the exit code. */
async function printFile(file: string, options: ReadOptions, settings: HlaCommandSettings): Promise<number> {
  const form = await formOf(options.to);
  const [{ builtinReference }, { openLabFile }, { openMacTable, openReference, readBytes, readCodes }] =
    await Promise.all([import('../compare.ts'), import('../lab-file/read.ts'), import('./files.ts')]);
  const codes = options.participants === undefined ? undefined : readCodes(options.participants);
  const isParticipant =
    codes === undefined ? await settings.participantCodes?.() : (code: string): boolean => codes.has(code);
  const opened = openLabFile(readBytes(file), {
    minimumGenes: 1,
    reference:
      options.reference === undefined ? builtinReference() : openReference(options.reference, settings),
    macs: openMacTable(options.codes),
    ...(isParticipant === undefined ? {} : { isParticipant }),
    ...(options.participant === undefined ? {} : { participant: options.participant }),
  });
  const { problems, notes = [], rows } = opened;
  for (const problem of problems) printProblem(problem);
  if (options.problems === true) notes.forEach(printProblem);
  const accepted: AcceptedRow[] = [];
  let count = 0;
  for (const row of rows) {
    if (row.status !== 'rejected') count++;
    // Waits while the output buffer is full, so that a slow consumer does not fill the memory.
    if (form === undefined && !process.stdout.write(describe(row))) await once(process.stdout, 'drain');
    if (form !== undefined && isAccepted(row)) accepted.push(row);
    // A participant who is not in the other form is always named.
    if (options.problems === true || (form !== undefined && row.status === 'rejected'))
      row.problems.forEach(printProblem);
  }
  if (form !== undefined && problems.length === 0) await printWritten(accepted, form, options.date);
  return problems.length > 0 ? 2 : count === 0 ? 1 : 0;
}

type AcceptedRow = LabRow & { readonly typing: HlaTyping };

const isAccepted = (row: LabRow): row is AcceptedRow => row.typing !== undefined;

const printProblem = (problem: LabProblem): void => void process.stderr.write(`${JSON.stringify(problem)}\n`);

/** The form that `--to` names. Throws `option-invalid` for one that does not exist. */
async function formOf(to: string | undefined): Promise<WrittenForm | undefined> {
  if (to === undefined) return undefined;
  const { writtenForms } = await import('../lab-file/write.ts');
  const form = writtenForms.find((each) => each === to);
  if (form === undefined)
    throw new HlaError('option-invalid', `--to must be one of ${writtenForms.join(', ')}; got ${to}`);
  return form;
}

async function printWritten(rows: readonly AcceptedRow[], form: WrittenForm, date?: string): Promise<void> {
  const { writeLabFile } = await import('../lab-file/write.ts');
  const today = new Date().toISOString().slice(0, 'YYYY-MM-DD'.length);
  const { text, problems } = writeLabFile(rows, form, { date: date ?? today });
  problems.forEach(printProblem);
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

interface ReadOptions {
  problems?: boolean;
  reference?: string;
  codes?: string;
  participants?: string;
  participant?: string;
  to?: string;
  date?: string;
}

/** The scored genes and the others that were typed. A problem without a gene concerns all of them; a note none. */
function describe({ participant, status, typing, problems }: LabRow): string {
  const genes = loci.filter((locus) => isScored(locus) || typing?.loci[locus] !== undefined);
  const lines = genes.map((locus) => {
    const own = problems.filter(
      (problem) => problem.severity !== 'note' && (problem.locus ?? locus) === locus,
    );
    const glString = typing?.loci[locus]?.glString ?? null;
    const clean = status === 'rejected' ? status : own.length > 0 ? 'accepted-with-warnings' : 'accepted';
    return JSON.stringify({
      participant,
      locus,
      glString,
      status: clean,
      codes: [...new Set(own.map(({ code }) => code))],
    });
  });
  return `${lines.join('\n')}\n`;
}
