import { setImmediate } from 'node:timers/promises';
import { type ExposureOptions, type PlannedView, planFrom } from '../compatibility/assignment.ts';
import { type PairEdges, readPairs } from '../compatibility/pair-graph.ts';
import type { Assignment, PairScore } from '../ports/cohorts.ts';
import type { UserId } from '../ports/participants.ts';

/** A plan with what plans are drawn from, or how likely its views were. */
export interface DrawablePlan {
  plan: readonly Assignment[];
  scores: readonly PairScore[];
  planned: { people: readonly UserId[]; options: ExposureOptions };
  /** By `viewKey`, where it was drawn when the cohort was scored. */
  propensities: ReadonlyMap<string, number>;
}

/** Plans to draw; fewer for large cohorts, so that it takes seconds. */
const [fewestDraws, mostDraws] = [20, 200];
const pairsDrawn = 1_000_000;

/**
 * How likely each view of the plan was: the share of plans that hold it, of plans drawn from the same scores with other seeds
 * and of the plan itself, so that it is never zero. Keys are made by `viewKey`. Where it was drawn when the cohort was scored it is
 * that; where every pair is kept it is drawn here, and people who were erased since are in no drawn plan.
 */
export async function planPropensities({
  plan,
  scores,
  planned: { people, options },
  propensities,
}: DrawablePlan): Promise<Map<string, number>> {
  if (propensities.size > 0) return new Map(propensities);
  const edges = readPairs(
    scores.filter(({ a, b }) => a < b),
    people,
  );
  const drawing = createDrawing(edges, plan, options);
  while (drawing.left() > 0) {
    // A plan of a thousand people takes a tenth of a second: chats are answered in between.
    await setImmediate();
    drawing.draw();
  }
  const shares = drawing.shares();
  return new Map(plan.map((view, at) => [viewKey(view), shares[at]!]));
}

/** The same of each view of a plan, at once. */
export function drawPropensities(
  edges: PairEdges<UserId>,
  plan: readonly PlannedView<UserId>[],
  options: ExposureOptions,
): Float64Array {
  const drawing = createDrawing(edges, plan, options);
  while (drawing.left() > 0) drawing.draw();
  return drawing.shares();
}

function createDrawing(
  edges: PairEdges<UserId>,
  plan: readonly { viewer: UserId; shown: UserId }[],
  options: ExposureOptions,
) {
  const draws = Math.max(fewestDraws, Math.min(mostDraws, Math.floor(pairsDrawn / Math.max(1, edges.count))));
  const places = new Map(plan.map((view, at) => [viewKey(view), at]));
  const counts = new Float64Array(plan.length).fill(1);
  let drawn = 0;
  return {
    left: () => draws - drawn,
    draw(): void {
      const seed = `${options.seed}:propensity:${drawn++}`;
      for (const view of planFrom(edges, { ...options, seed }).views) {
        const at = places.get(viewKey(view));
        if (at !== undefined) counts[at]! += 1;
      }
    },
    shares: () => counts.map((count) => count / (draws + 1)),
  };
}

/** Names a view of one person by another. */
export const viewKey = ({ viewer, shown }: Pick<Assignment, 'viewer' | 'shown'>): string =>
  `${viewer} ${shown}`;
