import type { FairnessCell, FairnessDimension, FairnessFigures } from '../validation/fairness.ts';
import type { Told } from '../validation/told.ts';
import { groupName } from './figures-text.ts';
import { forestChart, type ForestRow } from './forest.ts';
import { numbersIn } from './local-numbers.ts';
import { domainOf, rowOf } from './plot-aucs.ts';
import type { Plot, Reader } from './plot.ts';

/** AUC of the fused score for each group of viewers and of shown people. */
export function fairnessPlot(fairness: FairnessFigures, reader: Reader): Plot | null {
  const { t, locale } = reader;
  const series = t('plot-fairness-series');
  const rows = fairness.flatMap(({ by, viewers, shown }) => [
    ...rowsOf(t(`plot-fairness-viewers-${by}`), viewers, { by, series }, reader),
    ...rowsOf(t(`plot-fairness-shown-${by}`), shown, { by, series }, reader),
  ]);
  const known = rows.filter(({ estimate }) => estimate !== null);
  if (known.length === 0) return null;
  const numbers = numbersIn(locale);
  const sorted = known.toSorted((one, other) => one.estimate! - other.estimate!);
  const answers = Math.max(
    ...fairness.flatMap(({ viewers }) => (viewers.value ? [total(viewers.value)] : [0])),
  );
  return {
    name: 'fairness',
    title: t('plot-fairness'),
    note: t('plot-fairness-note', {
      answers,
      low: numbers.two(sorted[0]!.estimate!),
      high: numbers.two(sorted.at(-1)!.estimate!),
    }),
    chart: forestChart(rows, {
      domain: domainOf(rows),
      reference: 0.5,
      axis: t('plot-aucs-axis'),
      format: '.1f',
      series: [series],
    }),
  };
}

const total = (groups: readonly FairnessCell[]): number =>
  groups.reduce((sum, { value }) => sum + (value?.answers ?? 0), 0);

function rowsOf(
  heading: string,
  groups: Told<FairnessCell[]>,
  { by, series }: { by: FairnessDimension['by']; series: string },
  reader: Reader,
): ForestRow[] {
  const { t } = reader;
  const head = { label: heading, estimate: null, interval: null };
  if (groups.value === null) return [{ ...head, told: t(`stats-${groups.reason}`) }];
  return [
    { ...head, told: '' },
    ...groups.value.map(({ group, value, reason }): ForestRow => {
      const label = groupName(by, group, t);
      if (value !== null) return rowOf(label, series, value.auc, reader);
      return { label, series, estimate: null, interval: null, told: t(`stats-${reason}`) };
    }),
  ];
}
