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

/**
 * Builds the graph independently of the order in which people and pairs arrive; ties are ordered by the seed.
 * @throws HarmoniaError `bad-request` for a person named twice, an unknown id, a person paired with themselves, a pair
 * given twice or a score that is not a number.
 */
export function buildPairGraph<Id extends string>(
  pairs: Iterable<ScoredPair<Id>>,
  people: readonly Id[],
  seed: string,
): PairGraph<Id> {
  const ids = [...people].sort();
  const indexOf = new Map(ids.map((id, index) => [id, index]));
  if (indexOf.size !== ids.length) throw new HarmoniaError('bad-request', 'a person is named twice');
  const edges = readEdges(pairs, indexOf);
  const order = orderEdges(edges, ids.length, seed);
  const start = new Int32Array(ids.length + 1);
  for (let edge = 0; edge < edges.count; edge++) {
    start[edges.low[edge]! + 1]! += 1;
    start[edges.high[edge]! + 1]! += 1;
  }
  for (let person = 0; person < ids.length; person++) start[person + 1]! += start[person]!;
  const next = start.slice();
  const neighbour = new Int32Array(2 * edges.count);
  const score = new Float64Array(2 * edges.count);
  const put = (from: number, to: number, value: number): void => {
    const place = next[from]!;
    neighbour[place] = to;
    score[place] = value;
    next[from] = place + 1;
  };
  for (const edge of order) {
    put(edges.low[edge]!, edges.high[edge]!, edges.mutual[edge]!);
    put(edges.high[edge]!, edges.low[edge]!, edges.mutual[edge]!);
  }
  const graph = { ids, start, neighbour, score };
  requireDistinct(graph);
  return graph;
}

interface Edges {
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

// Equal scores are ordered by a number drawn from the seed and both ids, so that an early id is no advantage.
function orderEdges(edges: Edges, people: number, seed: string): Uint32Array {
  const random = createRandom(`${seed}:ties`);
  const salt = Uint32Array.from({ length: people }, () => random.integer(0x1_0000_0000));
  const tie = (edge: number): number =>
    Math.imul(salt[edges.low[edge]!]! ^ Math.imul(salt[edges.high[edge]!]!, 0x9e3779b1), 0x85ebca6b) >>> 0;
  return Uint32Array.from({ length: edges.count }, (_, edge) => edge).sort(
    (x, y) =>
      edges.mutual[y]! - edges.mutual[x]! ||
      tie(x) - tie(y) ||
      edges.low[x]! - edges.low[y]! ||
      edges.high[x]! - edges.high[y]!,
  );
}

function requireDistinct({ ids, start, neighbour }: PairGraph): void {
  const seenFrom = new Int32Array(ids.length).fill(-1);
  for (let person = 0; person < ids.length; person++) {
    for (let place = start[person]!; place < start[person + 1]!; place++) {
      const other = neighbour[place]!;
      if (seenFrom[other] === person) throw new HarmoniaError('bad-request', 'a pair is given twice');
      seenFrom[other] = person;
    }
  }
}
