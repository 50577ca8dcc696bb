import { predictors } from './predictors.ts';
import type { JudgedTask } from './evaluate-raters.ts';

const panel = 300;
const margin = 50;
const bins = 10;

/**
 * Two panels as SVG: how often each rating (1–10) was given where each was predicted, and the calibration curve,
 * the mean rating given in each tenth of the predictions, with 95 % intervals.
 */
export function predictionFigure(tasks: readonly JudgedTask[], title: string): string {
  const points = tasks.flatMap(({ prior, task }) => {
    const predict = predictors.posterior(prior, task);
    return task.predicted.map((face) => ({ predicted: clamp(predict(face)), given: face.rating }));
  });
  const width = 2 * (panel + margin) + 40;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${panel + 2 * margin}" font-family="sans-serif" font-size="12">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    `<text x="${margin}" y="18" font-size="14">${title}</text>`,
    `<g transform="translate(${margin} 34)">${frame('given')}${density(points)}</g>`,
    `<g transform="translate(${2 * margin + panel + 20} 34)">${frame('mean given')}${calibration(points)}</g>`,
    '</svg>',
    '',
  ].join('\n');
}

interface Point {
  readonly predicted: number;
  readonly given: number;
}

const clamp = (value: number): number => Math.min(1, Math.max(0, value));
const across = (share: number): string => (share * panel).toFixed(1);
const up = (share: number): string => ((1 - share) * panel).toFixed(1);

function frame(vertical: string): string {
  const ticks = [1, 4, 7, 10].map((rating) => {
    const share = (rating - 1) / 9;
    return (
      `<text x="${across(share)}" y="${panel + 16}" text-anchor="middle">${rating}</text>` +
      `<text x="-8" y="${Number(up(share)) + 4}" text-anchor="end">${rating}</text>`
    );
  });
  return (
    `<rect width="${panel}" height="${panel}" fill="none" stroke="#888"/>${ticks.join('')}` +
    `<text x="${panel / 2}" y="${panel + 34}" text-anchor="middle">predicted rating</text>` +
    `<text transform="translate(-30 ${panel / 2}) rotate(-90)" text-anchor="middle">${vertical} rating</text>`
  );
}

/** Darker where more ratings fall, within each column of predictions. */
function density(points: readonly Point[]): string {
  const cells = Array.from({ length: bins }, () => new Array<number>(bins).fill(0));
  for (const { predicted, given } of points) cells[binOf(predicted)]![Math.round(given * (bins - 1))]!++;
  return cells
    .flatMap((column, x) => {
      const total = column.reduce((sum, count) => sum + count, 0);
      return column.map((count, y) => {
        const share = total === 0 ? 0 : count / total;
        const size = panel / bins;
        return `<rect x="${(x * size).toFixed(1)}" y="${(panel - (y + 1) * size).toFixed(1)}" width="${size}" height="${size}" fill="#1f4e79" fill-opacity="${Math.min(1, 2.5 * share).toFixed(2)}"/>`;
      });
    })
    .join('');
}

function calibration(points: readonly Point[]): string {
  const ordered = points.toSorted((one, other) => one.predicted - other.predicted);
  const parts = Array.from({ length: bins }, (_, at) =>
    ordered.slice(Math.floor((at * ordered.length) / bins), Math.floor(((at + 1) * ordered.length) / bins)),
  ).filter((part) => part.length > 1);
  const marks = parts.map((part) => {
    const predicted = part.reduce((sum, point) => sum + point.predicted, 0) / part.length;
    const given = part.reduce((sum, point) => sum + point.given, 0) / part.length;
    const variance = part.reduce((sum, point) => sum + (point.given - given) ** 2, 0) / (part.length - 1);
    const half = 1.96 * Math.sqrt(variance / part.length);
    const [x, low, high] = [across(predicted), up(given - half), up(given + half)];
    return `<path d="M${x} ${low} V${high}" stroke="#1f4e79"/><circle cx="${x}" cy="${up(given)}" r="4" fill="#1f4e79"/>`;
  });
  return `<path d="M0 ${panel} L${panel} 0" stroke="#bbb" stroke-dasharray="4 4"/>${marks.join('')}`;
}

const binOf = (share: number): number => Math.min(bins - 1, Math.floor(share * bins));
