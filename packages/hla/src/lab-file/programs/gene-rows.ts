import { finding } from '../../finding.ts';
import type { LabContext } from '../context.ts';
import type { RowDraft } from '../draft.ts';
import { createDraft, noteWarnings } from '../draft.ts';
import type { LabFormat } from '../row.ts';
import {
  type CopyCall,
  type GeneCall,
  addGeneCall,
  allelesOf,
  blankCopy,
  isGene,
  noCall,
  sameCopy,
} from './gene-calls.ts';
import type { ProgramReader, ProgramSample, TableRow } from './program.ts';
import { byKit, dataRows } from './table.ts';

/** A program that writes one row a gene, without a header. */
interface GeneRowProgram {
  readonly format: LabFormat;
  readonly program: string;
  /** True for a row of this program; the gene is the first cell. */
  readonly recognise: (cells: readonly string[]) => boolean;
  /** The call of a row; undefined for a row that the program writes in place of one. */
  readonly read: (cells: readonly string[], row: number) => GeneCall | undefined;
}

/** The line that HLA-HD writes in place of a gene whose result it could not read; the line does not name the gene. */
const unreadable = /^Couldn't read result file\.?$/i;

/**
 * HLA-HD, `…_final.result.txt`: gene, then a pair of alleles, or several pairs of candidates. `-` is a homozygous gene,
 * `Not typed` no call.
 */
const hlaHd: GeneRowProgram = {
  format: 'hla-hd',
  program: 'HLA-HD',
  recognise: ([gene = '', one = '', two = '']) =>
    isGene(gene) &&
    !/^HLA/i.test(gene) &&
    /^(?:HLA-|Not typed$)/i.test(one) &&
    /^(?:HLA-|-$|Not typed$)/i.test(two),
  read: ([gene = '', ...alleles], row) => {
    const pairs: [CopyCall, CopyCall][] = [];
    for (let at = 0; at < alleles.length; at += 2) {
      const [one = '', two = ''] = alleles.slice(at, at + 2).map((text) => text.trim());
      if (one !== '' || two !== '') pairs.push([hlaHdCopy(one), hlaHdCopy(two)]);
    }
    return { gene, pairs, row };
  },
};

function hlaHdCopy(text: string): CopyCall {
  if (text === '-') return sameCopy;
  return /^not typed$/i.test(text) ? noCall : allelesOf(text, /,/);
}

/**
 * polysolver, `winners.hla.txt` and `winners.hla.nofreq.txt`: class I, names such as `hla_a_02_01_01_01`. Where its
 * shell has an `echo` without options, every field begins with a stray `-e`.
 */
const polysolver: GeneRowProgram = {
  format: 'polysolver',
  program: 'polysolver',
  recognise: ([gene = '', one = '']) =>
    isGene(withoutEcho(gene)) && /^hla_[a-z0-9]+_\d/i.test(withoutEcho(one)),
  read: ([gene = '', one = '', two = ''], row) => ({
    gene: withoutEcho(gene),
    pairs: [[polysolverCopy(one), polysolverCopy(two)]],
    row,
  }),
};

const withoutEcho = (text: string): string => text.replace(/^\s*-e\s+/, '').trim();

function polysolverCopy(text: string): CopyCall {
  const match = /^hla_([a-z0-9]+)_(\d+(?:_\d+)*)([a-z]?)$/i.exec(withoutEcho(text));
  if (match === null) return allelesOf(withoutEcho(text), /[,;]/);
  const [, gene = '', fields = '', suffix = ''] = match;
  return { kind: 'alleles', texts: [`${gene}*${fields.replaceAll('_', ':')}${suffix}`.toUpperCase()] };
}

/**
 * T1K, `…_genotype.tsv`: gene, number of alleles, then allele, abundance and quality twice, then secondary alleles,
 * which its author says to disregard. Its documentation says to ignore alleles of quality 0 and below. `. 0 -1` stands
 * for a missing and for a homozygous copy alike.
 */
