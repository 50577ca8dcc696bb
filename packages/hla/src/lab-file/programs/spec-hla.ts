import { plainHeader } from '../columns.ts';
import { createDraft } from '../draft.ts';
import { type CopyCall, addGeneCall, allelesOf, blankCopy, noCall } from './gene-calls.ts';
import type { ProgramReader, ProgramSample } from './program.ts';
import { dataRows, kitColumn, releaseOf } from './table.ts';

const columns = ['sample', 'hlaa1', 'hlaa2', 'hlab1', 'hlab2', 'hlac1', 'hlac2', 'hladpa11', 'hladpa12'];

/**
 * SpecHLA: `hla.result.txt` and `hla.result.g.group.txt`, a release in a comment, then one wide row a sample. `-` (and
 * `no_match` for G groups) is a copy that the program could not call: in other tables a dash beside an allele means
 * that there is no second one.
 */
export const readSpecHla: ProgramReader = (content, context) => {
  if (content.kind !== 'table') return undefined;
  const [head] = dataRows(content.rows);
  const headers = head?.cells.map(plainHeader) ?? [];
  const start = headers.indexOf('sample');
  if (!columns.every((column, at) => headers[start + at] === column)) return undefined;
  const rows = content.all();
  if ('code' in rows) return { format: 'spechla', program: 'SpecHLA', samples: [], problems: [rows] };
  const release = releaseOf(rows);
  const kit = kitColumn(head?.cells ?? []);
  const samples = dataRows(rows)
    .slice(1)
    // Results joined by hand repeat the header.
    .filter(({ cells }) => plainHeader(cells[start] ?? '') !== 'sample')
    .map(({ row, cells }): ProgramSample => {
      const draft = createDraft(context);
      if (release !== undefined) draft.release = release;
      for (const gene of ['A', 'B', 'C', 'DPA1', 'DPB1', 'DQA1', 'DQB1', 'DRB1']) {
        const places = ([1, 2] as const).map((copy) => headers.indexOf(`hla${gene.toLowerCase()}${copy}`));
        const [one = blankCopy, two = blankCopy] = places.map((at) => copyOf(cells[at]?.trim() ?? ''));
        addGeneCall(draft, {
          gene,
          pairs: [[one, two]],
          row,
          column: head?.cells[places[0] ?? -1]?.trim() ?? '',
        });
      }
      const codes = [{ system: head?.cells[kit]?.trim() ?? '', code: cells[kit]?.trim() ?? '' }];
      return { codes, row, draft };
    });
  return { format: 'spechla', program: 'SpecHLA', samples };
};

const copyOf = (text: string): CopyCall => (/^(?:-|no_match)?$/i.test(text) ? noCall : allelesOf(text, /;/));
