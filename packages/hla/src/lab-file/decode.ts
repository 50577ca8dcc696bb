import { Buffer, isAscii, isUtf8 } from 'node:buffer';
import type { FindingCode } from '../finding.ts';
import type { LabFileLimits } from './limits.ts';
import type { LabProblem } from './row.ts';
import { errorAt } from './row.ts';

/** First bytes of files that hold no text, and the refusal that says what to send in their place. */
const signatures: readonly (readonly [FindingCode, readonly number[]])[] = [
  // ZIP files (XLSX, ODS) and XLS files
  ['file-spreadsheet', [0x50, 0x4b, 0x03, 0x04]],
  ['file-spreadsheet', [0xd0, 0xcf, 0x11, 0xe0]],
  // gzip, which BAM files are too; bzip2 and xz
  ['file-compressed', [0x1f, 0x8b]],
  ['file-compressed', [0x42, 0x5a, 0x68]],
  ['file-compressed', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  // PDF, PNG and JPEG
  ['file-document', [0x25, 0x50, 0x44, 0x46]],
  ['file-document', [0x89, 0x50, 0x4e, 0x47]],
  ['file-document', [0xff, 0xd8, 0xff]],
];

/** Decodes strict UTF-8 (a byte-order mark is allowed); otherwise the problem that refuses the file. */
export function decodeLabText(bytes: Uint8Array, limits: LabFileLimits): string | LabProblem {
  if (bytes.length > limits.bytes) return errorAt('file-too-large');
  const signature = signatures.find(([, mark]) => mark.every((byte, at) => bytes[at] === byte));
  if (signature !== undefined) return errorAt(signature[0]);
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    return errorAt('file-utf16');
  // UTF-16 text without a byte-order mark has a zero in every other byte.
  if (bytes.includes(0)) return errorAt(looksUtf16(bytes) ? 'file-utf16' : 'file-nul');
  // Several times as fast as a strict TextDecoder, with the same outcome.
  if (!isUtf8(bytes)) return errorAt('file-not-utf8');
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = buffer.toString(isAscii(bytes) ? 'latin1' : 'utf8');
  const plain = text.startsWith('\ufeff') ? text.slice(1) : text;
  return plain.trim() === '' ? errorAt('file-empty') : plain;
}

function looksUtf16(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 200);
  return head.filter((byte) => byte === 0).length >= head.length / 3;
}
