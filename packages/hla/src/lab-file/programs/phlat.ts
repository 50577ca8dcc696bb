import { plainHeader } from '../columns.ts';
import { createDraft } from '../draft.ts';
import { addGeneCall, allelesOf, blankCopy, isGene } from './gene-calls.ts';
import type { ProgramReader, ProgramSample } from './program.ts';
import { byKit, dataRows, kitColumn } from './table.ts';

/**
 * PHLAT: `…_HLA.sum`, a row a gene (`HLA_A`) with alleles in the second and third column and figures behind them. Read by
 * the place of the columns, as pipelines do that take its result; no real file has been seen.
 */
export const readPhlat: ProgramReader = (content, context) => {
  if (content.kind !== 'table') return undefined;
  const [head, first] = dataRows(content.rows);
  const headers = head?.cells.map(plainHeader) ?? [];
  const start = headers.indexOf('locus');
  const [one, two] = [headers.indexOf('allele1'), headers.indexOf('allele2')];
  const gene = first?.cells[start]?.trim() ?? '';
  if (start === -1 || one === -1 || two === -1 || !/^HLA_/i.test(gene) || !isGene(gene)) return undefined;
  const rows = content.all();
  if ('code' in rows) return { format: 'phlat', program: 'PHLAT', samples: [], problems: [rows] };
  const people = byKit(dataRows(rows).slice(1), kitColumn(head?.cells ?? []));
  const samples = [...people].map(([code, own]): ProgramSample => {
    const draft = createDraft(context);
    for (const { row, cells } of own) {
      const [left = blankCopy, right = blankCopy] = [one, two].map((at) =>
        allelesOf(cells[at] ?? '', /[/;]/),
      );
      addGeneCall(draft, { gene: cells[start] ?? '', pairs: [[left, right]], row });
    }
    const codes = code === '' ? [] : [{ system: 'participant', code }];
    return { codes, row: own[0]?.row ?? 0, draft };
  });
  return { format: 'phlat', program: 'PHLAT', samples };
};