const t1k: GeneRowProgram = {
  format: 't1k',
  program: 'T1K',
  recognise: ([gene = '', count = '', one = '', abundance = '', quality = '']) =>
    isGene(gene) &&
    /^[0-2]$/.test(count) &&
    /^(?:\.$|[A-Z])/i.test(one) &&
    isNumber(abundance) &&
    /^-?\d+$/.test(quality),
  read: ([gene = '', , one = '', , quality1 = '', two = '', , quality2 = ''], row) => {
    const first = t1kCopy(one, quality1);
    const second = t1kCopy(two, quality2);
    const ignored = [first, second].includes(noCall);
    return { gene, pairs: [[first, second]], row, ...(ignored ? { notes: ['call-ignored'] } : {}) };
  },
};

const isNumber = (text: string): boolean => /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text.trim());

function t1kCopy(text: string, quality: string): CopyCall {
  if (text.trim() === '.' || text.trim() === '') return blankCopy;
  return Number(quality) > 0 ? allelesOf(text, /,/) : noCall;
}

/** HLA-HD, polysolver and T1K: one row a gene without a header; a column may be put before the gene for the kit. */
export const readGeneRows: ProgramReader = (content, context) => {
  if (content.kind !== 'table') return undefined;
  const head = dataRows(content.rows).filter(({ cells }) => !unreadable.test(cells[0]?.trim() ?? ''));
  for (const shift of [0, 1]) {
    const [first] = head.filter(({ cells }) => !isKitHeader(cells, shift));
    const program = [hlaHd, polysolver, t1k].find(({ recognise }) =>
      recognise(first?.cells.slice(shift) ?? []),
    );
    if (program === undefined) continue;
    const { format, program: name } = program;
    const rows = content.all();
    if ('code' in rows) return { format, program: name, samples: [], problems: [rows] };
    const people = byKit(withKits(dataRows(rows), shift), shift - 1);
    return {
      format,
      program: name,
      samples: [...people].map((person) => sampleOf(person, shift, program, context)),
    };
  }
  return undefined;
};

/** Rows without a header; a line that HLA-HD writes in place of a gene belongs to the kit of the row above it. */
function withKits(rows: readonly TableRow[], shift: number): TableRow[] {
  let kit = '';
  return rows
    .filter(({ cells }) => !isKitHeader(cells, shift))
    .map((row) => {
      const [first = ''] = row.cells;
      if (shift === 0 || !unreadable.test(first.trim())) {
        kit = first;
        return row;
      }
      return { row: row.row, cells: [kit, first] };
    });
}

/** A header that was put above the rows together with the column of kits. */
const isKitHeader = (cells: readonly string[], shift: number): boolean =>
  shift === 1 && /^(?:participant|kit|sample)/i.test(cells[0]?.trim() ?? '') && !isGene(cells[1] ?? '');

function sampleOf(
  [code, rows]: readonly [string, readonly TableRow[]],
  shift: number,
  program: GeneRowProgram,
  context: LabContext,
): ProgramSample {
  const draft = createDraft(context);
  for (const { row, cells } of rows) addRow(draft, cells, shift, row, program);
  const codes = code === '' ? [] : [{ system: 'participant', code }];
  return { codes, row: rows[0]?.row ?? 0, draft };
}

function addRow(
  draft: RowDraft,
  cells: readonly string[],
  shift: number,
  row: number,
  { recognise, read }: GeneRowProgram,
): void {
  const own = cells.slice(shift);
  if (cells.some((cell) => unreadable.test(cell.trim())))
    return noteWarnings(draft, [finding('call-unreadable')], { row });
  const call = recognise(own) || isGene(own[0] ?? '') ? read(own, row) : undefined;
  if (call !== undefined) addGeneCall(draft, call);
  else noteWarnings(draft, [finding('row-ignored')], { row });
}
