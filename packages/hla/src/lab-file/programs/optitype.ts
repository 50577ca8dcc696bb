import type { LabContext } from '../context.ts';
import { plainHeader } from '../columns.ts';
import { createDraft } from '../draft.ts';
import type { RowDraft } from '../draft.ts';
import { noteWarnings } from '../draft.ts';
import { finding } from '../../finding.ts';
import { type CopyCall, addGeneCall, allelesOf } from './gene-calls.ts';
import type { ProgramReader, ProgramSample, TableRow } from './program.ts';
import { byKit, dataRows, kitColumn } from './table.ts';

const copies = ['a1', 'a2', 'b1', 'b2', 'c1', 'c2'];

/**
 * OptiType: `…_result.tsv`, class I only. The first column has no header and numbers the solutions from 0; with
 * `--enumerate` there are several, the best first. Solutions with the objective of the best one are as good as it and
 * are kept as possible genotypes; the others are left out. A gene without reads has two blank cells; a homozygous gene
 * has the same allele twice.
 */
export const readOptiType: ProgramReader = (content, context) => {
  if (content.kind !== 'table') return undefined;
  const [head] = dataRows(content.rows);
  const plain = head?.cells.map(plainHeader) ?? [];
  if (!plain.includes('objective') || !copies.every((copy) => plain.includes(copy))) return undefined;
  const rows = content.all();
  if ('code' in rows) return { format: 'optitype', program: 'OptiType', samples: [], problems: [rows] };
  const people = byKit(dataRows(rows).slice(1), kitColumn(head?.cells ?? []));
  const samples = [...people].map(([code, solutions]): ProgramSample => {
    const codes = code === '' ? [] : [{ system: 'participant', code }];
    return { codes, row: solutions[0]?.row ?? 0, draft: draftOf(plain, solutions, context) };
  });
  return { format: 'optitype', program: 'OptiType', samples };
};

function draftOf(headers: readonly string[], solutions: readonly TableRow[], context: LabContext): RowDraft {
  const draft = createDraft(context);
  const cell = ({ cells }: TableRow, header: string): string => cells[headers.indexOf(header)]?.trim() ?? '';
  const [first] = solutions;
  if (first === undefined) return draft;
  const best = solutions.filter((each) => cell(each, 'objective') === cell(first, 'objective'));
  if (best.length < solutions.length) noteWarnings(draft, [finding('second-choice')], { row: first.row });
  for (const gene of ['A', 'B', 'C']) {
    const [one, two] = [`${gene}1`, `${gene}2`];
    const pairs = best.map((solution): [CopyCall, CopyCall] => [
      allelesOf(cell(solution, one.toLowerCase()), /[/;]/),
      allelesOf(cell(solution, two.toLowerCase()), /[/;]/),
    ]);
    addGeneCall(draft, { gene, pairs, row: first.row, column: one });
  }
  return draft;
}
