import type { LabContent } from './content.ts';
import type { LabContext } from './context.ts';
import { participantProblem } from './participant-code.ts';
import { errorAt, type LabRow, type OpenLabFile, refuseFile, rejectRow } from './row.ts';
import { readStatus } from './status.ts';

interface Entry {
  readonly participant: string;
  readonly status: string;
}

/**
 * Opens statuses of samples as JSON: an array of `{ "kit": …, "status": … }`, one such object, one a line, or an array
 * named `statuses`. Undefined for any other document.
 */
export function openStatus(content: LabContent, { limits }: LabContext): OpenLabFile | undefined {
  if (content.kind !== 'json') return undefined;
  const entries = entriesOf(content.document);
  if (entries === undefined) return undefined;
  if (entries.length > limits.rows) return refuseFile(errorAt('too-many-rows'));
  const counts = Map.groupBy(entries, ({ participant }) => participant);
  const rows = entries.map((entry, index): LabRow => {
    const row = rowOf(entry, index + 1);
    const isRepeated = counts.get(entry.participant)!.length > 1;
    return isRepeated ? rejectRow(row, errorAt('participant-duplicate', { row: row.row })) : row;
  });
  return { format: 'json-status', problems: [], rows };
}

function rowOf({ participant, status }: Entry, row: number): LabRow {
  const sample = readStatus(status);
  const wrong =
    participantProblem({ participant }, row) ??
    (sample === undefined ? errorAt('status-unreadable', { row, column: 'status' }) : undefined);
  // Text that is not a kit code may be a person's name, so the row does not carry it on.
  if (wrong !== undefined) {
    const named = wrong.code === 'status-unreadable' ? participant : '';
    return { participant: named, row, status: 'rejected', problems: [wrong] };
  }
  return { participant, row, status: 'accepted', ...(sample && { sample }), problems: [] };
}

function entriesOf(document: unknown): Entry[] | undefined {
  const listed = isRecord(document) && Array.isArray(document['statuses']) ? document['statuses'] : document;
  const list: unknown[] = Array.isArray(listed) ? listed : [listed];
  const entries = list.map(entryOf);
  return entries.length > 0 && entries.every((entry) => entry !== undefined) ? entries : undefined;
}

function entryOf(value: unknown): Entry | undefined {
  // A resource of FHIR has a status too.
  if (!isRecord(value) || 'resourceType' in value) return undefined;
  const code = value['kit'] ?? value['participant'];
  const { status } = value;
  if (typeof code !== 'string' || typeof status !== 'string') return undefined;
  return { participant: code.trim(), status };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
