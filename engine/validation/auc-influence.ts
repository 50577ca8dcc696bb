import { midranks } from './auc.ts';

/** A statistic and how much each row moves it. */
export interface WithInfluence {
  estimate: number;
  /** ψ: one number a row, in the order of the rows. */
  influence: Float64Array;
}

/**
 * Area under the ROC curve: the chance that a random yes scores above a random no, ties counting half. The influence of a
 * yes is how its share of lower noes differs from the area, and the other way round. Null without a yes and a no, and where
 * all scores are equal: then nothing is ordered.
 */
export function aucInfluence(scores: ArrayLike<number>, yes: readonly boolean[]): WithInfluence | null {
  const rows = yes.length;
  const positives = yes.reduce((count, one) => count + (one ? 1 : 0), 0);
  const negatives = rows - positives;
  if (positives === 0 || negatives === 0 || !varies(scores)) return null;
  const ranks = midranks(scores);
  const within = (value: boolean): Float64Array => {
    const own: number[] = [];
    yes.forEach((one, row) => one === value && own.push(row));
    const inner = midranks(own.map((row) => scores[row]!));
    const places = new Float64Array(rows);
    own.forEach((row, index) => (places[row] = inner[index]!));
    return places;
  };
  const [ofYes, ofNo] = [within(true), within(false)];
  const share = Float64Array.from(yes, (one, row) =>
    one ? (ranks[row]! - ofYes[row]!) / negatives : 1 - (ranks[row]! - ofNo[row]!) / positives,
  );
  let estimate = 0;
  yes.forEach((one, row) => one && (estimate += share[row]! / positives));
  const influence = Float64Array.from(
    yes,
    (one, row) => (share[row]! - estimate) / (one ? positives : negatives),
  );
  return { estimate, influence };
}

/** False for a column whose values are all the same. */
export function varies(values: ArrayLike<number>): boolean {
  for (let row = 1; row < values.length; row++) if (values[row] !== values[0]) return true;
  return false;
}
