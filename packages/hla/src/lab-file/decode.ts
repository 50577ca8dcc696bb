import type { LabFileLimits } from './limits.ts';
import type { LabProblem } from './row.ts';
import { errorAt } from './row.ts';

/** First bytes of ZIP files (XLSX, ODS) and of XLS files. */
const spreadsheets = [
  [0x50, 0x4b, 0x03, 0x04],
  [0xd0, 0xcf, 0x11, 0xe0],
];

/** Decodes strict UTF-8 (a byte-order mark is allowed); otherwise the problem that refuses the file. */
export function decodeLabText(bytes: Uint8Array, limits: LabFileLimits): string | LabProblem {
  if (bytes.length > limits.bytes) return errorAt('file-too-large');
  const spreadsheet = spreadsheets.some((mark) => mark.every((byte, at) => bytes[at] === byte));
  if (spreadsheet) return errorAt('file-spreadsheet');
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    return errorAt('file-utf16');
  // UTF-16 text without a byte-order mark has a zero in every other byte.
  if (bytes.includes(0)) return errorAt(looksUtf16(bytes) ? 'file-utf16' : 'file-nul');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return errorAt('file-not-utf8');
  }
  return text.trim() === '' ? errorAt('file-empty') : text;
}

function looksUtf16(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 200);
  return head.filter((byte) => byte === 0).length >= head.length / 3;
}
