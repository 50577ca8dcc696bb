import { once } from 'node:events';
import type { Command } from 'commander';
import type { LabRow } from '../lab-file/row.ts';
import { HlaError } from '../hla-error.ts';
import { isScored, loci } from '../locus.ts';
import type { HlaCommandSettings } from './settings.ts';

/**
 * `hla read FILE`: one JSON object per participant and gene, and the problems of the file on standard error. The exit code
 * is 0 when something was accepted, 1 when every row was rejected and 2 when the file was refused or a
 * file could not be opened.
 */
export function registerRead(hla: Command, settings: HlaCommandSettings): void {
  hla
    .command('read')
    .description('Read a lab file of any known format and print one JSON object per participant and gene.')
    .argument('<file>')
    .option('--reference <file>', 'bring names up to the release of this table')
    .option('--codes <file>', 'expand multiple-allele codes by this file')
    .option('--participant <kit>', 'the kit of a file that holds one sample')
    .option(
      '--participants <file>',
      'the codes of participants, one a line; they decide between several identifiers',
    )
    .option('--problems', 'print row, column, code and message of every problem on standard error')
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
  for (const problem of problems) process.stderr.write(`${JSON.stringify(problem)}\n`);
  for (const note of options.problems === true ? notes : [])
    process.stderr.write(`${JSON.stringify(note)}\n`);
  let accepted = 0;
  for (const row of rows) {
    if (row.status !== 'rejected') accepted++;
    // Waits while the output buffer is full, so that a slow consumer does not fill the memory.
    if (!process.stdout.write(describe(row))) await once(process.stdout, 'drain');
    if (options.problems === true)
      for (const problem of row.problems) process.stderr.write(`${JSON.stringify(problem)}\n`);
  }
  return problems.length > 0 ? 2 : accepted === 0 ? 1 : 0;
}

interface ReadOptions {
  problems?: boolean;
  reference?: string;
  codes?: string;
  participants?: string;
  participant?: string;
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
