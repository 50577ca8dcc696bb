import type { FindingCode } from '../finding.ts';
import type { LabFileLimits } from './limits.ts';

/** One record of a delimited file, or the reason why reading stopped there. Rows count from 1, blank ones too. */
export type DelimitedRecord =
  | { readonly row: number; readonly cells: readonly string[] }
  | { readonly row: number; readonly refused: FindingCode };

/** The delimiters that part a table, the rarer in other text first. */
export const delimiters = ['\t', ';', ',', '|'] as const;

/** The delimiter that a first line `sep=;` names, as spreadsheets write it. */
export const labelledDelimiter = (text: string): string | undefined =>
  /^\ufeff?"?sep=([\t;,|])"?[\t;,|]*[\r\n]/i.exec(text)?.[1];

/** The delimiter that occurs most often outside quotes in the first line; a comma when none does. */
export function sniffDelimiter(text: string): string {
  const line = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  const bare = line.replace(/"[^"]*"/g, '');
  let best: string = ',';
  let most = 0;
  for (const delimiter of delimiters) {
    const count = bare.split(delimiter).length - 1;
    if (count > most) [best, most] = [delimiter, count];
  }
  return best;
}

/** Lines of two cells, the first word and the rest: text that is parted by a blank. */
export function* wordRecords(text: string, limits: LabFileLimits): Generator<DelimitedRecord, void> {
  let at = 0;
  for (let row = 1; at < text.length; row++) {
    const end = findEnd(text, at, '\n');
    if (row > limits.rows + 1) {
      yield { row, refused: 'too-many-rows' };
      return;
    }
    if (end - at > limits.cellCharacters) {
      yield { row, refused: 'cell-too-long' };
      return;
    }
    const line = text.slice(at, end).trim();
    const word = /^\S+/.exec(line)?.[0] ?? '';
    if (line !== '') yield { row, cells: [word, line.slice(word.length).trim()] };
    at = text[end] === '\r' && text[end + 1] === '\n' ? end + 2 : end + 1;
  }
}

/**
 * Reads RFC 4180 records lazily, in time linear in the text: quoted cells with doubled quotes and line breaks,
 * any line ending, blank rows left out. Past a limit, or on a quote left open, the last record is a refusal. `needed` says
 * how many cells of a row will be looked at, where not all are: further ones may be missing then.
 */
export function* delimitedRecords(
  text: string,
  delimiter: string,
  limits: LabFileLimits,
  needed: () => number = () => limits.cells,
): Generator<DelimitedRecord, void> {
  let at = 0;
  const nextPlainRow = plainRows(text, delimiter, limits, needed);
  for (let row = 1; at < text.length; row++) {
    const plain = row > limits.rows + 1 ? undefined : nextPlainRow(at);
    if (plain !== undefined) {
      at = plain.next;
      if (plain.cells.some(isFilled)) yield { row, cells: plain.cells };
      continue;
    }
    const cells: string[] = [];
    for (;;) {
      const cell = readCell(text, at, delimiter);
      if (cell === undefined) {
        yield { row, refused: 'quote-open' };
        return;
      }
      if (cell.value.length > limits.cellCharacters) {
        yield { row, refused: 'cell-too-long' };
        return;
      }
      cells.push(cell.value);
      if (cells.length > limits.cells) {
        yield { row, refused: 'too-many-cells' };
        return;
      }
      at = cell.end;
      if (text[at] !== delimiter) break;
      at++;
    }
    if (text[at] === '\r') at++;
    if (text[at] === '\n') at++;
    if (row > limits.rows + 1) {
      yield { row, refused: 'too-many-rows' };
      return;
    }
    if (cells.some(isFilled)) yield { row, cells };
  }
}

const isFilled = (cell: string): boolean => cell.trim() !== '';

interface PlainRow {
  readonly cells: readonly string[];
  /** Where the next row begins. */
  readonly next: number;
}

/**
 * Cuts a row without quotes, without a carriage return inside it and within the limits in one step; undefined for any
 * other row, which is read cell by cell. Each sign is searched for once in the whole text, since the next place of it is
 * kept: calls go forward only.
 */
function plainRows(
  text: string,
  delimiter: string,
  limits: LabFileLimits,
  needed: () => number,
): (at: number) => PlainRow | undefined {
  const [lineAfter, returnAfter, quoteAfter] = ['\n', '\r', '"'].map((sign) => placesOf(text, sign));
  return (at) => {
    const line = lineAfter!(at);
    const end = text.charCodeAt(line - 1) === carriageReturn && line > at ? line - 1 : line;
    if (returnAfter!(at) < end || quoteAfter!(at) < end || end - at > limits.cellCharacters) return undefined;
    const row = text.slice(at, end);
    // A row of fewer signs than cells are allowed has no cell too many.
    if (row.length < limits.cells) {
      const some = row.split(delimiter, needed());
      if (some.some(isFilled)) return { cells: some, next: line + 1 };
    }
    const cells = row.split(delimiter);
    return cells.length > limits.cells ? undefined : { cells, next: line + 1 };
  };
}

const lineFeed = 10;
const carriageReturn = 13;

/** The first place of a sign at or after a place that never goes back; the length of the text when there is none. */
function placesOf(text: string, sign: string): (at: number) => number {
  let known = -1;
  return (at) => {
    if (known < at) {
      const found = text.indexOf(sign, at);
      known = found === -1 ? text.length : found;
    }
    return known;
  };
}

function readCell(text: string, at: number, delimiter: string): { value: string; end: number } | undefined {
  if (text[at] !== '"') {
    const end = findEnd(text, at, delimiter);
    return { value: text.slice(at, end), end };
  }
  const parts: string[] = [];
  for (let from = at + 1; ;) {
    const quote = text.indexOf('"', from);
    if (quote === -1) return undefined;
    parts.push(text.slice(from, quote));
    if (text[quote + 1] !== '"') {
      const end = findEnd(text, quote + 1, delimiter);
      return { value: parts.join('') + text.slice(quote + 1, end), end };
    }
    parts.push('"');
    from = quote + 2;
  }
}

function findEnd(text: string, at: number, delimiter: string): number {
  const stop = delimiter.charCodeAt(0);
  for (let end = at; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (code === stop || code === lineFeed || code === carriageReturn) return end;
  }
  return text.length;
}
