/** How well a score tells yes from no: the chance that a random yes scores above a random no. */
export interface Auc {
  /** 0.5 is chance, 1 is perfect; ties count half. */
  auc: number;
  /** 95 % interval for independent observations. */
  interval: readonly [low: number, high: number];
  positives: number;
  negatives: number;
}

/** One prediction and what happened. */
export interface Judged {
  score: number;
  yes: boolean;
}

const z = 1.959964;

/**
 * Area under the ROC curve with DeLong's interval (DeLong et al. 1988) from midranks (Sun & Xu 2014). That interval
 * collapses where the scores separate perfectly; there the bounds are those at which the observed area would be a
 * 1.96-sigma surprise under the variance of Hanley & McNeil 1982. Null without at least one yes and one no.
 */
export function auc(rows: readonly Judged[]): Auc | null {
  const yes = rows.filter((row) => row.yes).map(({ score }) => score);
  const no = rows.filter((row) => !row.yes).map(({ score }) => score);
  const [positives, negatives] = [yes.length, no.length];
  if (positives === 0 || negatives === 0) return null;
  // Placement of a yes: the share of no below it; of a no: the share of yes above it (ties half).
  const all = midranks([...yes, ...no]);
  const withinYes = midranks(yes);
  const withinNo = midranks(no);
  const yesPlaces = yes.map((_, index) => (all[index]! - withinYes[index]!) / negatives);
  const noPlaces = no.map((_, index) => 1 - (all[positives + index]! - withinNo[index]!) / positives);
  const area = meanOf(yesPlaces);
  const variance = varianceOfMean(yesPlaces) + varianceOfMean(noPlaces);
  const interval =
    variance > 0
      ? ([Math.max(0, area - z * Math.sqrt(variance)), Math.min(1, area + z * Math.sqrt(variance))] as const)
      : inverted(area, positives, negatives);
  return { auc: area, interval, positives, negatives };
}

/** Only the area, for resampling; null without at least one yes and one no. */
export function aucOf(rows: readonly Judged[]): number | null {
  const ranks = midranks(rows.map(({ score }) => score));
  let positives = 0;
  let rankSum = 0;
  rows.forEach(({ yes }, index) => {
    if (!yes) return;
    positives += 1;
    rankSum += ranks[index]!;
  });
  const negatives = rows.length - positives;
  if (positives === 0 || negatives === 0) return null;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** Ranks from 1; equal values share the mean of their ranks. */
export function midranks(values: ArrayLike<number>): number[] {
  const order = Array.from(values, (_, index) => index).sort((x, y) => values[x]! - values[y]!);
  const ranks = new Array<number>(values.length);
  for (let first = 0; first < order.length;) {
    let last = first;
    while (last + 1 < order.length && values[order[last + 1]!] === values[order[first]!]) last += 1;
    for (let place = first; place <= last; place++) ranks[order[place]!] = (first + last) / 2 + 1;
    first = last + 1;
  }
  return ranks;
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function varianceOfMean(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1) / values.length;
}

function inverted(area: number, positives: number, negatives: number): readonly [number, number] {
  const surprise = (truth: number): number => {
    const both = truth / (2 - truth) - truth ** 2;
    const pair = (2 * truth ** 2) / (1 + truth) - truth ** 2;
    const variance =
      (truth * (1 - truth) + (positives - 1) * both + (negatives - 1) * pair) / (positives * negatives);
    return Math.abs(area - truth) - z * Math.sqrt(Math.max(0, variance));
  };
  const bound = (far: number): number => {
    if (surprise(far) <= 0) return far;
    let [outside, inside] = [far, area];
    for (let step = 0; step < 50; step++) {
      const middle = (outside + inside) / 2;
      if (surprise(middle) > 0) outside = middle;
      else inside = middle;
    }
    return (outside + inside) / 2;
  };
  return [area === 0 ? 0 : bound(1e-9), area === 1 ? 1 : bound(1 - 1e-9)];
}
