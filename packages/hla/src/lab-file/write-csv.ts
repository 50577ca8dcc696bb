import { type Genotype, glLimits } from '../gl-string.ts';
import { type Locus, isScored, loci } from '../locus.ts';
import { writeName } from '../name.ts';
import { genotypesOf } from '../typing.ts';
import { readGenotypeCell } from './cell.ts';
import { type LabProblem, toProblem } from './row.ts';
import {
  type NumberedRow,
  type WrittenLabFile,
  isEither,
  isOpen,
  noteAt,
  saysAllele,
  tooLong,
  writableRelease,
} from './writable-row.ts';

/** The texts of one gene: both copies, or the whole genotype. */
interface GeneCells {
  readonly copies: readonly [string, string];
  readonly whole: string;
}

/** A wide table: two columns a gene, and one of whole genotypes where a typing of the gene does not fit two cells. */
export function writeCsv(rows: readonly NumberedRow[]): WrittenLabFile {
  const problems: LabProblem[] = [];
  const genes = loci.filter((locus) => isScored(locus) || rows.some(({ typing }) => locus in typing.loci));
  const lines = rows.flatMap((row) => {
    const cells = genes.map((locus) => cellsOf(row, locus));
    const refused = genes.flatMap((locus, at) => refusalOf(cells[at], locus, row.row) ?? []);
    problems.push(...refused);
    return refused.length === 0 ? [{ row, cells }] : [];
  });
  const releases = lines.map(({ row }) => writableRelease(row, /^$/, problems));
  const whole = new Set(genes.filter((_, at) => lines.some(({ cells }) => cells[at]?.whole !== '')));
  const texts = lines.map(({ row, cells }, line) => [
    row.participant,
    ...cells.flatMap(({ copies, whole: text }, at) => [...copies, ...(whole.has(genes[at]!) ? [text] : [])]),
    releases[line] ?? '',
    row.replace === true ? 'yes' : '',
  ]);
  const header = [
    'participant',
    ...genes.flatMap((locus) => [`${locus}_1`, `${locus}_2`, ...(whole.has(locus) ? [locus] : [])]),
    'release',
    'replace',
  ];
  noteSettled(header, texts, lines, problems);
  // The last two columns are optional, and stand there when a row needs them.
  const used = header.map((_, at) => at < header.length - 2 || texts.some((cells) => cells[at] !== ''));
  const table = [header, ...texts].map((cells) =>
    cells
      .filter((_, at) => used[at])
      .map(quoted)
      .join(','),
  );
  return { text: `${table.join('\n')}\n`, problems };
}

function cellsOf({ typing }: NumberedRow, locus: Locus): GeneCells {
  const genotypes = genotypesOf(typing, locus);
  const [only, ...others] = genotypes;
  if (only === undefined) return { copies: ['', ''], whole: '' };
  if (others.length === 0 && fitsCells(only))
    return { copies: [writeCopy(only.first), writeCopy(only.second ?? [])], whole: '' };
  return { copies: ['', ''], whole: typing.loci[locus]?.glString ?? '' };
}

/** Why the reader would refuse the cells of a gene: they are too long, or a slash in them looks like one between copies. */
function refusalOf(cells: GeneCells | undefined, locus: Locus, row: number): LabProblem | undefined {
  const { copies = [], whole = '' } = cells ?? {};
  const read = readGenotypeCell(whole, locus);
  if (!read.ok) return toProblem(read.error, 'error', { row, locus });
  return tooLong(whole + copies.join(), row);
}

const fitsCells = ({ first, second = [] }: Genotype): boolean =>
  first.length <= glLimits.alternatives && second.length <= glLimits.alternatives;

const writeCopy = (names: Genotype['first']): string => names.map(writeName).join('/');

/** Names an allele or antigen that is read as the allele, since its column holds a name with an asterisk or a colon. */
function noteSettled(
  header: readonly string[],
  texts: readonly (readonly string[])[],
  lines: readonly { row: NumberedRow }[],
  problems: LabProblem[],
): void {
  const settled = header.map((_, at) => texts.some((cells) => saysAllele(cells[at] ?? '')));
  const isSettled = (name: string): boolean => settled[header.indexOf(name)] === true;
  for (const [line, { row }] of lines.entries())
    for (const locus of loci) {
      const genotypes = genotypesOf(row.typing, locus);
      if (!isOpen(genotypes)) continue;
      const { first = [], second = [] } = genotypes[0] ?? {};
      const inCells = texts[line]?.[header.indexOf(`${locus}_1`)] !== '';
      const lost = inCells
        ? (first.some(isEither) && isSettled(`${locus}_1`)) ||
          (second.some(isEither) && isSettled(`${locus}_2`))
        : isSettled(locus);
      if (lost) problems.push(noteAt('either-not-written', { row: row.row, locus }));
    }
}

/** Only a release can need quotation marks: kit codes and names have none of these characters. */
const quoted = (cell: string): string => (/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
