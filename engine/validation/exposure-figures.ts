import { gini } from './gini.ts';
import { smallestCell } from './small-cell.ts';
import type { StudyRow } from './study-row.ts';
import { missing, type Told } from './told.ts';

/** How evenly people are shown. */
export interface ExposureFigures {
  /** Gini coefficient of how often each person was shown, 0–1. */
  gini: number;
  /** The least that is possible when each sex is shown as often in all as it was; more than 0 where the sexes are unequal. */
  lowest: number;
  people: number;
  /** People who were shown to no one. */
  neverShown: number;
}

/** @param everyone all people of the plan; without it, those in the rows, and sexes as the rows have them */
export function exposureFigures(
  rows: readonly StudyRow[],
  everyone?: readonly { person: string; sex: string | null }[],
): Told<ExposureFigures> {
  const sexes = new Map<string, string | null>(everyone?.map(({ person, sex }) => [person, sex]));
  const shown = new Map<string, number>(everyone?.map(({ person }) => [person, 0]));
  for (const { actor, partner, actorGroups, partnerGroups } of rows) {
    if (!shown.has(actor)) shown.set(actor, 0);
    shown.set(partner, (shown.get(partner) ?? 0) + 1);
    if (!sexes.has(actor)) sexes.set(actor, actorGroups?.sex ?? null);
    if (!sexes.has(partner)) sexes.set(partner, partnerGroups?.sex ?? null);
  }
  if (rows.length === 0) return missing('no-answers');
  if (shown.size < smallestCell) return missing('too-few-people');
  const bySex = Map.groupBy(shown.keys(), (person) => sexes.get(person) ?? null);
  const even = [...bySex.values()].flatMap((people) =>
    spreadEvenly(
      people.reduce((sum, person) => sum + shown.get(person)!, 0),
      people.length,
    ),
  );
  const counts = [...shown.values()];
  return {
    value: {
      gini: gini(counts),
      lowest: gini(even),
      people: shown.size,
      neverShown: counts.filter((count) => count === 0).length,
    },
  };
}

/** A total in whole numbers that differ by at most 1. */
const spreadEvenly = (total: number, parts: number): number[] =>
  Array.from({ length: parts }, (_, part) => Math.floor((total + part) / parts));
