import { createRandom, type Random } from '../../foundation/random.ts';
import type { Sin } from '../ports/phases.ts';
import { pearson } from './correlation.ts';
import type { Figure, Interval } from './dyadic-interval.ts';
import { type Cell, smallestCell } from './small-cell.ts';
import { missing, type Told } from './told.ts';

/** How reliable the two measurements of a cohort are; nothing here depends on an outcome. */
export interface StudyReliability {
  /** People with a sealed questionnaire or calibration who agreed to research use. */
  people: number;
  /** Cronbach's alpha of each trait with its bootstrap interval; n counts people. */
  alphas: { trait: Sin; alpha: Told<Figure> }[];
  /**
   * The same by the language in which the statements were read, where there are several: a language, `several` for people who
   * changed it, null where it is not known. Groups under ten people are withheld, with what would betray them.
   */
  byLanguage: { language: string | null; alphas: Cell<AlphasOfGroup> }[];
  retest: Retest;
  /** Share of people who failed an attention check. */
  attentionFailed: Told<number>;
}

/** Cronbach's alpha of each trait of one group of people. */
export interface AlphasOfGroup {
  people: number;
  alphas: { trait: Sin; alpha: Told<Figure> }[];
}

/** How well the two swipes on a face that was shown twice agree. */
export interface Retest {
  people: number;
  pairs: number;
  /** Pearson's r of the first and the second swipe; n counts pairs. */
  correlation: Told<Figure>;
  /** Share of faces that were a yes twice, or a no twice. */
  sameSide: Told<Figure>;
}

/** The two swipes, 1–4, of one person on one face. */
export type SwipePair = readonly [first: number, second: number];

/**
 * Compares repeated swipes, with 95 % percentile bootstrap intervals over people, since the pairs of one person resemble each
 * other. Withheld under ten people.
 * @param byPerson the pairs of swipes of one person each
 */
export function retestOf(
  byPerson: readonly (readonly SwipePair[])[],
  { seed, resamples = 1000 }: { seed: string; resamples?: number },
): Retest {
  const rated = byPerson.filter((pairs) => pairs.length > 0);
  const pairs = rated.flat();
  const told = (statistic: (drawn: readonly SwipePair[]) => number | null): Told<Figure> => {
    if (rated.length === 0) return missing('no-answers');
    if (rated.length < smallestCell) return missing('too-few-people');
    const estimate = statistic(pairs);
    if (estimate === null) return missing('answers-equal');
    const interval = intervalOf(rated, statistic, createRandom(`${seed}:retest`), resamples);
    return { value: { estimate, interval, standardError: null, degrees: null, n: pairs.length } };
  };
  return {
    people: rated.length,
    pairs: pairs.length,
    correlation: told((drawn) =>
      pearson(
        drawn.map(([first]) => first),
        drawn.map(([, second]) => second),
      ),
    ),
    sameSide: told(
      (drawn) => drawn.filter(([first, second]) => first > 2 === second > 2).length / drawn.length,
    ),
  };
}

/** The share of true among people, withheld under ten people. */
export function shareOfPeople(people: readonly boolean[]): Told<number> {
  if (people.length === 0) return missing('no-answers');
  if (people.length < smallestCell) return missing('too-few-people');
  return { value: people.filter(Boolean).length / people.length };
}

function intervalOf(
  rated: readonly (readonly SwipePair[])[],
  statistic: (pairs: readonly SwipePair[]) => number | null,
  random: Random,
  resamples: number,
): Interval | null {
  const draws: number[] = [];
  for (let resample = 0; resample < resamples; resample++) {
    // Where all drawn swipes are equal there is no correlation; such a resample is left out of the interval.
    const drawn = statistic(rated.flatMap(() => rated[random.integer(rated.length)]!));
    if (drawn !== null) draws.push(drawn);
  }
  if (draws.length === 0) return null;
  draws.sort((one, other) => one - other);
  const at = (share: number): number => draws[Math.round(share * (draws.length - 1))]!;
  return [at(0.025), at(0.975)];
}
