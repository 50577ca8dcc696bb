import type { Sitting } from './skin.ts';
import type { HairPaint } from './strands.ts';

/** The layers of a hairdo: behind the neck, the shadow on the face, and in front. */
export interface Hairdo {
  back: string;
  /** Outlines whose shadow falls on the face. */
  shadows: readonly string[];
  front: string;
}

/** Draws one style of hair or covering. */
export type DrawHair = (sitting: Sitting, paint: HairPaint) => Hairdo;
