import { ageOf } from './age.ts';
import { type Candidate, mayBeMatched } from './eligibility.ts';

/**
 * What decides who may be shown to whom, as plain arrays, a row for each person of one cohort, for one day: what `eligible` would look
 * up anew for each pair. The arrays may be shared with other threads.
 */
export interface EligibilityTable {
  readonly people: number;
  /** 1 for adults who consented. */
  readonly open: Uint8Array;
  /** 1 female, 2 male. */
  readonly sexes: Uint8Array;
  /** The sum of the sexes sought. */
  readonly sought: Uint8Array;
  readonly ages: Int16Array;
  readonly lowest: Int16Array;
  readonly highest: Int16Array;
  /** For each person whom they blocked or were blocked by, where there is any. */
  readonly apart: ReadonlyMap<number, ReadonlySet<number>>;
}

const sexNumber = { female: 1, male: 2, both: 3 } as const;

/** The table of people of one cohort, in their order; `bytes` makes the memory of an array. */
export function createEligibilityTable(
  candidates: readonly Candidate[],
  today: Date,
  bytes: (length: number) => ArrayBufferLike = (length) => new ArrayBuffer(length),
): EligibilityTable {
  const people = candidates.length;
  const small = (): Int16Array => new Int16Array(bytes(2 * people));
  const table = {
    people,
    open: new Uint8Array(bytes(people)),
    sexes: new Uint8Array(bytes(people)),
    sought: new Uint8Array(bytes(people)),
    ages: small(),
    lowest: small(),
    highest: small(),
  };
  const rowOf = new Map(candidates.map(({ id }, row) => [id, row]));
  const apart = new Map<number, Set<number>>();
  const part = (one: number, other: number): void =>
    void apart.set(one, (apart.get(one) ?? new Set()).add(other));
  candidates.forEach((candidate, row) => {
    table.open[row] = mayBeMatched(candidate, today) ? 1 : 0;
    table.sexes[row] = sexNumber[candidate.sex];
    table.sought[row] = sexNumber[candidate.seeks];
    table.ages[row] = ageOf(candidate.birthYear, today);
    table.lowest[row] = candidate.seeksAgeMin;
    table.highest[row] = candidate.seeksAgeMax;
    for (const id of candidate.blocked) {
      const other = rowOf.get(id);
      if (other === undefined) continue;
      part(row, other);
      part(other, row);
    }
  });
  return { ...table, apart };
}

/** As `eligible`, of two rows of a table. */
export const eligibleRows = (table: EligibilityTable, one: number, other: number): boolean =>
  one !== other && fits(table, one, other) && !(table.apart.size > 0 && table.apart.get(one)?.has(other));

/** The rules that are about what two people are and seek, not about who they are. */
function fits(table: EligibilityTable, one: number, other: number): boolean {
  const { open, sexes, sought, ages, lowest, highest } = table;
  return (
    (sought[one]! & sexes[other]!) !== 0 &&
    (sought[other]! & sexes[one]!) !== 0 &&
    open[one] === 1 &&
    open[other] === 1 &&
    ages[other]! >= lowest[one]! &&
    ages[other]! <= highest[one]! &&
    ages[one]! >= lowest[other]! &&
    ages[one]! <= highest[other]!
  );
}

/** How many pairs are eligible, by the kinds of people instead of pair by pair. */
export function countEligiblePairs(table: EligibilityTable): number {
  const { people, open, sexes, sought, ages, lowest, highest, apart } = table;
  const kinds = new Map<string, { row: number; count: number }>();
  for (let row = 0; row < people; row++) {
    if (open[row] !== 1) continue;
    const key = `${sexes[row]} ${sought[row]} ${ages[row]} ${lowest[row]} ${highest[row]}`;
    const kind = kinds.get(key);
    if (kind) kind.count++;
    else kinds.set(key, { row, count: 1 });
  }
  const all = [...kinds.values()];
  let pairs = 0;
  all.forEach(({ row, count }, at) => {
    if (fits(table, row, row)) pairs += (count * (count - 1)) / 2;
    for (const other of all.slice(at + 1)) if (fits(table, row, other.row)) pairs += count * other.count;
  });
  for (const [one, others] of apart)
    for (const other of others) if (one < other && fits(table, one, other)) pairs--;
  return pairs;
}

/**
 * Pairs for a plan that cannot see them all: for each person up to `perPerson` eligible partners that are drawn, each pair once. A
 * person with any eligible partner is in one of them.
 * @param random a whole number below its argument
 */
export function drawEligiblePairs(
  table: EligibilityTable,
  perPerson: number,
  random: (below: number) => number,
): { low: number; high: number }[] {
  const { people, open } = table;
  const keys = new Set<number>();
  const add = (one: number, other: number): unknown =>
    keys.add(Math.min(one, other) * people + Math.max(one, other));
  for (let row = 0; row < people; row++) {
    if (open[row] !== 1) continue;
    const drawn = new Set<number>();
    for (let attempt = 0; attempt < drawsFor * perPerson && drawn.size < perPerson; attempt++) {
      const other = random(people);
      if (eligibleRows(table, row, other)) drawn.add(other);
    }
    // A person with few eligible partners: the first of them are taken.
    for (let other = 0; other < people && drawn.size < perPerson; other++)
      if (eligibleRows(table, row, other)) drawn.add(other);
    for (const other of drawn) add(row, other);
  }
  return [...keys]
    .sort((one, other) => one - other)
    .map((key) => ({ low: Math.floor(key / people), high: key % people }));
}

/** Draws for each partner that is wanted, before all people are looked through. */
const drawsFor = 20;

/** An upper bound of the eligible pairs, by sex alone. */
export function mostEligiblePairs({ people, open, sexes, sought }: EligibilityTable): number {
  // A place for each sex and what it seeks: 3 x 4.
  const counts = new Float64Array(12);
  for (let row = 0; row < people; row++) if (open[row] === 1) counts[4 * sexes[row]! + sought[row]!]! += 1;
  let directed = 0;
  for (let one = 0; one < 12; one++)
    for (let other = 0; other < 12; other++) {
      const fits = (one & 3 & (other >> 2)) !== 0 && (other & 3 & (one >> 2)) !== 0;
      if (fits) directed += counts[one]! * (counts[other]! - (one === other ? 1 : 0));
    }
  return directed / 2;
}
