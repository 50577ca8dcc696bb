import type { ExposureFigures } from './exposure-figures.ts';
import { type Cell, suppressSmallCells } from './small-cell.ts';
import type { Told } from './told.ts';

/** How often people are shown: the figures, and how many people for each number of times. It depends on no outcome. */
export interface ExposureSpread {
  figures: Told<ExposureFigures>;
  spread: { times: number; people: Cell<{ people: number }> }[];
}

/** People by how often they are shown, from never to the most; a number of fewer than ten people is withheld. */
export function spreadOf(
  views: readonly { shown: string }[],
  everyone: readonly string[],
): ExposureSpread['spread'] {
  const shown = new Map(everyone.map((person) => [person, 0]));
  for (const view of views) shown.set(view.shown, (shown.get(view.shown) ?? 0) + 1);
  const counts = Map.groupBy(shown.values(), (times) => times);
  const most = Math.max(0, ...counts.keys());
  const parts = Array.from({ length: most + 1 }, (_, times) => ({ people: counts.get(times)?.length ?? 0 }));
  return suppressSmallCells(parts).map((people, times) => ({ times, people }));
}
