import { minimumShared } from './similarity.ts';
import { sins, type TraitScores } from './sins.ts';

/** The traits of many people, seven numbers a person, NaN for a missing one. They may be shared with other threads. */
export type TraitTable = Float64Array;

/** Puts a person into the table. */
export function setTraits(table: TraitTable, row: number, traits: TraitScores | undefined): void {
  sins.forEach((sin, at) => (table[row * sins.length + at] = traits?.[sin] ?? Number.NaN));
}

/** Numbers that a table of so many people needs. */
export const traitNumbers = (people: number): number => people * sins.length;

/** As `similarity`, of two rows of a table; NaN in place of null. */
export function similarityOf(table: TraitTable, one: number, other: number): number {
  let [squares, shared] = [0, 0];
  const count = sins.length;
  for (let at = 0, mine = one * count, theirs = other * count; at < count; at++, mine++, theirs++) {
    const difference = table[mine]! - table[theirs]!;
    if (Number.isNaN(difference)) continue;
    squares += difference ** 2;
    shared += 1;
  }
  return shared < minimumShared ? Number.NaN : 100 * (1 - Math.sqrt(squares / shared));
}
