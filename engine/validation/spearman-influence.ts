import { midranks, risingOrder } from './auc.ts';
import { varies, type WithInfluence } from './auc-influence.ts';

/**
 * Spearman's rho with its whole influence: ranks are estimated from the same rows, so a row also moves the ranks of all
 * others. Null for fewer than three rows or a column that does not vary.
 * @param orderX the rows by rising x, when the caller has it already; likewise `orderY`
 */
export function spearmanInfluence(
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
  orderX: ArrayLike<number> = risingOrder(xs),
  orderY: ArrayLike<number> = risingOrder(ys),
): WithInfluence | null {
  const rows = xs.length;
  if (rows < 3 || !varies(xs) || !varies(ys)) return null;
  const x = centredRanks(xs, orderX);
  const y = centredRanks(ys, orderY);
  const [covariance, varianceX, varianceY] = [meanProduct(x, y), meanProduct(x, x), meanProduct(y, y)];
  const scale = Math.sqrt(varianceX * varianceY);
  const estimate = Math.max(-1, Math.min(1, covariance / scale));
  const [yAboveX, xAboveY] = [meanAbove(xs, y, orderX), meanAbove(ys, x, orderY)];
  const [xAboveX, yAboveY] = [meanAbove(xs, x, orderX), meanAbove(ys, y, orderY)];
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
function centredRanks(values: ArrayLike<number>, order: ArrayLike<number>): Float64Array {
  const rows = values.length;
  const middle = (rows + 1) / (2 * rows);
  return Float64Array.from(midranks(values, order), (rank) => rank / rows - middle);
}

function meanProduct(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < one.length; row++) sum += one[row]! * other[row]!;
  return sum / one.length;
}

/** For each row, the mean over all rows of the weight of those whose key is higher; equal keys count half. */
function meanAbove(keys: ArrayLike<number>, weights: Float64Array, rising: ArrayLike<number>): Float64Array {
  const rows = keys.length;
  const result = new Float64Array(rows);
  let above = 0;
  for (let last = rows - 1; last >= 0;) {
    let start = last;
    let equal = 0;
    while (start >= 0 && keys[rising[start]!] === keys[rising[last]!]) equal += weights[rising[start--]!]!;
    for (let place = last; place > start; place--) result[rising[place]!] = (above + equal / 2) / rows;
    above += equal;
    last = start;
  }
  return result;
}
