/** One answer: the actor looked at the partner. */
export interface Dyad {
  actor: string;
  partner: string;
}

/** Rows with their people and dyads as whole numbers from 0, so that sums by person are array lookups. */
export interface DyadIndex {
  rows: number;
  people: number;
  /** Unordered pairs of people; both directions of a pair are one dyad. */
  dyads: number;
  actor: Int32Array;
  partner: Int32Array;
  dyad: Int32Array;
}

/** What follows from a plan alone, computed at its first use and shared by all scores and statistics. */
export function oncePerPlan<T>(compute: (index: DyadIndex) => T): (index: DyadIndex) => T {
  const known = new WeakMap<DyadIndex, { result: T }>();
  return (index) => {
    const held = known.get(index) ?? { result: compute(index) };
    known.set(index, held);
    return held.result;
  };
}

/** The rows of viewer v stand from start[v] to before start[v + 1]. */
export const rowsByViewer = oncePerPlan(({ people, actor }: DyadIndex) => {
  const start = new Int32Array(people + 1);
  for (const viewer of actor) start[viewer + 1]! += 1;
  for (let viewer = 0; viewer < people; viewer++) start[viewer + 1]! += start[viewer]!;
  const next = start.slice(0, people);
  const rows = new Int32Array(actor.length);
  actor.forEach((viewer, row) => (rows[next[viewer]!++] = row));
  return { start, rows };
});

/** @throws RangeError for a person who looks at themselves. */
export function indexDyads(rows: readonly Dyad[]): DyadIndex {
  const numbers = new Map<string, number>();
  const numberOf = (person: string): number => {
    const known = numbers.get(person);
    if (known !== undefined) return known;
    numbers.set(person, numbers.size);
    return numbers.size - 1;
  };
  const actor = Int32Array.from(rows, (row) => numberOf(row.actor));
  const partner = Int32Array.from(rows, (row) => numberOf(row.partner));
  const people = numbers.size;
  const pairs = new Map<number, number>();
  const dyad = Int32Array.from(rows, (_, row) => {
    const [one, other] = [actor[row]!, partner[row]!];
    if (one === other) throw new RangeError('a person cannot be their own partner');
    const key = Math.min(one, other) * people + Math.max(one, other);
    const known = pairs.get(key);
    if (known !== undefined) return known;
    pairs.set(key, pairs.size);
    return pairs.size - 1;
  });
  return { rows: rows.length, people, dyads: pairs.size, actor, partner, dyad };
}
