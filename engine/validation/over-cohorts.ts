import type { DyadicFigures } from './dyadic-figures.ts';
import type { Interval } from './dyadic-interval.ts';
import { type RandomEffects, randomEffects } from './random-effects.ts';

const bounds = {
  auc: [0, 1],
  withinRaterAuc: [0, 1],
  spearman: [-1, 1],
  doubleCentred: [-1, 1],
} as const satisfies Record<string, Interval>;

/** The figures that have a standard error. */
export type SummarisedFigure = keyof typeof bounds;

/** Random-effects means by figure and score; null where fewer than two cohorts have the figure with a standard error. */
export type OverCohorts = Record<SummarisedFigure, Record<string, RandomEffects | null>>;

/** Undefined for fewer than two cohorts. */
export function overCohorts(cohorts: readonly DyadicFigures[]): OverCohorts | undefined {
  if (cohorts.length < 2) return undefined;
  const summaryOf = (figure: SummarisedFigure): Record<string, RandomEffects | null> => {
    const names = new Set(cohorts.flatMap((cohort) => Object.keys(cohort[figure])));
    return Object.fromEntries(
      [...names].map((name) => [
        name,
        randomEffects(
          cohorts.map((cohort) => cohort[figure][name] ?? null),
          bounds[figure],
        ),
      ]),
    );
  };
  return {
    auc: summaryOf('auc'),
    withinRaterAuc: summaryOf('withinRaterAuc'),
    spearman: summaryOf('spearman'),
    doubleCentred: summaryOf('doubleCentred'),
  };
}
