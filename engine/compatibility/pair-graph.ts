import { createRandom } from '../../foundation/random.ts';
import { HarmoniaError } from '../../foundation/errors.ts';

/** An eligible pair and its mutual score, 0–100. The two ids may be in either order. */
export interface ScoredPair<Id extends string = string> {
  a: Id;
  b: Id;
  mutual: number;
}

/**
 * The eligible partners of each person, as rows of neighbours in typed arrays (12 bytes for a pair and direction, so a
 * million pairs take 24 MB): the neighbours of person p are neighbour[start[p]] … neighbour[start[p + 1] - 1], best
 * score first.
 */
export interface PairGraph<Id extends string = string> {
  ids: readonly Id[];
  start: Int32Array;
  neighbour: Int32Array;
  score: Float64Array;
}

/** Eligible pairs, read and ordered once: graphs with different seeds differ only in the order of equal scores. */
export interface PairEdges<Id extends string = string> extends PairGraph<Id> {
  readonly count: number;
  /** Begin and end of each run of equal scores among the neighbours of a person, one after the other. */
  readonly ties: Int32Array;
}

/**
 * Reads pairs. The order of people and pairs does not matter.
 * @throws HarmoniaError `bad-request` for a person named twice, an unknown id, a person paired with themselves, a pair
 * given twice or a score that is not a number.
 */
export function readPairs<Id extends string>(
  pairs: Iterable<ScoredPair<Id>>,
  people: readonly Id[],
): PairEdges<Id> {
  const ids = [...people].sort();
  const indexOf = new Map(ids.map((id, index) => [id, index]));
  if (indexOf.size !== ids.length) throw new HarmoniaError('bad-request', 'a person is named twice');
  const edges = readEdges(pairs, indexOf);
  return pairEdges(ids, edges);
}

/**
 * The same of pairs that are in typed arrays already, by index in `ids`, which are in order; low < high.
 * @throws HarmoniaError `bad-request` for a pair given twice
 */
export function pairEdges<Id extends string>(
  ids: readonly Id[],
  { count, low, high, mutual }: Edges,
): PairEdges<Id> {
  const start = new Int32Array(ids.length + 1);
  for (let edge = 0; edge < count; edge++) {
    start[low[edge]! + 1]! += 1;
    start[high[edge]! + 1]! += 1;
  }
  for (let person = 0; person < ids.length; person++) start[person + 1]! += start[person]!;
  const next = start.slice();
  const neighbour = new Int32Array(2 * count);
  const score = new Float64Array(2 * count);
  const put = (from: number, to: number, value: number): void => {
    const place = next[from]!;
    neighbour[place] = to;
    score[place] = value;
    next[from] = place + 1;
  };
  for (const edge of descending(mutual.subarray(0, count))) {
    put(low[edge]!, high[edge]!, mutual[edge]!);
    put(high[edge]!, low[edge]!, mutual[edge]!);
  }
  requireDistinct({ ids, start, neighbour });
  return { ids, count, start, neighbour, score, ties: runsOfEqual(start, score) };
}

/** Builds the graph of a seed, which orders equal scores. */
export function buildPairGraph<Id extends string>(edges: PairEdges<Id>, seed: string): PairGraph<Id> {
  const { ids, start, neighbour, score, ties } = edges;
  if (ties.length === 0) return { ids, start, neighbour, score };
  const salts = tieSalts(ids.length, seed);
  const ordered = neighbour.slice();
  let person = 0;
  for (let run = 0; run < ties.length; run += 2) {
    const [first, end] = [ties[run]!, ties[run + 1]!];
    while (start[person + 1]! <= first) person++;
    const viewer = person;
    const tie = (other: number): number => tieOf(salts, Math.min(viewer, other), Math.max(viewer, other));
    ordered.subarray(first, end).sort((x, y) => tie(x) - tie(y) || x - y);
  }
  return { ids, start, neighbour: ordered, score };
}

function runsOfEqual(start: Int32Array, score: Float64Array): Int32Array {
  const runs: number[] = [];
  for (let person = 0; person + 1 < start.length; person++)
    for (let first = start[person]!, end = first + 1; first < start[person + 1]!; first = end, end++) {
      while (end < start[person + 1]! && score[end] === score[first]) end++;
      if (end - first > 1) runs.push(first, end);
    }
  return Int32Array.from(runs);
}

