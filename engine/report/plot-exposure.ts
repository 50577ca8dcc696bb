import type { ExposureSpread } from '../validation/exposure-spread.ts';
import { numbersIn } from './local-numbers.ts';
import { type Plot, plotSizes, type Reader } from './plot.ts';
import { barLabels, barLayers } from './plot-bars.ts';

/** How many people are shown how often. */
export function exposurePlot({ figures, spread }: ExposureSpread, { t, locale }: Reader): Plot | null {
  if (figures.value === null) return null;
  const numbers = numbersIn(locale);
  const { people, gini, lowest } = figures.value;
  const bars = spread.map(({ times, people: cell }) => ({
    from: times - 0.5,
    to: times + 0.5,
    count: cell.value?.people ?? null,
  }));
  const highest = Math.max(1, ...bars.map(({ count }) => count ?? 0));
  const usual = bars.toSorted((one, other) => (other.count ?? 0) - (one.count ?? 0))[0];
  const times = spread.map((one) => one.times);
  const values = { people, gini: numbers.two(gini), lowest: numbers.two(lowest) };
  return {
    name: 'exposure',
    title: t('plot-exposure'),
    note: usual?.count
      ? t('plot-exposure-note', { ...values, times: usual.from + 0.5, count: usual.count })
      : t('plot-exposure-few', values),
    chart: {
      data: { values: bars },
      width: 840,
      height: 380,
      layer: [
        ...barLayers(
          {
            x: {
              scale: { domain: [Math.min(...times) - 0.5, Math.max(...times) + 0.5], nice: false },
              axis: {
                title: t('plot-exposure-x'),
                values: times,
                format: 'd',
                grid: false,
                labelFontSize: plotSizes.text,
              },
            },
            y: {
              scale: { domain: [0, 1.1 * highest], nice: false },
              axis: { title: t('plot-exposure-y'), format: 'd', tickMinStep: 1 },
            },
          },
          highest / 8,
        ),
        barLabels(),
      ],
    },
  };
}
