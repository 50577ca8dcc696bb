import type { PairGraph } from './pair-graph.ts';

/** A plan that grows: for each person their partners, and the kind of each pair. */
export type Links<Kind> = readonly Map<number, Kind>[];

/** How a search reached people: those who would take one more partner, and those who would give one up for it. */
interface Search {
  /** For a person who would give up a partner, or has a place: the one who would take them. */
  takenBy: Int32Array;
  /** For a person who would take another partner: the one who would give them up. */
  givenBy: Int32Array;
}

/**
 * Adds pairs to a plan until no more can be added by exchanging partners: along alternating paths from a person with an empty
 * place to another (Berge 1957). Where each pair joins two groups, as women who seek men and men who seek women, the plan then has the
 * largest possible number of pairs; where people seek both it is near it. Each person keeps the number of their pairs, but for the two ends, who gain one.
 * @param order people in the order in which they take more partners
 * @param kindOf the kind of the pair that a person gains
 */
export function completePlan<Kind>(
  graph: PairGraph,
  links: Links<Kind>,
  perPerson: number,
  { order, kindOf }: { order: readonly number[]; kindOf: (person: number) => Kind },
): void {
  const search: Search = {
    takenBy: new Int32Array(links.length).fill(-1),
    givenBy: new Int32Array(links.length).fill(-1),
  };
  for (const person of order) {
    while (links[person]!.size < perPerson) {
      const touched: Touched = { taken: [], given: [] };
      const end = findPlace(graph, links, { perPerson, person, search, touched });
      // Nothing that a failed search reached leads to an empty place later, so its marks stay.
      if (end === undefined) break;
      exchange(links, search, { person, end, kind: kindOf(person) });
      for (const other of touched.taken) search.takenBy[other] = -1;
      for (const other of touched.given) search.givenBy[other] = -1;
    }
  }
}

interface Touched {
  taken: number[];
  given: number[];
}

/** The person with an empty place at the end of a path that begins at `person`. */
function findPlace<Kind>(
  { start, neighbour }: PairGraph,
  links: Links<Kind>,
  {
    perPerson,
    person,
    search,
    touched,
  }: { perPerson: number; person: number; search: Search; touched: Touched },
): number | undefined {
  const { takenBy, givenBy } = search;
  if (givenBy[person] !== -1) return undefined;
  givenBy[person] = person;
  touched.given.push(person);
  const queue = [person];
  for (const taker of queue) {
    for (let place = start[taker]!; place < start[taker + 1]!; place++) {
      const other = neighbour[place]!;
      if (takenBy[other] !== -1 || links[taker]!.has(other)) continue;
      takenBy[other] = taker;
      touched.taken.push(other);
      // The first person needs two empty places to be the end as well.
      const places = perPerson - links[other]!.size - (other === person ? 1 : 0);
      if (places > 0 && isSimple(search, person, other)) return other;
      for (const partner of links[other]!.keys()) {
        if (givenBy[partner] !== -1) continue;
        givenBy[partner] = other;
        touched.given.push(partner);
        queue.push(partner);
      }
    }
  }
  return undefined;
}

/** The pairs of a path from its end: each is added, and the one behind it, if any, is given up. */
function* pathOf(
  { takenBy, givenBy }: Search,
  person: number,
  end: number,
): Generator<{ taker: number; other: number; giver: number | undefined }> {
  for (let other = end; ;) {
    const taker = takenBy[other]!;
    const giver = taker === person ? undefined : givenBy[taker]!;
    yield { taker, other, giver };
    if (giver === undefined) return;
    other = giver;
  }
}

/** Where people seek both sexes a path may come back to a pair that it adds or gives up already. */
function isSimple(search: Search, person: number, end: number): boolean {
  const seen = new Set<string>();
  let pairs = 0;
  for (const { taker, other, giver } of pathOf(search, person, end)) {
    for (const partner of giver === undefined ? [other] : [other, giver]) {
      seen.add(taker < partner ? `${taker} ${partner}` : `${partner} ${taker}`);
      pairs++;
    }
  }
  return seen.size === pairs;
}

/** Each pair that is added takes the kind of the one that is given up for it; the last one is new. */
function exchange<Kind>(
  links: Links<Kind>,
  search: Search,
  { person, end, kind }: { person: number; end: number; kind: Kind },
): void {
  const path = [...pathOf(search, person, end)];
  const kinds = path.map(({ taker, giver }) => (giver === undefined ? kind : links[taker]!.get(giver)!));
  for (const { taker, giver } of path) {
    if (giver === undefined) continue;
    links[taker]!.delete(giver);
    links[giver]!.delete(taker);
  }
  path.forEach(({ taker, other }, at) => {
    links[taker]!.set(other, kinds[at]!);
    links[other]!.set(taker, kinds[at]!);
  });
}
