import type { FindingCode } from '../../finding.ts';
import type { LabContext } from '../context.ts';
import { plainHeader } from '../columns.ts';
import type { RowDraft } from '../draft.ts';
import { createDraft } from '../draft.ts';
import type { LabFormat } from '../row.ts';
import { type CopyCall, addGeneCall, allelesOf, blankCopy, noCall } from './gene-calls.ts';
import type { ProgramReader, ProgramSample, TableRow } from './program.ts';
import { byKit, dataRows, headersOf, kitColumn, releaseOf } from './table.ts';

type Cell = (row: TableRow, header: string) => string;

/** `Q1` of HLA*LA is close to 1 in an ordinary result, by its documentation; below this it is called low. */
const lowestUsualQ1 = 0.95;

/**
 * HLA*LA (`R1_bestguess_G.txt`, `R1_bestguess.txt`), SpecImmune (`….final.type.result.formatted.txt`, RNA too) and
 * SpecHLA's long form (`hlala.like.results.txt`): one row a copy, with gene, copy and possible alleles parted by
 * semicolons. SpecImmune's one guess is not used: it leaves out possible alleles.
 */
export const readCopyRows: ProgramReader = (content, context) => {
  if (content.kind !== 'table') return undefined;
  const [head] = dataRows(content.rows);
  const named = headersOf(head);
  const headers = named.map(plainHeader);
  const form = formOf(headers);
  if (form === undefined) return undefined;
  const rows = content.all();
  if ('code' in rows) return { ...form, samples: [], problems: [rows] };
  const cell: Cell = ({ cells }, header) => cells[headers.indexOf(header)]?.trim() ?? '';
  const people = byKit(dataRows(rows).slice(1), kitColumn(named));
  const release = releaseOf(rows);
  const samples = [...people].map(([code, calls]): ProgramSample => {
    const draft = draftOf(calls, cell, context);
    if (release !== undefined) draft.release = release;
    const codes = code === '' ? [] : [{ system: 'participant', code }];
    return { codes, row: calls[0]?.row ?? 0, draft };
  });
  return { ...form, samples };
};

/** The program whose columns these are; the three agree in their first columns. */
function formOf(headers: readonly string[]): { format: LabFormat; program: string } | undefined {
  const has = (...names: readonly string[]): boolean => names.every((name) => headers.includes(name));
  if (!has('locus', 'chromosome')) return undefined;
  // SpecImmune's first step has counts beside its alleles; the second step corrects it.
  if (has('readsnum') && !has('genotype')) return undefined;
  if (has('allele', 'q1')) return { format: 'hla-la', program: 'HLA*LA' };
  if (has('genotype') || has('allele')) return { format: 'specimmune', program: 'SpecImmune' };
  return undefined;
}

function draftOf(rows: readonly TableRow[], cell: Cell, context: LabContext): RowDraft {
  const draft = createDraft(context);
  for (const [gene, copies] of Map.groupBy(rows, (row) => cell(row, 'locus'))) {
    const [one = blankCopy, two = blankCopy] = copies.map((row): CopyCall => {
      const text = cell(row, 'genotype') || cell(row, 'allele');
      return /^(?:NA|-)?$/i.test(text) ? noCall : allelesOf(text, /;/);
    });
    const notes: FindingCode[] = copies.some((row) => isDoubtful(row, cell)) ? ['low-confidence'] : [];
    const row = copies[0]?.row ?? 0;
    addGeneCall(draft, { gene, pairs: [[one, two]], row, copies: copies.length, notes });
  }
  return draft;
}

/** What the documentation of HLA*LA calls unusual: Q1 away from 1, k-mers missing, no perfect translation to a G group. */
function isDoubtful(row: TableRow, cell: Cell): boolean {
  const below = (header: string, usual: number): boolean => {
    const text = cell(row, header);
    return text !== '' && Number(text) < usual;
  };
  return below('q1', lowestUsualQ1) || below('proportionkmerscovered', 1) || below('perfectg', 1);
}
