import type { FindingCode } from '../../finding.ts';
import { plainHeader } from '../columns.ts';
import type { RowDraft } from '../draft.ts';
import { createDraft } from '../draft.ts';
import { type CopyCall, addGeneCall, allelesOf, noCall, sameCopy } from './gene-calls.ts';
import type { ProgramReader, ProgramSample } from './program.ts';
import { byKit, dataRows, kitColumn } from './table.ts';

/** seq2HLA's confidence is a p-value: above this a call is doubtful. */
const doubtful = 0.05;

/**
 * seq2HLA: `…HLAgenotype4digits` and `…HLAgenotype2digits`, gene, allele, confidence, allele, confidence. Class I and II
 * are two files; one put behind the other is read as one. An apostrophe marks an allele chosen among several, `hoz(…)`
 * a homozygous gene, `no` no call. By its documentation and source; no real file has been seen.
 */
export const readSeq2Hla: ProgramReader = (content, context) => {
  if (content.kind !== 'table') return undefined;
  const [head] = dataRows(content.rows);
  const headers = head?.cells.map(plainHeader) ?? [];
  const kit = kitColumn(head?.cells ?? []);
  const start = headers.indexOf('locus');
  const expected = ['locus', 'allele1', 'confidence', 'allele2', 'confidence'];
  if (start === -1 || !expected.every((name, at) => headers[start + at] === name)) return undefined;
  const rows = content.all();
  const form = { format: 'seq2hla', program: 'seq2HLA' } as const;
  if ('code' in rows) return { ...form, samples: [], problems: [rows] };
  const calls = dataRows(rows).filter(({ cells }) => plainHeader(cells[start] ?? '') !== 'locus');
  const samples = [...byKit(calls, kit)].map(([code, own]): ProgramSample => {
    const draft = createDraft(context);
    for (const { row, cells } of own) addRow(draft, cells.slice(start), row);
    const codes = code === '' ? [] : [{ system: 'participant', code }];
    return { codes, row: own[0]?.row ?? 0, draft };
  });
  return { ...form, samples };
};

function addRow(draft: RowDraft, cells: readonly string[], row: number): void {
  const [gene = '', one = '', confidence1 = '', two = '', confidence2 = ''] = cells;
  const isDoubtful = [one, two].some((text) => text.includes("'")) || [confidence1, confidence2].some(isHigh);
  const notes: FindingCode[] = isDoubtful ? ['low-confidence'] : [];
  addGeneCall(draft, { gene, pairs: [[copyOf(one), copyOf(two)]], row, notes });
}

const isHigh = (text: string): boolean => text.trim() !== '' && Number(text) > doubtful;

function copyOf(text: string): CopyCall {
  const plain = text.trim().replaceAll("'", '');
  if (/^hoz\(/i.test(plain)) return sameCopy;
  return /^(?:no|NA)?$/i.test(plain) ? noCall : allelesOf(plain, /[/;]/);
}
