import type { LabContext } from '../context.ts';
import { createDraft } from '../draft.ts';
import { addGlString } from '../read-gl.ts';
import { errorAt } from '../row.ts';
import type { LabFileLimits } from '../limits.ts';
import type { ProgramReader, ProgramSample, TableRow } from './program.ts';

const allele = '(?:HLA-)?[A-Z]\\w{0,4}\\*[^\\s,|&#+^/~]+|blank';
const one = `(?:${allele})(?:&(?:${allele}))*`;
const pair = `${one}(?:,${one})?`;
const locus = new RegExp(`^(?:@|${pair}(?:\\|${pair})*)$`, 'i');

/**
 * UNIFORMAT 3 (hla-net.eu, Nunes 2007): a line a person, identifier and loci parted by blanks or tabs. Commas part the
 * two alleles, bars the possible pairs, `&` the possible alleles of one copy; `@` is a gene that was not typed, one
 * allele alone a homozygous gene or a blank allele, and `#` begins a comment.
 */
export const readUniformat: ProgramReader = (content, context) => {
  if (content.kind !== 'table') return undefined;
  const head = linesOf(content.text.slice(0, 65_536)).slice(0, 20);
  const whole = content.text.length > 65_536 ? head.slice(0, -1) : head;
  if (whole.length === 0 || !whole.every(isPerson) || !whole.some(({ cells }) => hasPair(cells)))
    return undefined;
  const lines = linesOf(content.text);
  const problem = tooMuch(lines, context.limits);
  if (problem !== undefined)
    return { format: 'uniformat', program: 'UNIFORMAT', samples: [], problems: [errorAt(problem)] };
  return { format: 'uniformat', program: 'UNIFORMAT', samples: lines.map((line) => sampleOf(line, context)) };
};

function linesOf(text: string): TableRow[] {
  return text.split(/\r\n|\n|\r/).flatMap((line, index) => {
    const cells = line
      .replace(/(?:^|\s)#.*$/, '')
      .trim()
      .split(/\s+/);
    return cells[0] === '' ? [] : [{ row: index + 1, cells }];
  });
}

const isPerson = ({ cells }: TableRow): boolean =>
  cells.length > 1 && !locus.test(cells[0] ?? '') && cells.slice(1).every((cell) => locus.test(cell));

const hasPair = (cells: readonly string[]): boolean => cells.slice(1).some((cell) => /[,&]/.test(cell));

function tooMuch(
  lines: readonly TableRow[],
  limits: LabFileLimits,
): 'too-many-rows' | 'cell-too-long' | undefined {
  if (lines.length > limits.rows) return 'too-many-rows';
  const long = lines.some(({ cells }) => cells.some((cell) => cell.length > limits.cellCharacters));
  return long ? 'cell-too-long' : undefined;
}

function sampleOf({ row, cells }: TableRow, context: LabContext): ProgramSample {
  const draft = createDraft(context);
  const [code = '', ...loci] = cells;
  for (const text of loci) {
    if (text === '@') continue;
    addGlString(draft, glOf(text), { row });
  }
  return { codes: [{ system: 'identifier', code }], row, draft };
}

/** The same locus as a GL string. A blank allele is a copy that was not seen, so it is left out. */
const glOf = (text: string): string =>
  text
    .replace(/,blank\b|\bblank,/gi, '')
    .replaceAll(',', '+')
    .replaceAll('&', '/');
