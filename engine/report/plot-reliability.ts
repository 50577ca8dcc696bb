import type { StudyReliability } from '../validation/reliability.ts';
import { forestChart } from './forest.ts';
import { numbersIn } from './local-numbers.ts';
import { rowOf } from './plot-aucs.ts';
import type { Plot, Reader } from './plot.ts';

/** Cronbach's alpha of each trait, and how well repeated swipes agree. */
export function reliabilityPlot({ people, alphas, retest }: StudyReliability, reader: Reader): Plot | null {
  const { t, locale } = reader;
  const series = { alpha: t('plot-reliability-alpha'), retest: t('plot-reliability-retest') };
  const rows = [
    ...alphas.map(({ trait, alpha }) => rowOf(t(`report-trait-${trait}`), series.alpha, alpha, reader)),
    rowOf(t('plot-reliability-correlation'), series.retest, retest.correlation, reader),
    rowOf(t('plot-reliability-side'), series.retest, retest.sameSide, reader),
  ];
  const known = rows.filter(({ estimate, series: of }) => estimate !== null && of === series.alpha);
  if (rows.every(({ estimate }) => estimate === null)) return null;
  const numbers = numbersIn(locale);
  const sorted = known.toSorted((one, other) => one.estimate! - other.estimate!);
  const [lowest, highest] = [sorted[0], sorted.at(-1)];
  const note =
    lowest && highest
      ? t('plot-reliability-note', {
          lowest: lowest.label,
          low: numbers.two(lowest.estimate!),
          highest: highest.label,
          high: numbers.two(highest.estimate!),
        })
      : t('plot-reliability-none');
  return {
    name: 'reliability',
    title: t('plot-reliability'),
    note: `${t('plot-counted-people', { people })} ${note}`,
    chart: forestChart(rows, {
      domain: [Math.min(0, ...rows.map(({ estimate }) => Math.floor((estimate ?? 0) * 10) / 10)), 1],
      reference: 0.7,
      axis: t('plot-reliability-axis'),
      format: '.1f',
      series: [series.alpha, series.retest],
    }),
  };
}
