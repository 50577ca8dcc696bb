import type { StudyFigures } from '../validation/study-figures.ts';
import { forestChart, type ForestRow } from './forest.ts';
import { numbersIn } from './local-numbers.ts';
import { domainOf, excludes, rowOf } from './plot-aucs.ts';
import type { Plot, Reader } from './plot.ts';

/** What each kind of evidence adds to the AUC of those before it, on the same answers. */
export function incrementsPlot({ increments, answers, viewers }: StudyFigures, reader: Reader): Plot | null {
  const { t, locale } = reader;
  const numbers = numbersIn(locale);
  const series = t('plot-increments-series');
  const rows = increments.map(({ added, difference, with: together }): ForestRow => {
    const row = rowOf(t(`plot-added-${added}`), series, difference, reader, 'signed');
    if (difference.value === null || together.value === null) return row;
    return {
      ...row,
      told: t('plot-increments-told', { difference: row.told, auc: numbers.two(together.value) }),
    };
  });
  const known = increments.filter(({ difference }) => difference.value !== null);
  if (known.length === 0) return null;
  const adding = known.filter(
    ({ difference: { value } }) => value!.estimate > 0 && excludes(value!.interval, 0),
  );
  const names = adding.map(({ added }) => t(`plot-added-${added}`).replace(/^\+ /, '')).join(', ');
  return {
    name: 'increments',
    title: t('plot-increments'),
    note: `${t('plot-counted', { answers, viewers })} ${t('plot-increments-note', { count: adding.length, names })}`,
    chart: forestChart(rows, {
      domain: domainOf(rows, 0, 0.1),
      reference: 0,
      axis: t('plot-increments-axis'),
      format: '+.2f',
      series: [series],
    }),
  };
}
