import { varies } from './auc-influence.ts';
import { type DyadIndex, oncePerPlan } from './dyad-index.ts';
import { type Figure, figureWith, sumOfSquares } from './dyadic-interval.ts';

/** What is left of the squared means when the descent ends; the correlation is then exact to about 1e-11. */
const closeEnough = 1e-22;
/** A plan whose people hang together by a thread would need more. */
const mostRounds = 2000;

/**
 * Correlation of prediction and answer after taking off what belongs to the viewer and what belongs to the shown person on
 * both sides: the figure about compatibility rather than popularity. The interval clusters by dyad and counts the people's
 * means as estimated, by the factor n / (n − p). Its degrees of freedom are the dyads that carry it, not the rows: dyads ·
 * evenness of x · evenness of y · (n − p) / n, where the evenness of a column is (Σ s)² / (dyads · Σ s²) for its sums of squares
 * s by dyad, as in Satterthwaite's degrees of a clustered variance (Bell & McCaffrey 2002). With n − p degrees chance is found
 * too often at an early look, since the largest residuals decide over the variance. Null where nothing is left to vary, as for a score that is the same for
 * every viewer.
 * @param y `doubleCentred` of ys, when the caller has it already
 */
export function doubleCentredCorrelation(
  index: DyadIndex,
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
  y: Float64Array = doubleCentred(index, ys),
): Figure | null {
  const n = index.rows;
  const left = n - rankOfPeople(index);
  if (left < 1 || !varies(xs) || !varies(ys)) return null;
  const x = doubleCentred(index, xs);
  const [squaresX, squaresY] = [sumOfSquares(x), sumOfSquares(y)];
  if (squaresX <= 1e-9 * about(xs) || squaresY <= 1e-9 * about(ys)) return null;
  let product = 0;
  for (let row = 0; row < n; row++) product += x[row]! * y[row]!;
  const estimate = Math.max(-1, Math.min(1, product / Math.sqrt(squaresX * squaresY)));
  const ofDyad = new Float64Array(index.dyads);
  for (let row = 0; row < n; row++) {
    const [zx, zy] = [x[row]! / Math.sqrt(squaresX), y[row]! / Math.sqrt(squaresY)];
    ofDyad[index.dyad[row]!]! += zx * zy - (estimate * (zx * zx + zy * zy)) / 2;
  }
  const degrees = (index.dyads * evenness(index, x) * evenness(index, y) * left) / n;
  return figureWith(estimate, sumOfSquares(ofDyad), { factor: n / left, degrees }, [-1, 1], n);
}

/** How evenly the squares of residuals are spread over the dyads: 1 when each dyad has the same sum. */
function evenness({ rows, dyads, dyad }: DyadIndex, residuals: Float64Array): number {
  const squares = new Float64Array(dyads);
  for (let row = 0; row < rows; row++) squares[dyad[row]!]! += residuals[row]! ** 2;
  return squares.reduce((sum, value) => sum + value, 0) ** 2 / (dyads * sumOfSquares(squares));
}

/**
 * What is left of a column after the means of viewers and of shown people are taken off together: the residuals of least
 * squares on their dummies, by conjugate gradients with columns of equal length. A regular plan of 10,000 people needs about
 * a hundred rounds, where taking off the two kinds of mean in turn would need thousands.
 */
export function doubleCentred(index: DyadIndex, values: ArrayLike<number>): Float64Array {
  const { rows, people, actor, partner } = index;
  const scale = scalesOf(index);
  const mean = meanOf(values);
  const left = Float64Array.from(values, (value) => value - mean);
  const gradient = new Float64Array(2 * people);
  const project = (): number => {
    gradient.fill(0);
    for (let row = 0; row < rows; row++) {
      gradient[actor[row]!]! += left[row]!;
      gradient[people + partner[row]!]! += left[row]!;
    }
    for (let node = 0; node < gradient.length; node++) gradient[node]! *= scale[node]!;
    return sumOfSquares(gradient);
  };
  let length = project();
  const enough = closeEnough * about(values);
  const direction = Float64Array.from(gradient);
  const moved = new Float64Array(rows);
  for (let round = 0; round < mostRounds && length > enough; round++) {
    for (let row = 0; row < rows; row++) {
      const [viewer, shown] = [actor[row]!, people + partner[row]!];
      moved[row] = scale[viewer]! * direction[viewer]! + scale[shown]! * direction[shown]!;
    }
    const step = length / sumOfSquares(moved);
    for (let row = 0; row < rows; row++) left[row]! -= step * moved[row]!;
    const before = length;
    length = project();
    for (let node = 0; node < direction.length; node++)
      direction[node] = gradient[node]! + (length / before) * direction[node]!;
  }
  return left;
}

/** One over the root of how many rows a viewer, and behind all viewers a shown person, has. */
const scalesOf = oncePerPlan(({ people, actor, partner }: DyadIndex): Float64Array => {
  const counts = new Float64Array(2 * people);
  for (const person of actor) counts[person]! += 1;
  for (const person of partner) counts[people + person]! += 1;
  return counts.map((count) => (count === 0 ? 0 : 1 / Math.sqrt(count)));
});

function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let row = 0; row < values.length; row++) sum += values[row]!;
  return sum / values.length;
}

/** Sum of squares about the mean. */
function about(values: ArrayLike<number>): number {
  const mean = meanOf(values);
  let squares = 0;
  for (let row = 0; row < values.length; row++) squares += (values[row]! - mean) ** 2;
  return squares;
}

/** Rank of the dummies of viewers and shown people: one fewer than their number for each connected part of the plan. */
const rankOfPeople = oncePerPlan(({ rows, people, actor, partner }: DyadIndex): number => {
  // A viewer is node g, a shown person node people + g.
  const parent = Int32Array.from({ length: 2 * people }, (_, node) => node);
  const root = (node: number): number => {
    while (parent[node] !== node) node = parent[node] = parent[parent[node]!]!;
    return node;
  };
  const seen = new Set<number>();
  for (let row = 0; row < rows; row++) {
    const [viewer, shown] = [actor[row]!, people + partner[row]!];
    seen.add(viewer).add(shown);
    parent[root(viewer)] = root(shown);
  }
  return seen.size - new Set([...seen].map(root)).size;
});
