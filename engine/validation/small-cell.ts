/** A figure that rests on fewer people than this is withheld. */
export const smallestCell = 10;

/** A figure, or why it is withheld. */
export type Withheld = { value: null; reason: 'too-few-people' | 'protects-another-cell' | 'undefined' };
export type Shown<T> = { value: T; reason?: never };
export type Cell<T> = Shown<T> | Withheld;

/** A figure that rests on at least ten people; otherwise null and the reason. `people` counts persons, not rows. */
export const cellOf = <T>(people: number, value: () => T | null): Cell<T> => {
  if (people < smallestCell) return { value: null, reason: 'too-few-people' };
  const computed = value();
  return computed === null ? { value: null, reason: 'undefined' } : { value: computed };
};

/**
 * Withholds every part of a whole that has fewer than ten people. Where the withheld parts together have fewer than
 * ten, the smallest of the others are withheld too, until there are ten: otherwise the small part could be computed from
 * the total by subtraction. An empty part is shown, since it describes no person.
 * @param membersOf the people of a part, where one person may be in several: that person counts once among the withheld
 */
export function suppressSmallCells<T extends { people: number }>(
  parts: readonly T[],
  membersOf?: (part: T) => Iterable<string>,
): Cell<T>[] {
  const hidden = new Map<T, Withheld>();
  for (const part of parts) {
    if (part.people > 0 && part.people < smallestCell)
      hidden.set(part, { value: null, reason: 'too-few-people' });
  }
  const hiddenPeople = (): number =>
    membersOf
      ? new Set([...hidden.keys()].flatMap((part) => [...membersOf(part)])).size
      : [...hidden.keys()].reduce((sum, { people }) => sum + people, 0);
  const others = parts
    .filter((part) => part.people >= smallestCell)
    .toSorted((one, other) => one.people - other.people);
  for (const part of others) {
    if (hidden.size === 0 || hiddenPeople() >= smallestCell) break;
    hidden.set(part, { value: null, reason: 'protects-another-cell' });
  }
  return parts.map((part) => hidden.get(part) ?? { value: part });
}
