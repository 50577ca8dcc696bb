import type { CohortResults, KeptFigure } from '../ports/cohorts.ts';
import type { Reader } from './plot.ts';

/** Of a hundred comparisons of a yes and a no, the number that chance puts in the right order. */
const chance = 50;
/** Digits after the sign of decimals that are enough to tell an end of an interval from chance. */
const mostDigits = 3;

/** What an interval says about chance. */
export type Verdict = 'better' | 'worse' | 'unclear' | 'no-range';

/** Whether a figure can be told from chance: its whole interval lies on one side, or it does not. */
export function verdictOf({ value }: KeptFigure): Verdict {
  if (!value?.interval) return 'no-range';
  const [low, high] = value.interval;
  if (low > chance / 100) return 'better';
  return high < chance / 100 ? 'worse' : 'unclear';
}

/**
 * What came out of a cohort, for its participants: one paragraph on what was predicted and found, one on what it does not
 * say. Plain words for people who know no statistics; an AUC is told as the number of a hundred comparisons.
 */
export function resultsText(results: CohortResults, reader: Reader): [found: string, limits: string] {
  const { t } = reader;
  const { registered, viewers, answers, visual } = results;
  const found = [t(registered ? 'results-registered' : 'results-exploratory')];
  if (visual.value === null)
    found.push(t(visual.reason === 'too-few-people' || viewers === 0 ? 'results-few' : 'results-none'));
  else {
    const verdict = verdictOf(visual);
    const hundred = ofHundred(visual, reader);
    found.push(t('results-counted', { answers, viewers }));
    found.push(t(hundred.low === undefined ? 'results-hundred-alone' : 'results-hundred', hundred));
    found.push(t(`results-${verdict}`));
    if (!registered && verdict !== 'no-range') found.push(t('results-suggests'));
  }
  return [
    found.join(' '),
    [t('results-not-you'), ...controlsOf(results, reader), t('results-later')].join(' '),
  ];
}

/** The checks that should come out at chance; nothing where there are none. */
function controlsOf({ personality, biological }: CohortResults, reader: Reader): string[] {
  const { t } = reader;
  const checks = [
    { score: t('plot-score-personality'), figure: personality },
    { score: t('plot-score-biological'), figure: biological },
  ].filter(({ figure }) => figure.value?.interval);
  if (checks.length === 0) return [];
  const isOff = checks.some(({ figure }) => verdictOf(figure) !== 'unclear');
  return [
    t('results-controls'),
    ...checks.map(({ score, figure }) => t('results-control', { score, ...ofHundred(figure, reader) })),
    t(isOff ? 'results-controls-off' : 'results-controls-fine'),
  ];
}

/** A figure and the ends of its range as numbers of a hundred comparisons. */
function ofHundred(
  { value }: KeptFigure,
  { locale }: Reader,
): { found: string; low?: string; high?: string } {
  const { estimate, interval } = value!;
  // A range that lies above 50 must not be written as one that begins with 50.
  const isClear = interval !== null && (interval[0] > chance / 100 || interval[1] < chance / 100);
  const round = (share: number, digits: number): number => Number((100 * share).toFixed(digits));
  let digits = 0;
  while (isClear && digits < mostDigits && interval.some((end) => round(end, digits) === chance)) digits += 1;
  const { format } = new Intl.NumberFormat(locale, { maximumFractionDigits: digits });
  const found = format(round(estimate, digits));
  if (!interval) return { found };
  return { found, low: format(round(interval[0], digits)), high: format(round(interval[1], digits)) };
}
