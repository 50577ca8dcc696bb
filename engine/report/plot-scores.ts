import type { ScoreSummary } from '../validation/score-distribution.ts';
import { numbersIn } from './local-numbers.ts';
import { type Plot, plotSizes, type Reader } from './plot.ts';
import { barLabels, barLayers, barsOf } from './plot-bars.ts';

/** How the scores of a cohort's pairs are spread, one small chart for each score. */
export function scoresPlot(summaries: readonly ScoreSummary[], { locale, t }: Reader): Plot | null {
  const drawn = summaries.filter(({ bins }) => bins.some(({ value }) => value !== null && value.pairs > 0));
  if (drawn.length === 0) return null;
  const numbers = numbersIn(locale);
  const middle = (score: ScoreSummary['score']): string => {
    const found = summaries.find((summary) => summary.score === score)?.middle.value;
    return found ? numbers.whole(found.median) : '–';
  };
  const most = Math.max(...drawn.map(({ people }) => people));
  return {
    name: 'scores',
    title: t('plot-scores'),
    note: t('plot-scores-note', {
      people: most,
      pairs: Math.max(...drawn.map(({ pairs }) => pairs)),
      visual: middle('visual'),
      personality: middle('personality'),
      biological: middle('biological'),
    }),
    chart: {
      columns: 2,
      spacing: { column: 60, row: 44 },
      concat: drawn.map((summary) => panelOf(summary, { locale, t })),
    },
  };
}

function panelOf({ score, bins }: ScoreSummary, { t }: Reader): object {
  const bars = barsOf(bins, 100 / bins.length, ({ pairs }) => pairs);
  const highest = Math.max(1, ...bars.map(({ count }) => count ?? 0));
  return {
    title: { text: t(`plot-scores-${score}`), fontSize: plotSizes.text, offset: 22 },
    data: { values: bars },
    width: 410,
    height: 170,
    layer: [
      ...barLayers(
        {
          x: {
            scale: { domain: [0, 100] },
            axis: { title: null, values: [0, 20, 40, 60, 80, 100], grid: false },
          },
          y: { scale: { domain: [0, highest] }, axis: null },
        },
        highest / 8,
      ),
      barLabels(),
    ],
  };
}
