import type { Dyad } from './dyad-index.ts';

/** An answer with what was predicted for it. Missing is null. */
export interface JudgedDyad extends Dyad {
  /** 1–7 */
  wtm: number | null;
  wouldMeet: boolean | null;
  /** By name of the score, any scale. */
  scores: Readonly<Record<string, number | null>>;
}
