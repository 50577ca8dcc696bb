import type { NormalisedText } from './normalised-text.ts';

/** Results that were given before, by the text that was asked for. */
export interface KeptResults {
  get(input: string): NormalisedText | undefined;
  /** Keeps a result, and returns it as it is kept. */
  keep(result: NormalisedText): NormalisedText;
}

/**
 * Bounds on what is kept for one level: results, and characters of their inputs and outputs. A character takes one byte and
 * a result without its texts about 200, so that a level takes at most 8 MB.
 */
const limits = { results: 20_000, characters: 4_000_000 } as const;

/**
 * Keeps results in two halves. When the newer half is full, the older one is forgotten and takes its place; a result that
 * is asked for moves to the newer half, so that those in use stay.
 */
export function createKeptResults(): KeptResults {
  let older = new Map<string, NormalisedText>();
  let newer = new Map<string, NormalisedText>();
  let characters = 0;
  const add = (result: NormalisedText): void => {
    const length = lengthOf(result);
    if (newer.size >= limits.results / 2 || characters + length > limits.characters / 2) {
      older = newer;
      newer = new Map();
      characters = 0;
    }
    newer.set(result.input, result);
    characters += length;
  };
  return {
    keep(result) {
      const input = lengthOf(result) > limits.characters / 8 ? undefined : copyOf(result.input);
      if (input === undefined) return result;
      const kept = { ...result, input };
      add(kept);
      return kept;
    },
    get(input) {
      const found = newer.get(input);
      if (found !== undefined) return found;
      const before = older.get(input);
      if (before !== undefined) add(before);
      return before;
    },
  };
}

const lengthOf = ({ input, output }: NormalisedText): number => input.length + (output?.length ?? 0);

/** V8 makes longer parts of a text views of it. */
const shortestView = 13;

/**
 * The same text with its own memory: a line that was cut from a longer text holds all of it. Undefined for a text that is
 * not well-formed Unicode.
 */
function copyOf(text: string): string | undefined {
  if (text.length < shortestView) return text;
  const copy = Buffer.from(text).toString();
  return copy === text ? copy : undefined;
}
