import type { CalibrationBin } from '../validation/calibration.ts';
import { coarseRoc } from '../validation/roc.ts';
import type { ScoreBin } from '../validation/score-distribution.ts';
import type { Cell } from '../validation/small-cell.ts';
import type { Estimate } from '../validation/validity.ts';
import { plotBar, plotFrame, plotLine, plotPicture } from './plot-canvas.ts';
import { plotText } from './plot-text.ts';
import type { Translate } from './report-model.ts';
import { ink } from './sheet.ts';

const { left, right, top } = plotFrame;
const soft = { size: 22, color: ink.soft } as const;
const dark = { size: 24, color: ink.text } as const;

/** People at each stage, from figures in which small groups are already withheld (null). */
export function progressPlot(
  stages: readonly { label: string; count: number | null }[],
  translate: Translate,
): Promise<Buffer> {
  const pitch = 54;
  const labels = 400;
  const longest = Math.max(1, ...stages.map(({ count }) => count ?? 0));
  const room = right - left - labels - 150;
  const drawn = stages.flatMap(({ label, count }, index) => {
    const y = top + 20 + index * pitch;
    const width = count === null ? 60 : (count / longest) * room;
    const told = count === null ? translate('stats-suppressed') : String(count);
    return [
      plotText(label, { ...dark, x: left + labels - 16, y: y + 26, anchor: 'end' }),
      plotBar({ x: left + labels, y, width, height: 34 }, count === null),
      plotText(told, { ...dark, x: left + labels + width + 14, y: y + 26, face: 'strong' }),
    ];
  });
  return plotPicture({
    title: translate('plot-progress'),
    note: translate('plot-progress-note'),
    height: top + 50 + stages.length * pitch,
    drawn,
  });
}

/** The distribution of the mutual scores of all scored pairs. */
export function distributionPlot(bins: readonly Cell<ScoreBin>[], translate: Translate): Promise<Buffer> {
  const height = 330;
  const bottom = top + 20 + height;
  const pitch = (right - left) / bins.length;
  const highest = Math.max(1, ...bins.map(({ value }) => value?.pairs ?? 0));
  const drawn = bins.flatMap(({ value }, index) => {
    const x = left + index * pitch;
    const tall = value === null ? 40 : (value.pairs / highest) * (height - 40);
    const told = value === null ? translate('stats-suppressed') : String(value.pairs);
    return [
      plotBar({ x: x + 5, y: bottom - tall, width: pitch - 10, height: tall }, value === null),
      plotText(told, {
        ...soft,
        size: value === null ? 15 : 22,
        x: x + pitch / 2,
        y: bottom - tall - 10,
        anchor: 'middle',
      }),
    ];
  });
  const marks = [0, 20, 40, 60, 80, 100].map((mark) =>
    plotText(String(mark), {
      ...soft,
      x: left + ((right - left) * mark) / 100,
      y: bottom + 32,
      anchor: mark === 0 ? 'start' : mark === 100 ? 'end' : 'middle',
    }),
  );
  return plotPicture({
    title: translate('plot-scores'),
    note: translate('plot-scores-note'),
    height: bottom + 90,
    drawn: [
      ...drawn,
      plotLine([left, bottom], [right, bottom]),
      ...marks,
      plotText(translate('plot-scores-axis'), {
        ...soft,
        x: (left + right) / 2,
        y: bottom + 68,
        anchor: 'middle',
      }),
    ],
  });
}

const side = 350;

/** Validity of the prediction: the share of yes by score, and the ROC curve at the borders of the same bins. */
export function validityPlot(
  figures: { calibration: readonly Cell<CalibrationBin>[]; wouldMeet: Estimate },
  translate: Translate,
): Promise<Buffer> {
  const auc = figures.wouldMeet.value;
  const numbers = auc && {
    auc: auc.estimate.toFixed(2),
    low: auc.interval?.[0].toFixed(2) ?? '–',
    high: auc.interval?.[1].toFixed(2) ?? '–',
  };
  const panels = [
    panel(left + 62, translate('plot-calibration'), [
      translate('plot-calibration-x'),
      translate('plot-calibration-y'),
    ]),
    panel(right - side, translate('plot-roc'), [translate('plot-roc-x'), translate('plot-roc-y')]),
  ];
  return plotPicture({
    title: translate('plot-validity'),
    note: numbers ? translate('plot-validity-note', numbers) : translate('plot-validity-none'),
    height: top + side + 190,
    drawn: [
      ...panels,
      ...calibrationMarks(left + 62, figures.calibration, translate),
      ...rocCurve(right - side, coarseRoc(figures.calibration), translate),
    ],
  });
}

const panelTop = top + 80;
/** The place in a panel for two shares, 0–1. */
const placed = (x: number, across: number, up: number): [number, number] => [
  x + across * side,
  panelTop + (1 - up) * side,
];

function panel(x: number, title: string, [across, up]: readonly [string, string]): string {
  const bottom = panelTop + side;
  const marks = [0, 50, 100].flatMap((mark) => [
    plotText(String(mark), { ...soft, x: x + (mark / 100) * side, y: bottom + 30, anchor: 'middle' }),
    plotText(String(mark), { ...soft, x: x - 10, y: bottom - (mark / 100) * side + 8, anchor: 'end' }),
  ]);
  return [
    plotText(title, { ...dark, face: 'strong', x, y: panelTop - 22 }),
    `<rect x="${x}" y="${panelTop}" width="${side}" height="${side}" fill="none" stroke="${ink.line}" stroke-width="2"/>`,
    ...marks,
    plotText(across, { ...soft, x: x + side / 2, y: bottom + 64, anchor: 'middle' }),
    plotText(up, { ...soft, x: x - 52, y: panelTop + side / 2, anchor: 'middle', turn: -90 }),
  ].join('');
}

function calibrationMarks(x: number, bins: readonly Cell<CalibrationBin>[], translate: Translate): string[] {
  const shown = bins.flatMap(({ value }) => (value === null ? [] : [value]));
  const marks = shown.flatMap(({ meanScore, rate, interval }) => {
    const [across, middle] = placed(x, meanScore / 100, rate);
    const point = `<circle cx="${across}" cy="${middle}" r="9" fill="${ink.accent}"/>`;
    if (!interval) return [point];
    const [low, high] = interval;
    const [, bottom] = placed(x, 0, low);
    const [, highest] = placed(x, 0, high);
    return [
      `<path d="M${across} ${bottom} V${highest} M${across - 8} ${bottom} h16 M${across - 8} ${highest} h16" stroke="${ink.accent}" stroke-width="3"/>`,
      point,
    ];
  });
  return shown.length === bins.length ? marks : [...marks, withheld(x, translate)];
}

function rocCurve(x: number, points: ReturnType<typeof coarseRoc>, translate: Translate): string[] {
  const chance = plotLine(placed(x, 0, 0), placed(x, 1, 1), true);
  if (!points) return [chance, withheld(x, translate)];
  const places = points.map(({ falsePositive, truePositive }) => placed(x, falsePositive, truePositive));
  return [
    chance,
    `<path d="M${places.map((place) => place.join(' ')).join(' L')}" fill="none" stroke="${ink.accent}" stroke-width="4"/>`,
    ...places.map(([across, up]) => `<circle cx="${across}" cy="${up}" r="7" fill="${ink.accent}"/>`),
  ];
}

const withheld = (x: number, translate: Translate): string =>
  plotText(translate('plot-withheld'), {
    ...soft,
    size: 20,
    x: x + side / 2,
    y: panelTop + 30,
    anchor: 'middle',
  });
