import type { Interval } from '../validation/dyadic-interval.ts';
import { type Chart, plotColors, plotMargin, plotSizes, plotWidth } from './plot.ts';
import { plotWidthOf } from './plot-text.ts';
import { ink } from './sheet.ts';

/** One line of a forest plot. */
export interface ForestRow {
  /** Beside the line; empty for a second figure about the same thing. */
  label: string;
  /** Which of the series; none for a heading. */
  series?: string | undefined;
  estimate: number | null;
  interval: Interval | null;
  /** The figure in words, or why there is none; right of the line. */
  told: string;
}

/** How the lines of a forest plot are drawn. */
export interface ForestStyle {
  /** Ends of the axis; wider intervals are cut off there. */
  domain: Interval;
  /** Where chance, or no difference, is: a dashed line. */
  reference?: number;
  axis: string;
  /** A format of d3 for the numbers at the axis. */
  format: string;
  /** Names of the series in the order of the legend; a single one has no legend. */
  series: readonly string[];
}

const pitch = 46;
const colors = [plotColors.blue, plotColors.orange, plotColors.green];
// Series differ in shape too, so that colour carries no meaning of its own.
const shapes = ['circle', 'diamond', 'square'];

/** Estimates with their intervals, one below the other, with the figures in words beside them. */
export function forestChart(rows: readonly ForestRow[], style: ForestStyle): Chart {
  const { domain, reference, series } = style;
  const keys = rows.map(
    ({ label, series: of }, index) =>
      `${String(index).padStart(2, '0')}${of === undefined ? 'h' : 'r'}${label}`,
  );
  const values = rows.map(({ estimate, interval, told, series: of }, index) => ({
    key: keys[index],
    of,
    estimate,
    low: interval && Math.max(domain[0], interval[0]),
    high: interval && Math.min(domain[1], interval[1]),
    told,
  }));
  const y = { field: 'key', type: 'nominal', scale: { domain: keys }, axis: labelAxis };
  const x = (field: string) => ({
    field,
    type: 'quantitative',
    scale: { domain, nice: false, zero: false, clamp: true },
    axis: { title: style.axis, format: style.format, values: marksOf(style), labelOverlap: false },
  });
  const color = {
    field: 'of',
    type: 'nominal',
    scale: { domain: series, range: colors.slice(0, series.length) },
    legend: legendOf(series),
  };
  const shape = {
    field: 'of',
    type: 'nominal',
    scale: { domain: series, range: shapes.slice(0, series.length) },
    legend: legendOf(series),
  };
  const known = { filter: 'isValid(datum.estimate)' };
  return {
    data: { values },
    width: roomFor(rows),
    height: { step: pitch },
    layer: [
      ...(reference === undefined ? [] : [referenceLine(reference)]),
      {
        transform: [known, { filter: 'isValid(datum.low)' }],
        mark: { type: 'rule', strokeWidth: 4 },
        encoding: { y, x: x('low'), x2: { field: 'high' }, color },
      },
      {
        transform: [known],
        mark: { type: 'point', filled: true, size: 190, opacity: 1 },
        encoding: { y, x: x('estimate'), color, shape },
      },
      {
        mark: { type: 'text', align: 'left', baseline: 'middle', fontSize: plotSizes.text },
        encoding: {
          y,
          x: { value: { expr: 'width + 20' } },
          text: { field: 'told' },
          color: { condition: { test: 'isValid(datum.estimate)', value: ink.text }, value: ink.soft },
        },
      },
    ],
  };
}

const labelAxis = {
  title: null,
  ticks: false,
  domain: false,
  grid: false,
  labelExpr: 'slice(datum.value, 3)',
  labelFontWeight: {
    condition: { test: "slice(datum.value, 2, 3) === 'h'", value: 'bold' },
    value: 'normal',
  },
  labelOverlap: false,
};

/** At most six numbers at the axis, one of them at the reference. */
function marksOf({ domain: [low, high], reference = 0 }: ForestStyle): number[] {
  const step = [0.05, 0.1, 0.2].find((one) => (high - low) / one < 6) ?? 0.5;
  const first = Math.ceil(Number(((low - reference) / step).toFixed(6)));
  const last = Math.floor(Number(((high - reference) / step).toFixed(6)));
  return Array.from({ length: last - first + 1 }, (_, index) =>
    Number((reference + (first + index) * step).toFixed(6)),
  );
}

/** The width that labels and figures leave to the lines. */
function roomFor(rows: readonly ForestRow[]): number {
  const widest = (texts: readonly string[]): number =>
    Math.max(...texts.map((text) => plotWidthOf(text, plotSizes.text, 'strong')));
  const used = widest(rows.map(({ label }) => label)) + widest(rows.map(({ told }) => told));
  return Math.max(300, Math.round(plotWidth - 2 * plotMargin - used - 40));
}

const legendOf = (series: readonly string[]) =>
  series.length < 2 ? null : { orient: 'bottom', direction: 'vertical', title: null };

const referenceLine = (at: number) => ({
  data: { values: [{ at }] },
  mark: { type: 'rule', strokeDash: [8, 8], strokeWidth: 2, color: ink.soft },
  encoding: { x: { field: 'at', type: 'quantitative' } },
});
