import { coarseRoc } from '../validation/roc.ts';
import type { StudyFigures } from '../validation/study-figures.ts';
import { numbersIn } from './local-numbers.ts';
import { type Plot, plotColors, type Reader } from './plot.ts';
import { ink } from './sheet.ts';

const drawnScores = ['visual', 'directed', 'personality', 'biological'] as const;
const colors = [plotColors.blue, plotColors.orange, plotColors.green, plotColors.purple];
const dashes = [
  [1, 0],
  [10, 5],
  [3, 4],
  [12, 4, 3, 4],
];
const shapes = ['circle', 'diamond', 'square', 'triangle-up'];

/** The ROC curve of each score, with a point at each border of its calibration bins. */
export function rocPlot({ scores, answers, viewers }: StudyFigures, { t, locale }: Reader): Plot | null {
  const numbers = numbersIn(locale);
  const curves = drawnScores.flatMap((name) => {
    const points = scores[name] && coarseRoc(scores[name].calibration);
    const auc = scores[name]?.auc.value?.estimate;
    if (!points || auc === undefined) return [];
    return [
      {
        name,
        auc,
        label: t('plot-roc-curve', { score: t(`plot-score-${name}`), auc: numbers.two(auc) }),
        points,
      },
    ];
  });
  const [first] = curves;
  if (!first) return null;
  const absent = drawnScores.filter((score) => !curves.some(({ name }) => name === score));
  const series = {
    field: 'label',
    type: 'nominal',
    legend: { title: null, orient: 'bottom', direction: 'vertical', symbolStrokeWidth: 1 },
  };
  const scaled = (range: readonly unknown[]) => ({
    ...series,
    scale: { domain: curves.map(({ label }) => label), range },
  });
  const of = <T>(list: readonly T[]): T[] => curves.map(({ name }) => list[drawnScores.indexOf(name)]!);
  const share = (field: string, title: string) => ({
    field,
    type: 'quantitative',
    scale: { domain: [0, 1] },
    axis: { title, format: '.0%', values: [0, 0.25, 0.5, 0.75, 1] },
  });
  const encoding = {
    x: share('no', t('plot-roc-x')),
    y: share('yes', t('plot-roc-y')),
    color: scaled(of(colors)),
  };
  const note = t('plot-roc-note', {
    answers,
    viewers,
    score: t(`plot-score-${first.name}`),
    side: first.auc > 0.5 ? 'above' : 'below',
    auc: numbers.two(first.auc),
  });
  return {
    name: 'roc',
    title: t('plot-roc'),
    note:
      absent.length === 0
        ? note
        : `${note} ${t('plot-absent', { what: absent.map((name) => t(`plot-score-${name}`)).join(', ') })}`,
    chart: {
      width: 800,
      height: 640,
      data: {
        values: curves.flatMap(({ label, points }) =>
          points.map(({ falsePositive, truePositive }, order) => ({
            label,
            order,
            no: falsePositive,
            yes: truePositive,
          })),
        ),
      },
      layer: [
        {
          data: {
            values: [
              { no: 0, yes: 0 },
              { no: 1, yes: 1 },
            ],
          },
          mark: { type: 'line', strokeDash: [8, 8], strokeWidth: 2, color: ink.soft },
          encoding: { x: encoding.x, y: encoding.y },
        },
        {
          mark: { type: 'line', strokeWidth: 4 },
          encoding: { ...encoding, order: { field: 'order' }, strokeDash: scaled(of(dashes)) },
        },
        {
          mark: { type: 'point', filled: true, size: 150, opacity: 1 },
          encoding: { ...encoding, shape: scaled(of(shapes)) },
        },
      ],
    },
  };
}
