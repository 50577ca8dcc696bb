import type { Command } from 'commander';
import { openLabFile } from '../engine/biological/lab-file/read.ts';
import type { LabRow } from '../engine/biological/lab-file/row.ts';
import { loci } from '../engine/biological/locus.ts';
import { readBytes } from './hla-files.ts';

/** `hla read FILE`: one JSON object per participant and gene, and the problems of the file on standard error. */
export function registerHlaRead(hla: Command): void {
  hla
    .command('read')
    .description('Read a lab file of any known format and print one JSON object per participant and gene.')
    .argument('<file>')
    .option('--problems', 'print row, column, code and message of every problem on standard error')
    .action((file: string, options: { problems?: boolean }) => {
      const { problems, rows } = openLabFile(readBytes(file), { fileName: file });
      for (const problem of problems) process.stderr.write(`${JSON.stringify(problem)}\n`);
      if (problems.length > 0) process.exitCode = 1;
      for (const row of rows) {
        process.stdout.write(describe(row));
        if (options.problems === true)
          for (const problem of row.problems) process.stderr.write(`${JSON.stringify(problem)}\n`);
      }
    });
}

/** Problems without a gene concern all three. */
function describe({ participant, status, typing, problems }: LabRow): string {
  const lines = loci.map((locus) => {
    const codes = problems.filter((problem) => (problem.locus ?? locus) === locus).map(({ code }) => code);
    const glString = typing?.loci[locus]?.glString ?? null;
    return JSON.stringify({ participant, locus, glString, status, codes: [...new Set(codes)] });
  });
  return `${lines.join('\n')}\n`;
}
