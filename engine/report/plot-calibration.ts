import type { ScoreFigures, StudyFigures } from '../validation/study-figures.ts';
import { numbersIn } from './local-numbers.ts';
import { type Plot, plotColors, plotSizes, type Reader } from './plot.ts';
import { ink } from './sheet.ts';

const panels = ['visual', 'directed'] as const;

/** The share of yes by fifths of the score: of the face alone, which is the declared prediction, and of all phases. */
export function calibrationPlot({ scores, answers, viewers }: StudyFigures, reader: Reader): Plot | null {
  const { t, locale } = reader;
  const drawn = panels.filter((name) => binsOf(scores[name]).length > 0);
  if (drawn.length === 0) return null;
  const rate = (place: 0 | -1): number => binsOf(scores[drawn[0]!]).at(place)!.rate;
  const numbers = numbersIn(locale);
  return {
    name: 'calibration',
    title: t('plot-calibration'),
    note: t('plot-calibration-note', {
      answers,
      viewers,
      score: t(`plot-score-${drawn[0]!}`),
      low: numbers.percent(rate(0)),
      high: numbers.percent(rate(-1)),
    }),
    chart: { spacing: 70, hconcat: panels.map((name) => panelOf(name, scores[name], reader)) },
  };
}

const binsOf = (figures: ScoreFigures | undefined) =>
  (figures?.calibration ?? []).flatMap(({ value }) => (value === null ? [] : [value]));

function panelOf(name: (typeof panels)[number], figures: ScoreFigures | undefined, { t }: Reader): object {
  const bins = binsOf(figures);
  const values = bins.map(({ meanScore, rate, interval }) => ({
    score: meanScore,
    rate,
    low: interval?.[0] ?? null,
    high: interval?.[1] ?? null,
  }));
  const isWhole = bins.length > 0 && bins.length === figures!.calibration.length;
  const x = {
    field: 'score',
    type: 'quantitative',
    scale: { domain: [0, 100] },
    axis: { title: t('plot-calibration-x'), values: [0, 25, 50, 75, 100] },
  };
  const y = {
    type: 'quantitative',
    scale: { domain: [0, 1] },
    axis: {
      title: name === 'visual' ? t('plot-calibration-y') : null,
      format: '.0%',
      values: [0, 0.25, 0.5, 0.75, 1],
    },
  };
  return {
    title: { text: t(`plot-score-${name}`), fontSize: plotSizes.text },
    width: 380,
    height: 380,
    data: { values },
    layer: [
      {
        mark: { type: 'line', color: plotColors.blue, strokeWidth: 2, strokeDash: [2, 4] },
        encoding: { x, y: { ...y, field: 'rate' } },
      },
      {
        transform: [{ filter: 'isValid(datum.low)' }],
        mark: { type: 'rule', color: plotColors.blue, strokeWidth: 4 },
        encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' } },
      },
      {
        mark: { type: 'point', filled: true, opacity: 1, size: 200, color: plotColors.blue },
        encoding: { x, y: { ...y, field: 'rate' } },
      },
      ...(isWhole
        ? []
        : [
            {
              data: { values: [{ told: t('plot-withheld') }] },
              mark: { type: 'text', fontSize: plotSizes.small, color: ink.soft },
              encoding: { text: { field: 'told' }, x: { value: 190 }, y: { value: 20 } },
            },
          ]),
    ],
  };
}
