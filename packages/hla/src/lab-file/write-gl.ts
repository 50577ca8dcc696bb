import { glLimits } from '../gl-string.ts';
import { loci } from '../locus.ts';
import { canonicalText, genotypesOf } from '../typing.ts';
import { type LabProblem, errorAt } from './row.ts';
import {
  type NumberedRow,
  type WrittenLabFile,
  isOpen,
  noteAt,
  saysAllele,
  tooLong,
  writableRelease,
} from './writable-row.ts';

/** What ends the release in a GLSC wrapper. */
const operators = /[#^+/|~?*]/;

/** Lines of participant, tab and GL string, in the GLSC wrapper of the release that a laboratory named. */
export function writeGl(rows: readonly NumberedRow[]): WrittenLabFile {
  const problems: LabProblem[] = [];
  const replacing = rows.some(({ replace }) => replace === true);
  const written = rows.flatMap((row) => {
    const text = canonicalText(row.typing);
    const names = text.split(/[\^|+/]/).length;
    const wrong =
      tooLong(text, row.row) ??
      (names > 4 * glLimits.alternatives ? errorAt('too-ambiguous', { row: row.row }) : undefined);
    if (wrong === undefined) return [{ row, text }];
    problems.push(wrong);
    return [];
  });
  // The reader decides by the whole column.
  const settled = written.some(({ text }) => saysAllele(text));
  const lines = written.map(({ row, text }) => {
    const release = writableRelease(row, operators, problems);
    for (const locus of settled ? loci : [])
      if (isOpen(genotypesOf(row.typing, locus)))
        problems.push(noteAt('either-not-written', { row: row.row, locus }));
    const glString = release === '' ? text : `hla#${release}#${text}`;
    return [row.participant, glString, ...(replacing ? [row.replace === true ? 'yes' : ''] : [])].join('\t');
  });
  const header = ['participant', 'gl_string', ...(replacing ? ['replace'] : [])].join('\t');
  return { text: `${[header, ...lines].join('\n')}\n`, problems };
}
