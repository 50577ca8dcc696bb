import type { LabContext } from '../context.ts';
import { createDraft } from '../draft.ts';
import { type CopyCall, addGeneCall, allelesOf, blankCopy } from './gene-calls.ts';
import { isObject, type Json, textOf } from './json.ts';
import type { Identifier } from '../participant-code.ts';
import type { ProgramReader, ProgramSample } from './program.ts';

/**
 * xHLA: `report-SAMPLE-hla.json`, one object with a list of alleles, two of each gene; a homozygous gene stands twice.
 * An array of such reports, or one a line, is several samples.
 */
export const readXhla: ProgramReader = (content, context) => {
  if (content.kind !== 'json') return undefined;
  const documents: unknown[] = Array.isArray(content.document) ? content.document : [content.document];
  const reports = documents.filter(isObject);
  if (reports.length === 0 || reports.length < documents.length || !reports.every(isReport)) return undefined;
  return {
    format: 'xhla',
    program: 'xHLA',
    samples: reports.map((report, index) => sampleOf(report, index, context)),
  };
};

const allelesIn = (report: Json): readonly unknown[] => {
  const { hla } = report;
  return isObject(hla) && Array.isArray(hla['alleles']) ? (hla['alleles'] as unknown[]) : [];
};

const isReport = (report: Json): boolean =>
  isObject(report['hla']) && Array.isArray(report['hla']['alleles']);

function sampleOf(report: Json, index: number, context: LabContext): ProgramSample {
  const draft = createDraft(context);
  const row = index + 1;
  const byGene = Map.groupBy(
    allelesIn(report).map(textOf),
    (text) => /^(?:HLA-)?(\w+)\*/i.exec(text)?.[1] ?? text,
  );
  for (const [gene, texts] of byGene) {
    const copies = texts.map((text): CopyCall => allelesOf(text, /[/;]/));
    const [one = blankCopy, two = blankCopy] = copies;
    addGeneCall(draft, { gene, pairs: [[one, two]], row, column: 'hla.alleles', copies: copies.length });
  }
  const named = (system: string): Identifier[] => {
    const code = textOf(report[system]);
    return code === '' ? [] : [{ system, code }];
  };
  const added = named('participant');
  const codes = added.length > 0 ? added : ['sample_id', 'subject_id'].flatMap(named);
  return { codes, row, draft };
}
