import type { LabFileLimits } from './limits.ts';
import { defaultLimits } from './limits.ts';
import { decodeLabText } from './decode.ts';
import { openDelimited } from './open-delimited.ts';
import type { LabFormat, LabProblem, LabRow } from './row.ts';

export interface LabFileOptions {
  /** Only for messages; the format is told from the content. */
  readonly fileName?: string;
  readonly limits?: Partial<LabFileLimits>;
}

/** A lab file whose structure has been checked; rows are read as they are asked for. */
export interface OpenLabFile {
  readonly format?: LabFormat;
  /** Reasons to refuse the whole file; there are no rows then. */
  readonly problems: readonly LabProblem[];
  readonly rows: Iterable<LabRow>;
}

/** What a lab learns about a delivery. */
export interface LabFileReport {
  readonly format?: LabFormat;
  readonly refused: boolean;
  /** Problems of the file itself; each refuses it. */
  readonly problems: readonly LabProblem[];
  readonly rows: readonly LabRow[];
  readonly accepted: number;
  readonly rejected: number;
}

/**
 * Opens a lab file of any known format: checks size, encoding and structure, finds participants that occur
 * twice, and then reads row by row. Never throws on content; a bad file has problems, a bad row is rejected.
 */
export function openLabFile(bytes: Uint8Array, options: LabFileOptions = {}): OpenLabFile {
  const limits = { ...defaultLimits, ...options.limits };
  const text = decodeLabText(bytes, limits);
  if (typeof text !== 'string') return { problems: [text], rows: [] };
  return openDelimited(text, limits);
}

/** Reads a whole lab file into a report. */
export async function readLabFile(bytes: Uint8Array, options: LabFileOptions = {}): Promise<LabFileReport> {
  const { format, problems, rows } = openLabFile(bytes, options);
  const list: LabRow[] = [];
  for (const row of rows) {
    list.push(row);
    // a long file must not keep everybody else waiting
    if (list.length % 2000 === 0) await new Promise<void>((resume) => setImmediate(resume));
  }
  const rejected = list.filter(({ status }) => status === 'rejected').length;
  return {
    ...(format === undefined ? {} : { format }),
    refused: problems.length > 0,
    problems,
    rows: list,
    accepted: list.length - rejected,
    rejected,
  };
}
