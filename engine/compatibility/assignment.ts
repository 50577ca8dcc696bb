import { createRandom } from '../../foundation/random.ts';
import { HarmoniaError } from '../../foundation/errors.ts';
import { gini } from '../validation/gini.ts';
import { completePlan } from './complete-plan.ts';
import { starCover } from './cover.ts';
import { buildPairGraph, type PairEdges, type PairGraph, type ScoredPair } from './pair-graph.ts';

/** Why a pair is in the plan: predicted high, or drawn from the whole range so that the prediction can be tested. */
export type PairKind = 'high' | 'range';

export interface ExposureOptions {
  /** How often a person is shown, and how many profiles they see, at most. */
  perPerson: number;
  /** Share of pairs drawn from the whole range, 0–1. */
  exploreShare: number;
  seed: string;
  /**
   * Whether pairs are exchanged in the end until no more can be added: `completePlan`. Cohorts that did not declare it are planned
   * without it.
   */
  complete?: boolean;
}

/** One profile that one person is shown. `position` counts from 0; the order is drawn and independent of the scores. */
export interface PlannedView<Id extends string = string> {
  viewer: Id;
  shown: Id;
  position: number;
  kind: PairKind;
}

export interface ExposurePlan<Id extends string = string> {
  /** Each pair once, a < b, in the order of ids. */
  pairs: (ScoredPair<Id> & { kind: PairKind })[];
  /** Each pair in both directions: the two people of a pair are shown to each other. */
  views: PlannedView<Id>[];
  /** How often each person is shown. */
  exposure: Map<Id, number>;
  /** Gini coefficient of the exposure of those who have an eligible partner. */
  exposureGini: number;
  /** People without an eligible partner. */
  withoutPartner: Id[];
  /** People whose eligible partners are all needed for others at this `perPerson`, so that they are in no pair. */
  uncovered: Id[];
}

/**
 * Plans which people are shown to each other. The plan is symmetric, has at most `perPerson` pairs for a person, and
 * depends on the seed but not on the order of the input.
 *
 * First as many people as possible get one pair each. Then the plan grows in levels. At level L each person with fewer
 * than L pairs takes one more, and partners who also have fewer than L come first, so that exposure stays even. All
 * pairs of a level are of one kind: `high` takes the best such partner, `range` the partner nearest to a random rank
 * among all partners of that person. At last pairs are exchanged until no more can be added, where `complete` says so.
 * @throws HarmoniaError `bad-request` for options out of range.
 */
export function planFrom<Id extends string>(
  edges: PairEdges<Id>,
  options: ExposureOptions,
): ExposurePlan<Id> {
  const { perPerson, exploreShare, seed } = options;
  if (!Number.isInteger(perPerson) || perPerson < 1) {
    throw new HarmoniaError('bad-request', 'perPerson must be a whole number from 1');
  }
  if (!(exploreShare >= 0 && exploreShare <= 1)) {
    throw new HarmoniaError('bad-request', 'exploreShare must be within 0–1');
  }
  const graph = buildPairGraph(edges, seed);
  const random = createRandom(`${seed}:plan`);
  const indices = Array.from(graph.ids, (_, index) => index);
  const links = indices.map(() => new Map<number, PairKind>());
  const link = (one: number, other: number, kind: PairKind): void => {
    links[one]!.set(other, kind);
    links[other]!.set(one, kind);
  };
  const kindOf = (level: number): PairKind =>
    Math.floor(level * exploreShare) > Math.floor((level - 1) * exploreShare) ? 'range' : 'high';

  const targetOf = (person: number, level: number): number =>
    kindOf(level) === 'high' ? 0 : random.integer(graph.start[person + 1]! - graph.start[person]!);

  const cover = starCover(graph, perPerson, random.shuffle(indices), targetOf);
  for (const { one, other, level } of cover) link(one, other, kindOf(level));
  for (let level = 1; level <= perPerson; level++) {
    for (const person of random.shuffle(indices)) {
      if (links[person]!.size >= level) continue;
      const partner = nextPartner(graph, links, person, {
        level,
        perPerson,
        target: targetOf(person, level),
      });
      if (partner !== undefined) link(person, partner, kindOf(level));
    }
  }
  if (options.complete)
    completePlan(graph, links, perPerson, {
      order: random.shuffle(indices),
      kindOf: (person) => kindOf(links[person]!.size + 1),
    });
  return describePlan(graph, links, seed);
}

// The partner nearest to the target rank who has fewer pairs than the level, or else the one with the fewest pairs.
function nextPartner(
  { start, neighbour }: PairGraph,
  links: readonly Map<number, PairKind>[],
  person: number,
  { level, perPerson, target }: { level: number; perPerson: number; target: number },
): number | undefined {
  const first = start[person]!;
  const count = start[person + 1]! - first;
  let best: number | undefined;
  let bestShown = perPerson;
  for (let distance = 0; distance < count; distance++) {
    for (const rank of distance === 0 ? [target] : [target + distance, target - distance]) {
      if (rank < 0 || rank >= count) continue;
      const other = neighbour[first + rank]!;
      const shown = links[other]!.size;
      if (shown >= bestShown || links[person]!.has(other)) continue;
      if (shown < level) return other;
      best = other;
      bestShown = shown;
    }
  }
  return best;
}

function describePlan<Id extends string>(
  graph: PairGraph<Id>,
  links: readonly Map<number, PairKind>[],
  seed: string,
): ExposurePlan<Id> {
  const { ids, start, neighbour, score } = graph;
  const plan: ExposurePlan<Id> = {
    pairs: [],
    views: [],
    exposure: new Map(ids.map((id, person) => [id, links[person]!.size])),
    exposureGini: 0,
    withoutPartner: [],
    uncovered: [],
  };
  const shared: number[] = [];
  ids.forEach((id, person) => {
    const shown = links[person]!;
    const hasPartner = start[person + 1]! > start[person]!;
    if (hasPartner) shared.push(shown.size);
    if (!hasPartner) plan.withoutPartner.push(id);
    else if (shown.size === 0) plan.uncovered.push(id);
    const inOrder = [...shown.keys()].sort((x, y) => x - y);
    for (const other of inOrder.filter((candidate) => candidate > person)) {
      const place = neighbour.subarray(start[person], start[person + 1]).indexOf(other) + start[person]!;
      plan.pairs.push({ a: id, b: ids[other]!, mutual: score[place]!, kind: shown.get(other)! });
    }
    createRandom(`${seed}:positions:${id}`)
      .shuffle(inOrder)
      .forEach((other, position) => {
        plan.views.push({ viewer: id, shown: ids[other]!, position, kind: shown.get(other)! });
      });
  });
  plan.exposureGini = gini(shared);
  return plan;
}
