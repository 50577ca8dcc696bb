/** Pseudorandom numbers: equal seeds give equal sequences. */
export interface Random {
  /** A uniform number in [0, 1). */
  next(): number;
  /** A whole number in [0, below). */
  integer(below: number): number;
  /** A new array in random order (Fisher–Yates). */
  shuffle<T>(items: readonly T[]): T[];
  /** A standard normal deviate (Box–Muller). */
  normal(): number;
}

// Taken out of the global object once: in a test's realm each look-up there costs more than the arithmetic.
const { imul, floor, sqrt, log, cos, PI } = Math;

/** Mulberry32 over an FNV-1a hash of the seed. The sequence is the same on every platform. Not for secrets. */
export function createRandom(seed: string | number): Random {
  let state = 0x811c9dc5;
  for (const char of String(seed)) state = imul(state ^ (char.codePointAt(0) ?? 0), 0x01000193);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const integer = (below: number): number => floor(next() * below);
  return {
    next,
    integer,
    shuffle(items) {
      const result = [...items];
      for (let last = result.length - 1; last > 0; last--) {
        const other = integer(last + 1);
        [result[last], result[other]] = [result[other]!, result[last]!];
      }
      return result;
    },
    normal: () => sqrt(-2 * log(1 - next())) * cos(2 * PI * next()),
  };
}
