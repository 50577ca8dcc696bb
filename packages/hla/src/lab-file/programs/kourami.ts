import { createDraft } from '../draft.ts';
import { type CopyCall, addGeneCall, allelesOf, blankCopy, isGene } from './gene-calls.ts';
import type { ProgramReader, ProgramSample, TableRow } from './program.ts';
import { byKit, dataRows } from './table.ts';

/**
 * Kourami: `….result`, eight columns without a header, two rows a gene: G groups parted by semicolons, bases matched,
 * identity, lengths and weights. An identity below 1 is an allele that the database does not hold. By its documentation
 * and source; no real file has been seen.
 */
export const readKourami: ProgramReader = (content, context) => {
  if (content.kind !== 'table') return undefined;
  const [head] = dataRows(content.rows);
  const shift = [0, 1].find((at) => isRow(head?.cells.slice(at) ?? []));
  if (shift === undefined) return undefined;
  const rows = content.all();
  if ('code' in rows) return { format: 'kourami', program: 'Kourami', samples: [], problems: [rows] };
  const samples = [...byKit(dataRows(rows), shift - 1)].map(([code, own]): ProgramSample => {
    const draft = createDraft(context);
    for (const [gene, copies] of Map.groupBy(own, ({ cells }) => geneOf(cells[shift] ?? ''))) {
      const [one = blankCopy, two = blankCopy] = copies.map(({ cells }): CopyCall =>
        allelesOf(cells[shift] ?? '', /;/),
      );
      const inexact = copies.some(({ cells }: TableRow) => Number(cells[shift + 2]) < 1);
      addGeneCall(draft, {
        gene,
        pairs: [[one, two]],
        row: copies[0]?.row ?? 0,
        copies: copies.length,
        notes: inexact ? ['low-confidence'] : [],
      });
    }
    const codes = code === '' ? [] : [{ system: 'participant', code }];
    return { codes, row: own[0]?.row ?? 0, draft };
  });
  return { format: 'kourami', program: 'Kourami', samples };
};

const geneOf = (text: string): string => /^([^*]+)\*/.exec(text.trim())?.[1] ?? text.trim();

function isRow(cells: readonly string[]): boolean {
  const [allele = '', bases = '', identity = '', ...rest] = cells;
  return (
    rest.length >= 5 &&
    /^[A-Z]+\d*\*\d/.test(allele) &&
    isGene(geneOf(allele)) &&
    /^\d+$/.test(bases) &&
    /^(?:0?\.\d+|1(?:\.0+)?|0)$/.test(identity)
  );
}
