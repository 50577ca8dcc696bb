import { figureOf } from './dyadic-figures.ts';
import type { Figure } from './dyadic-interval.ts';
import { binOfEach } from './score-bins.ts';
import type { ScoreColumn } from './score-columns.ts';

/**
 * Mean squared distance of a chance and the answer (Brier 1950). A score is a percentile and no chance, so it is calibrated:
 * the chance of an answer is the share of yes in its fifth of the score among the answers of all other viewers.
 */
export interface Brier {
  score: number;
  /** Of the share of yes among all other viewers, the same for every score. */
  ofBaseRate: number;
  /** `ofBaseRate` − `score`, with its interval: above 0 the score says more than the base rate. */
  gain: Figure;
  /** 1 − score / ofBaseRate. */
  skill: number;
}

const fifths = 5;

/** Null where a single viewer answered, since there is no other to calibrate by. */
export function brierScore(column: ScoreColumn): Brier | null {
  const chances = calibratedChances(column);
  if (!chances) return null;
  const { outcome } = column;
  const n = outcome.ys.length;
  let [score, ofBaseRate] = [0, 0];
  const gains = outcome.ys.map((y, row) => {
    const [own, base] = [(chances.ofScore[row]! - y) ** 2, (chances.base[row]! - y) ** 2];
    score += own / n;
    ofBaseRate += base / n;
    return base - own;
  });
  const estimate = ofBaseRate - score;
  const influence = gains.map((gain) => (gain - estimate) / n);
  const gain = figureOf(outcome.index, { estimate, influence }, [-1, 1])!;
  return { score, ofBaseRate, gain, skill: 1 - score / ofBaseRate };
}

/** Of each row the chance of a yes by its fifth of the score and by the base rate, both from all other viewers. */
export function calibratedChances({
  outcome,
  xs,
  order,
}: ScoreColumn): { ofScore: Float64Array; base: Float64Array } | null {
  const { index, ys } = outcome;
  const bin = binOfEach(xs, order, fifths);
  const count = (add: (row: number) => number, size: number, placeOf: (row: number) => number) => {
    const sums = new Float64Array(size);
    for (let row = 0; row < ys.length; row++) sums[placeOf(row)]! += add(row);
    return sums;
  };
  const inBin = (row: number): number => bin[row]!;
  const ofViewer = (row: number): number => index.actor[row]!;
  const ofViewerInBin = (row: number): number => fifths * index.actor[row]! + bin[row]!;
  const [yes, one] = [(row: number): number => ys[row]!, () => 1];
  const [binYes, binRows] = [count(yes, fifths, inBin), count(one, fifths, inBin)];
  const [viewerYes, viewerRows] = [count(yes, index.people, ofViewer), count(one, index.people, ofViewer)];
  const size = fifths * index.people;
  const [ownYes, ownRows] = [count(yes, size, ofViewerInBin), count(one, size, ofViewerInBin)];
  const [allYes, allRows] = [ys.reduce((sum, y) => sum + y, 0), ys.length];
  if (viewerRows.includes(allRows)) return null;
  const base = ys.map(
    (_, row) => (allYes - viewerYes[ofViewer(row)]!) / (allRows - viewerRows[ofViewer(row)]!),
  );
  const ofScore = ys.map((_, row) => {
    const others = binRows[inBin(row)]! - ownRows[ofViewerInBin(row)]!;
    // A fifth that one viewer has alone says no more than the base rate.
    return others === 0 ? base[row]! : (binYes[inBin(row)]! - ownYes[ofViewerInBin(row)]!) / others;
  });
  return { ofScore, base };
}
