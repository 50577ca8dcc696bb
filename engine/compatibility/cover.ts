import type { PairGraph } from './pair-graph.ts';

/** A pair of the cover; `level` is the limit at which it was picked. */
export interface CoveringPair {
  one: number;
  other: number;
  level: number;
}

/** For each person their pick (-1 for none), the limit at which it was made, and the people who picked them. */
interface Picks {
  pick: Int32Array;
  level: Int32Array;
  pickers: number[][];
}

/**
 * Pairs that cover the largest possible number of people when a person is in at most `capacity` pairs.
 *
 * Each person picks one neighbour, and a person is picked at most `capacity` times. Augmenting paths find the picks;
 * the limit is raised step by step, so that picks are spread evenly. Then the picks that exceed the capacity of a
 * person are dropped, and those without which both people still have a partner. The rest are stars. The number is
 * exact from a capacity of 2 (star-factor theorem of Las Vergnas 1978). A capacity of 1 is a matching, for which it is
 * exact only in a graph without odd cycles.
 * @param order the order in which people pick
 * @param offset the place in a person's row of neighbours at which the search starts, for a limit; 0 is the best score
 */
export function starCover(
  graph: PairGraph,
  capacity: number,
  order: readonly number[],
  offset: (person: number, limit: number) => number,
): CoveringPair[] {
  const size = graph.ids.length;
  const picks: Picks = {
    pick: new Int32Array(size).fill(-1),
    level: new Int32Array(size),
    pickers: Array.from({ length: size }, () => []),
  };
  for (let limit = 1; limit <= capacity; limit++) {
    // No path from a person whom a failed search visited leads to a free one, so later searches at this limit skip
    // them.
    const visited = new Uint8Array(size);
    for (const person of order) {
      if (picks.pick[person] !== -1) continue;
      if (augment(graph, picks, person, limit, offset, visited)) visited.fill(0);
    }
  }
  return withoutNeedless(picks, capacity);
}

function augment(
  { start, neighbour }: PairGraph,
  picks: Picks,
  person: number,
  limit: number,
  offset: (person: number, limit: number) => number,
  visited: Uint8Array,
): boolean {
  const reachedFrom = new Map<number, number>();
  const queue = [person];
  for (const from of queue) {
    const first = start[from]!;
    const count = start[from + 1]! - first;
    const shift = offset(from, limit);
    for (let step = 0; step < count; step++) {
      const to = neighbour[first + ((step + shift) % count)]!;
      if (visited[to] === 1) continue;
      visited[to] = 1;
      reachedFrom.set(to, from);
      if (picks.pickers[to]!.length < limit) {
        moveAlong(picks, person, to, limit, reachedFrom);
        return true;
      }
      queue.push(...picks.pickers[to]!);
    }
  }
  return false;
}

function moveAlong(
  picks: Picks,
  person: number,
  free: number,
  limit: number,
  reachedFrom: ReadonlyMap<number, number>,
): void {
  for (let to = free; ;) {
    const from = reachedFrom.get(to)!;
    const before = picks.pick[from]!;
    picks.pick[from] = to;
    picks.level[from] = limit;
    picks.pickers[to]!.push(from);
    if (from === person) return;
    picks.pickers[before]!.splice(picks.pickers[before]!.indexOf(from), 1);
    to = before;
  }
}

function withoutNeedless({ pick, level, pickers }: Picks, capacity: number): CoveringPair[] {
  const partners = Array.from(pick, () => new Set<number>());
  const unlink = (one: number, other: number): void => {
    partners[one]!.delete(other);
    partners[other]!.delete(one);
  };
  const walk = upstreamFirst(pick, pickers);
  for (const person of walk) {
    if (pick[person] === -1) continue;
    partners[person]!.add(pick[person]!);
    partners[pick[person]!]!.add(person);
  }
  // Upstream first: a person who drops their pick leaves it one partner fewer before its own turn. In another order it
  // could drop a partner needlessly, and leave that partner in no pair.
  for (const person of walk) if (partners[person]!.size > capacity) unlink(person, pick[person]!);
  for (const person of walk) {
    const other = pick[person]!;
    if (
      other !== -1 &&
      partners[person]!.has(other) &&
      partners[person]!.size > 1 &&
      partners[other]!.size > 1
    ) {
      unlink(person, other);
    }
  }
  return walk.flatMap((person): CoveringPair[] => {
    const other = pick[person]!;
    if (other === -1 || !partners[person]!.has(other)) return [];
    // Two people who picked each other are one pair, listed once.
    if (pick[other] === person && other < person) return [];
    return [{ one: person, other, level: level[person]! }];
  });
}

// A person has at most one pick, so the picks form trees that lead into cycles. The order lists the trees from their
// leaves, then each cycle once around.
function upstreamFirst(pick: Int32Array, pickers: readonly number[][]): number[] {
  const waiting = Int32Array.from(pickers, (list) => list.length);
  const order: number[] = [];
  const placed = new Uint8Array(pick.length);
  const place = (person: number): void => {
    placed[person] = 1;
    order.push(person);
  };
  for (let person = 0; person < pick.length; person++) if (waiting[person] === 0) place(person);
  for (const person of order) {
    const to = pick[person]!;
    if (to !== -1 && --waiting[to]! === 0) place(to);
  }
  for (let person = 0; person < pick.length; person++) {
    for (let at = person; placed[at] === 0; at = pick[at]!) place(at);
  }
  return order;
}
