import type { RowDraft } from './draft.ts';
import { errorAt } from './row.ts';

const words: ReadonlyMap<string, boolean> = new Map([
  ...['yes', 'y', 'true', '1'].map((word) => [word, true] as const),
  ...['no', 'n', 'false', '0'].map((word) => [word, false] as const),
]);

/**
 * Notes in a draft whether the laboratory asks to replace an earlier typing. A blank cell leaves the draft as it is. Text
 * that is neither yes nor no is an error of the row, and so are two places with different answers.
 */
export function noteReplace(draft: RowDraft, text: string, place: { row: number; column?: string }): void {
  const word = text.trim().toLowerCase();
  if (word === '') return;
  const said = words.get(word);
  if (said === undefined) draft.problems.push(errorAt('replace-unreadable', place));
  else if (draft.replace !== undefined && draft.replace !== said)
    draft.problems.push(errorAt('replace-contradictory', place));
  else draft.replace = said;
}
