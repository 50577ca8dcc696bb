import { setImmediate } from 'node:timers/promises';
import { planExposure } from '../compatibility/assignment.ts';
import type { Assignment } from '../ports/cohorts.ts';
import type { StudyExportSource } from './study-export.ts';

/** Plans to draw; fewer for large cohorts, so that it takes seconds. */
const [fewestDraws, mostDraws] = [20, 200];
const pairsDrawn = 1_000_000;

/**
 * How likely each view of the plan was: the share of plans that hold it, of plans drawn from the same scores with other seeds
 * and of the plan itself, so that it is never zero. Keys are made by `viewKey`. People who were erased since are in no drawn
 * plan.
 */
export async function planPropensities({
  plan,
  scores,
  planned: { people, options },
}: Pick<StudyExportSource, 'plan' | 'scores' | 'planned'>): Promise<Map<string, number>> {
  const pairs = scores.filter(({ a, b }) => a < b);
  const draws = Math.max(
    fewestDraws,
    Math.min(mostDraws, Math.floor(pairsDrawn / Math.max(1, pairs.length))),
  );
  const counts = new Map(plan.map(({ viewer, shown }) => [viewKey({ viewer, shown }), 1]));
  for (let draw = 0; draw < draws; draw++) {
    // A plan of a thousand people takes a third of a second: chats are answered in between.
    await setImmediate();
    const { views } = planExposure(pairs, people, { ...options, seed: `${options.seed}:propensity:${draw}` });
    for (const view of views) {
      const key = viewKey(view);
      const count = counts.get(key);
      if (count !== undefined) counts.set(key, count + 1);
    }
  }
  return new Map([...counts].map(([key, count]) => [key, count / (draws + 1)]));
}

/** Names a view of one person by another. */
export const viewKey = ({ viewer, shown }: Pick<Assignment, 'viewer' | 'shown'>): string =>
  `${viewer} ${shown}`;
