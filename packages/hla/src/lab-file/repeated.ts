import type { LabRow } from './row.ts';
import { errorAt, rejectRow } from './row.ts';

/** Rejects every row of a participant who occurs more than once. */
export function rejectRepeated(rows: readonly LabRow[]): LabRow[] {
  const counts = new Map<string, number>();
  for (const { participant } of rows) counts.set(participant, (counts.get(participant) ?? 0) + 1);
  return rows.map((row) =>
    row.participant !== '' && (counts.get(row.participant) ?? 0) > 1
      ? rejectRow(row, errorAt('participant-duplicate', { row: row.row }))
      : row,
  );
}
