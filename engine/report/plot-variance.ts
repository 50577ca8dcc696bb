import type { StudyFigures } from '../validation/study-figures.ts';
import { forestChart, type ForestRow } from './forest.ts';
import { numbersIn } from './local-numbers.ts';
import type { Plot, Reader } from './plot.ts';

const parts = ['actor', 'partner', 'relationship'] as const;

/** How much of WtM belongs to the person who looks, to the person shown, and to the two together. */
export function variancePlot({ srm, answers, viewers }: StudyFigures, { t, locale }: Reader): Plot | null {
  const { value } = srm;
  if (value === null) return null;
  const numbers = numbersIn(locale);
  const series = t('plot-variance-series');
  const rows = parts.map((part): ForestRow => {
    const share = value[part];
    const interval = [Math.max(0, share - value.plusMinus), Math.min(1, share + value.plusMinus)] as const;
    return {
      label: t(`plot-variance-${part}`),
      series,
      estimate: Math.min(1, Math.max(0, share)),
      interval: [...interval],
      told: t('plot-variance-told', {
        share: numbers.percent(share),
        plusMinus: numbers.whole(100 * value.plusMinus),
      }),
    };
  });
  const shares = Object.fromEntries(parts.map((part) => [part, numbers.percent(value[part])]));
  return {
    name: 'variance',
    title: t('plot-variance'),
    note: `${t('plot-counted', { answers, viewers })} ${t('plot-variance-note', shares)}`,
    chart: forestChart(rows, {
      domain: [0, 1],
      axis: t('plot-variance-axis'),
      format: '.0%',
      series: [series],
    }),
  };
}
