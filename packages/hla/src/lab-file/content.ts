import type { DelimitedRecord } from './delimited-text.ts';
import { delimitedRecords, delimiters, labelledDelimiter } from './delimited-text.ts';
import type { LabFileLimits } from './limits.ts';
import type { LabProblem } from './row.ts';
import { errorAt } from './row.ts';

/** Records of a delimited text that are read to find out what it holds. */
const headRecords = 40;

/** The first records of a text when it is parted by one delimiter. */
export interface TableHead {
  readonly delimiter: string;
  readonly records: readonly DelimitedRecord[];
}

/** A lab file taken apart as far as every format needs it: the tree of JSON, the root of XML, or the first cells. */
export type LabContent =
  /** `root` is the local name of the root element in lower case; empty when there is none. */
  | { readonly kind: 'xml'; readonly text: string; readonly root: string }
  /** The document; an array of documents for one JSON document a line (NDJSON). */
  | { readonly kind: 'json'; readonly text: string; readonly document: unknown }
  /** The first records for each delimiter that could part the text. */
  | { readonly kind: 'table'; readonly text: string; readonly heads: readonly TableHead[] };

/** Takes a text apart by its first sign; the problem that refuses it when JSON is malformed or too deep. */
export function contentOf(decoded: string, limits: LabFileLimits): LabContent | LabProblem {
  const text = decoded.replace(/^\ufeff/, '');
  const first = /\S/.exec(text)?.[0];
  if (first === '<') return { kind: 'xml', text, root: rootOf(text) };
  if (first === '{' || first === '[') return jsonOf(text, limits);
  return { kind: 'table', text, heads: headsOf(text, limits) };
}

function headsOf(text: string, limits: LabFileLimits): TableHead[] {
  const labelled = labelledDelimiter(text);
  const start = text.slice(0, limits.cellCharacters);
  const possible = labelled === undefined ? delimiters.filter((each) => start.includes(each)) : [labelled];
  return (possible.length === 0 ? [','] : possible).map((delimiter) => ({
    delimiter,
    records: firstOf(delimitedRecords(text, delimiter, limits)),
  }));
}

function firstOf(records: Iterable<DelimitedRecord>): DelimitedRecord[] {
  const first: DelimitedRecord[] = [];
  for (const record of records) {
    first.push(record);
    if (first.length === headRecords) break;
  }
  return first;
}

function rootOf(text: string): string {
  for (let at = text.indexOf('<'); at !== -1; at = text.indexOf('<', at + 1)) {
    if (text.startsWith('<!--', at)) {
      at = text.indexOf('-->', at);
      if (at === -1) return '';
      continue;
    }
    const name = /^[A-Za-z_][\w.:-]*/.exec(text.slice(at + 1, at + 101))?.[0];
    if (name !== undefined) return localName(name);
  }
  return '';
}

/** The name of an XML element without its prefix, in lower case. */
export const localName = (name: string): string => name.slice(name.indexOf(':') + 1).toLowerCase();

function jsonOf(text: string, limits: LabFileLimits): LabContent | LabProblem {
  if (nestedDeeper(text, limits.depth)) return errorAt('too-deep');
  try {
    return { kind: 'json', text, document: JSON.parse(text) };
  } catch {
    const documents = documentsOf(text, limits);
    return documents === undefined ? errorAt('json-malformed') : { kind: 'json', text, document: documents };
  }
}

/** The documents of NDJSON; undefined when a line is no document. */
function documentsOf(text: string, limits: LabFileLimits): unknown[] | undefined {
  const documents: unknown[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    if (documents.length > limits.rows) return undefined;
    try {
      documents.push(JSON.parse(line));
    } catch {
      return undefined;
    }
  }
  return documents.length > 1 ? documents : undefined;
}

/** True when brackets outside strings are nested deeper than allowed; JSON.parse itself has no bound. */
function nestedDeeper(text: string, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length && depth <= limit; at++) {
    const char = text.charCodeAt(at);
    if (inString) {
      if (char === 0x5c) at++;
      else if (char === 0x22) inString = false;
    } else if (char === 0x22) inString = true;
    else if (char === 0x7b || char === 0x5b) depth++;
    else if (char === 0x7d || char === 0x5d) depth--;
  }
  return depth > limit;
}
