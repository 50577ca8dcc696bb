import type { Cell } from '../validation/small-cell.ts';
import { plotColors, plotSizes } from './plot.ts';
import { ink } from './sheet.ts';

/** One bar of a histogram; null where its count is withheld. */
export interface Bar {
  from: number;
  to: number;
  count: number | null;
}

export const barsOf = <T extends { from: number; to: number }>(
  cells: readonly Cell<T>[],
  width: number,
  count: (bin: T) => number,
): Bar[] =>
  cells.map(({ value }, index) => ({
    from: value?.from ?? index * width,
    to: value?.to ?? (index + 1) * width,
    count: value && count(value),
  }));

/** The mark of a withheld bar: empty and dashed, so that it differs in more than colour. */
export const withheldBar = {
  type: 'bar',
  filled: false,
  stroke: ink.soft,
  strokeDash: [5, 5],
  strokeWidth: 2,
} as const;

/**
 * The layers of a histogram over the fields `from`, `to` and `count`.
 */
export const barLayers = (axes: { x: object; y: object }, least: number): object[] => {
  const across = { x: { field: 'from', type: 'quantitative', ...axes.x }, x2: { field: 'to' } };
  const up = { field: 'count', type: 'quantitative', ...axes.y };
  return [
    {
      transform: [{ filter: 'isValid(datum.count)' }],
      mark: { type: 'bar', color: plotColors.blue, binSpacing: 3 },
      encoding: { ...across, y: up, y2: { datum: 0 } },
    },
    {
      transform: [{ filter: '!isValid(datum.count)' }, { calculate: String(least), as: 'least' }],
      mark: { ...withheldBar, binSpacing: 3 },
      encoding: { ...across, y: { ...up, field: 'least' }, y2: { datum: 0 } },
    },
  ];
};

/** Counts over the bars; an empty bar has none. */
export const barLabels = (): object => ({
  transform: [{ filter: 'datum.count > 0' }, { calculate: '(datum.from + datum.to) / 2', as: 'middle' }],
  mark: { type: 'text', baseline: 'bottom', dy: -6, fontSize: plotSizes.small },
  encoding: {
    x: { field: 'middle', type: 'quantitative' },
    y: { field: 'count', type: 'quantitative' },
    text: { field: 'count', type: 'quantitative', format: ',d' },
  },
});
