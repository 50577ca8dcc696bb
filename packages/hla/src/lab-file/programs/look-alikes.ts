import { plainHeader } from '../columns.ts';
import type { LabContent } from '../content.ts';
import type { OpenLabFile } from '../row.ts';
import { errorAt, refuseFile } from '../row.ts';
import { isObject } from './json.ts';
import { dataRows, headersOf } from './table.ts';

/** A kind of file that holds no typing, and what to send in its place. */
interface Sign {
  readonly what: string;
  readonly instead: string;
  /** Told by headers that a table of typings could have too. */
  readonly late?: true;
  readonly test: (text: string, headers: readonly string[], content: LabContent) => boolean;
}

const has = (headers: readonly string[], ...names: readonly string[]): boolean =>
  names.every((name) => headers.includes(name));

const typing = 'a result of a typing program, a table of typings, GL strings, HML or FHIR';

const signs: readonly Sign[] = [
  {
    what: 'variants (VCF)',
    instead: typing,
    test: (text) => /^##fileformat=VCF/i.test(text),
  },
  { what: 'sequences (FASTA)', instead: typing, test: (text) => /^>\S/.test(text) },
  { what: 'reads (FASTQ)', instead: typing, test: (text) => /^@\S[^\n]*\n[ACGTN.]+\r?\n\+/i.test(text) },
  { what: 'alignments (SAM)', instead: typing, test: (text) => /^@(?:HD|SQ|RG|PG)\t/.test(text) },
  { what: 'a message of HL7 version 2', instead: 'FHIR R4 or HML', test: (text) => /^MSH\|/.test(text) },
  { what: 'a web page', instead: typing, test: (text) => /^\s*<(?:!doctype\s+html|html)\b/i.test(text) },
  {
    what: 'abundances of arcasHLA',
    instead: "SAMPLE.genotype.json, or the run's genotypes.tsv",
    test: (_, __, content) =>
      content.kind === 'json' &&
      isObject(content.document) &&
      Object.values(content.document).length > 0 &&
      Object.values(content.document).every(
        (value) => Array.isArray(value) && value.every((each) => Array.isArray(each)),
      ),
  },
  {
    what: 'the candidates of HLA-HD for one gene',
    instead: 'SAMPLE_final.result.txt',
    test: (text) => /^#(?:Pair count|Best allele pair)\b/im.test(text.slice(0, 2000)),
  },
  {
    what: 'all candidates of SpecHLA',
    instead: 'hla.result.txt',
    test: (_, headers) => has(headers, 'gene', 'gbest', 'allele'),
  },
  {
    what: 'the first step of SpecImmune',
    instead: 'SAMPLE.HLA.final.type.result.formatted.txt',
    test: (_, headers) => has(headers, 'locus', 'chromosome', 'readsnum') && !headers.includes('genotype'),
  },
  {
    what: 'results for antibodies',
    late: true,
    instead: 'the typing of the person',
    test: (_, headers) => headers.some((each) => /^(?:mfi|beadid|rawvalue|baseline|nc2bead)/.test(each)),
  },
  {
    what: 'a list of SNPs (PLINK)',
    late: true,
    instead: typing,
    test: (_, headers) => has(headers, 'chr', 'snp') || has(headers, 'fid', 'iid', 'pat', 'mat'),
  },
];

/**
 * The refusal of a file that is something else than typings: what it looks like, and what to send in its place; undefined
 * when it looks like nothing known. What shows itself in the headers of a table counts only when no format took the file.
 */
export function otherContent(content: LabContent, asked: 'first' | 'last'): OpenLabFile | undefined {
  const start = content.text.slice(0, 65_536);
  const heads = content.kind === 'table' ? content.heads : [];
  const headers = heads.map(({ records }) => {
    const rows = records.flatMap((record) => ('cells' in record ? [record] : []));
    return headersOf(dataRows(rows)[0]).map(plainHeader);
  });
  const sign = signs.find(
    ({ late = false, test }) =>
      late === (asked === 'last') && [[], ...headers].some((each) => test(start, each, content)),
  );
  if (sign === undefined) return undefined;
  const message = `This looks like ${sign.what}, which is no typing. Send ${sign.instead}.`;
  return refuseFile({ ...errorAt('format-other'), message });
}
