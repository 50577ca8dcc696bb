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
 * any line ending, blank rows left out. Past a limit, or on a quote left open, the last record is a refusal.
 */
export function* delimitedRecords(
  text: string,
  delimiter: string,
  limits: LabFileLimits,
): Generator<DelimitedRecord, void> {
  let at = 0;
  for (let row = 1; at < text.length; row++) {
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
    if (cells.some((cell) => cell.trim() !== '')) yield { row, cells };
  }
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
  let end = at;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') end++;
  return end;
}
