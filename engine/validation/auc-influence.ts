import { risingOrder } from './auc.ts';

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
 * @param order the rows by rising score, when the caller has it already
 */
export function aucInfluence(
  scores: ArrayLike<number>,
  yes: readonly boolean[],
  order: ArrayLike<number> = risingOrder(scores),
): WithInfluence | null {
  const rows = yes.length;
  let positives = 0;
  for (const one of yes) if (one) positives += 1;
  const negatives = rows - positives;
  if (positives === 0 || negatives === 0 || scores[order[0]!] === scores[order[rows - 1]!]) return null;
  // First each row's share: of a yes, the noes below it; of a no, the yeses above it.
  const influence = new Float64Array(rows);
  let [yesBelow, noBelow, estimate] = [0, 0, 0];
  for (let first = 0; first < rows;) {
    const score = scores[order[first]!];
    let [end, equalYes] = [first, 0];
    while (end < rows && scores[order[end]!] === score) if (yes[order[end++]!]) equalYes += 1;
    const equalNo = end - first - equalYes;
    const lower = (noBelow + equalNo / 2) / negatives;
    const higher = (positives - yesBelow - equalYes / 2) / positives;
    for (let place = first; place < end; place++)
      influence[order[place]!] = yes[order[place]!] ? lower : higher;
    estimate += (equalYes * lower) / positives;
    yesBelow += equalYes;
    noBelow += equalNo;
    first = end;
  }
  for (let row = 0; row < rows; row++)
    influence[row] = (influence[row]! - estimate) / (yes[row] ? positives : negatives);
  return { estimate, influence };
}

/** False for a column whose values are all the same. */
export function varies(values: ArrayLike<number>): boolean {
  for (let row = 1; row < values.length; row++) if (values[row] !== values[0]) return true;
  return false;
}