export interface Edges {
  count: number;
  low: Int32Array;
  high: Int32Array;
  mutual: Float64Array;
}

// Typed arrays that are doubled when they are full: a million streamed pairs are never held as objects.
function readEdges<Id extends string>(
  pairs: Iterable<ScoredPair<Id>>,
  indexOf: ReadonlyMap<Id, number>,
): Edges {
  const edges: Edges = {
    count: 0,
    low: new Int32Array(1024),
    high: new Int32Array(1024),
    mutual: new Float64Array(1024),
  };
  for (const { a, b, mutual } of pairs) {
    const one = indexOf.get(a);
    const other = indexOf.get(b);
    if (one === undefined || other === undefined)
      throw new HarmoniaError('bad-request', 'a pair names an unknown person');
    if (one === other) throw new HarmoniaError('bad-request', 'a person is paired with themselves');
    if (!Number.isFinite(mutual)) throw new HarmoniaError('bad-request', 'a pair has no score');
    if (edges.count === edges.low.length) {
      edges.low = doubled(edges.low, (length) => new Int32Array(length));
      edges.high = doubled(edges.high, (length) => new Int32Array(length));
      edges.mutual = doubled(edges.mutual, (length) => new Float64Array(length));
    }
    edges.low[edges.count] = Math.min(one, other);
    edges.high[edges.count] = Math.max(one, other);
    edges.mutual[edges.count] = mutual;
    edges.count += 1;
  }
  return edges;
}

function doubled<Numbers extends Int32Array | Float64Array>(
  values: Numbers,
  create: (length: number) => Numbers,
): Numbers {
  const larger = create(2 * values.length);
  larger.set(values);
  return larger;
}

/** A number for each person, from the seed, that orders equal scores. */
export function tieSalts(people: number, seed: string): Uint32Array {
  const random = createRandom(`${seed}:ties`);
  return Uint32Array.from({ length: people }, () => random.integer(0x1_0000_0000));
}

/** Of two pairs with the same score the one with the smaller number comes first, so that an early id is no advantage. */
export const tieOf = (salts: Uint32Array, low: number, high: number): number =>
  Math.imul(salts[low]! ^ Math.imul(salts[high]!, 0x9e3779b1), 0x85ebca6b) >>> 0;

/**
 * The places of numbers from the greatest to the least, by four counting passes over their 64 bits: a sort that compares by a
 * function takes ten times as long for a million pairs.
 */
function descending(values: Float64Array): Uint32Array {
  const count = values.length;
  // Added to zero, so that minus zero is ordered as zero.
  const keys = new Uint32Array(Float64Array.from(values, (value) => value + 0).buffer);
  for (let at = 0; at < count; at++) {
    // The bits of negative numbers rise as the number falls; the others follow with the sign turned around.
    const flip = keys[2 * at + 1]! >>> 31 === 1 ? 0 : 0x7fff_ffff;
    keys[2 * at + 1]! ^= flip;
    if (flip !== 0) keys[2 * at]! ^= 0xffff_ffff;
  }
  let from = Uint32Array.from({ length: count }, (_, at) => at);
  let to = new Uint32Array(count);
  const starts = new Uint32Array(0x1_0001);
  for (const [half, shift] of [
    [0, 0],
    [0, 16],
    [1, 0],
    [1, 16],
  ] as const) {
    starts.fill(0);
    for (let at = 0; at < count; at++) starts[((keys[2 * at + half]! >>> shift) & 0xffff) + 1]! += 1;
    for (let digit = 0; digit < 0x1_0000; digit++) starts[digit + 1]! += starts[digit]!;
    for (const at of from) to[starts[(keys[2 * at + half]! >>> shift) & 0xffff]!++] = at;
    [from, to] = [to, from];
  }
  return from;
}

function requireDistinct({ ids, start, neighbour }: Omit<PairGraph, 'score'>): void {
  const seenFrom = new Int32Array(ids.length).fill(-1);
  for (let person = 0; person < ids.length; person++) {
    for (let place = start[person]!; place < start[person + 1]!; place++) {
      const other = neighbour[place]!;
      if (seenFrom[other] === person) throw new HarmoniaError('bad-request', 'a pair is given twice');
      seenFrom[other] = person;
    }
  }
}
