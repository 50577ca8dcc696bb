/** A sample that arrived, that could not be read, and that is analysed once more. */
export type SampleStatus = 'received' | 'failed' | 'repeat';

const known: ReadonlySet<string> = new Set<SampleStatus>(['received', 'failed', 'repeat']);

/** The status that a cell or a field holds, in any case; undefined for other words, which many files have. */
export function readStatus(text: string): SampleStatus | undefined {
  const word = text.trim().toLowerCase();
  return known.has(word) ? (word as SampleStatus) : undefined;
}
