import { midranks } from './auc.ts';
import { varies, type WithInfluence } from './auc-influence.ts';

/**
 * Spearman's rho with its whole influence: ranks are estimated from the same rows, so a row also moves the ranks of all
 * others. Null for fewer than three rows or a column that does not vary.
 */
export function spearmanInfluence(xs: ArrayLike<number>, ys: ArrayLike<number>): WithInfluence | null {
  const rows = xs.length;
  if (rows < 3 || !varies(xs) || !varies(ys)) return null;
  const x = centredRanks(xs);
  const y = centredRanks(ys);
  const [covariance, varianceX, varianceY] = [meanProduct(x, y), meanProduct(x, x), meanProduct(y, y)];
  const scale = Math.sqrt(varianceX * varianceY);
  const estimate = Math.max(-1, Math.min(1, covariance / scale));
  const [yAboveX, xAboveY] = [meanAbove(xs, y), meanAbove(ys, x)];
  const [xAboveX, yAboveY] = [meanAbove(xs, x), meanAbove(ys, y)];
  const raw = x.map((own, row) => {
    const other = y[row]!;
    const together = own * other + yAboveX[row]! + xAboveY[row]!;
    const ofX = (own * own + 2 * xAboveX[row]!) / varianceX;
    const ofY = (other * other + 2 * yAboveY[row]!) / varianceY;
    return together / scale - (estimate / 2) * (ofX + ofY);
  });
  const mean = raw.reduce((sum, value) => sum + value, 0) / rows;
  return { estimate, influence: raw.map((value) => (value - mean) / rows) };
}

/** Mid-ranks as shares of the rows, about 0: the mean is taken off. */
function centredRanks(values: ArrayLike<number>): Float64Array {
  const rows = values.length;
  const middle = (rows + 1) / (2 * rows);
  return Float64Array.from(midranks(values), (rank) => rank / rows - middle);
}

function meanProduct(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < one.length; row++) sum += one[row]! * other[row]!;
  return sum / one.length;
}

/** For each row, the mean over all rows of the weight of those whose key is higher; equal keys count half. */
function meanAbove(keys: ArrayLike<number>, weights: Float64Array): Float64Array {
  const rows = keys.length;
  const order = Array.from({ length: rows }, (_, row) => row).sort((one, other) => keys[other]! - keys[one]!);
  const result = new Float64Array(rows);
  let above = 0;
  for (let first = 0; first < rows;) {
    let end = first;
    let equal = 0;
    while (end < rows && keys[order[end]!] === keys[order[first]!]) equal += weights[order[end++]!]!;
    for (let place = first; place < end; place++) result[order[place]!] = (above + equal / 2) / rows;
    above += equal;
    first = end;
  }
  return result;
}
