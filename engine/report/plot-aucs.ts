import type { Figure } from '../validation/dyadic-interval.ts';
import type { StudyFigures } from '../validation/study-figures.ts';
import type { Told } from '../validation/told.ts';
import { told } from './figures-text.ts';
import { forestChart, type ForestRow } from './forest.ts';
import { numbersIn } from './local-numbers.ts';
import type { Plot, Reader } from './plot.ts';

const phases = ['visual', 'personality', 'biological', 'directed'] as const;

/** AUC of each phase, all viewers together and within viewers, and the negative controls among like pairs. */
export function aucsPlot({ scores, controls, answers, viewers }: StudyFigures, reader: Reader): Plot | null {
  const { t, locale } = reader;
  const series = { pooled: t('plot-aucs-pooled'), within: t('plot-aucs-within') };
  const rows: ForestRow[] = phases.flatMap((name) => {
    const figures = scores[name];
    if (!figures) return [];
    return [
      rowOf(t(`plot-aucs-${name}`), series.pooled, figures.auc, reader),
      rowOf('', series.within, figures.withinRaterAuc, reader),
      ...controls
        .filter(({ score, within }) => score === name && within !== 'all')
        .map(({ within, auc }) => rowOf(t(`plot-control-${within}`), series.pooled, auc, reader)),
    ];
  });
  if (rows.every(({ estimate }) => estimate === null)) return null;
  const main = scores['visual']?.auc.value;
  const departing = controls.filter(
    ({ within, auc }) => within === 'all' && excludes(auc.value?.interval, 0.5),
  );
  const numbers = numbersIn(locale);
  const counted = t('plot-counted', { answers, viewers });
  const first = main
    ? t('plot-aucs-note', {
        auc: numbers.two(main.estimate),
        interval: main.interval ? numbers.interval(main.interval) : t('stats-undefined'),
        chance: excludes(main.interval, 0.5) ? 'excluded' : 'included',
      })
    : t('plot-aucs-none');
  const second = t('plot-aucs-controls', { count: departing.length });
  return {
    name: 'auc-by-phase',
    title: t('plot-aucs'),
    note: `${counted} ${first} ${second}`,
    chart: forestChart(rows, {
      domain: domainOf(rows),
      reference: 0.5,
      axis: t('plot-aucs-axis'),
      format: '.1f',
      series: [series.pooled, series.within],
    }),
  };
}

/** A row with the figure in words, or the reason why there is none. */
export function rowOf(
  label: string,
  series: string,
  figure: Told<Pick<Figure, 'estimate' | 'interval'>>,
  reader: Reader,
  as: 'two' | 'signed' = 'two',
): ForestRow {
  return {
    label,
    series,
    estimate: figure.value?.estimate ?? null,
    interval: figure.value?.interval ?? null,
    told: told(reader, figure, as),
  };
}

export const excludes = (interval: readonly [number, number] | null | undefined, value: number): boolean =>
  interval !== null && interval !== undefined && (interval[0] > value || interval[1] < value);

/** From the lowest end of an interval to the highest, with what is around chance or no difference, in steps of a tenth. */
export function domainOf(rows: readonly ForestRow[], around = 0.5, least = 0.2): [number, number] {
  const ends = rows.flatMap(({ estimate, interval }) => [estimate ?? around, ...(interval ?? [])]);
  const tenth = (value: number, round: (value: number) => number): number =>
    round(Number((10 * value).toFixed(6))) / 10;
  return [
    tenth(Math.min(around - least, ...ends), Math.floor),
    tenth(Math.max(around + least, ...ends), Math.ceil),
  ];
}
