import { type Plot, plotColors, plotSizes, type Reader } from './plot.ts';
import { numbersIn } from './local-numbers.ts';
import { withheldBar } from './plot-bars.ts';

/** People at each stage, from figures in which small groups are already withheld (null). */
export function progressPlot(
  stages: readonly { label: string; count: number | null }[],
  people: number,
  { locale, t }: Reader,
): Plot {
  const numbers = numbersIn(locale);
  const known = stages.flatMap(({ label, count }) => (count === null ? [] : [{ label, count }]));
  const largest = known.toSorted((one, other) => other.count - one.count)[0];
  const values = stages.map(({ label, count }) => ({
    label,
    count,
    told: count === null ? t('stats-suppressed') : numbers.whole(count),
  }));
  const y = {
    field: 'label',
    type: 'nominal',
    sort: null,
    scale: { domain: values.map(({ label }) => label) },
    axis: { title: null, ticks: false, domain: false, labelOverlap: false },
  };
  const x = (field: string) => ({
    field,
    type: 'quantitative',
    axis: null,
    scale: { domain: [0, Math.max(1, ...known.map(({ count }) => count))] },
  });
  const withheld = { calculate: String(Math.max(1, largest?.count ?? 0) / 12), as: 'stub' };
  return {
    name: 'progress',
    title: t('plot-progress'),
    note: largest?.count
      ? t('plot-progress-note', { people, stage: largest.label, count: largest.count })
      : t('plot-progress-few', { people }),
    chart: {
      data: { values },
      width: 480,
      height: { step: 52 },
      transform: [withheld],
      layer: [
        {
          transform: [{ filter: 'isValid(datum.count)' }],
          mark: { type: 'bar', color: plotColors.blue, height: { band: 0.7 } },
          encoding: { y, x: x('count') },
        },
        {
          transform: [{ filter: '!isValid(datum.count)' }],
          mark: { ...withheldBar, height: { band: 0.7 } },
          encoding: { y, x: x('stub') },
        },
        {
          transform: [{ calculate: 'isValid(datum.count) ? datum.count : datum.stub', as: 'end' }],
          mark: { type: 'text', align: 'left', baseline: 'middle', dx: 10, fontSize: plotSizes.text },
          encoding: { y, x: x('end'), text: { field: 'told' } },
        },
      ],
    },
  };
}
