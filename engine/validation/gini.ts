/**
 * How unevenly something is shared out, 0 (everybody the same) to nearly 1 (one has all): half the mean absolute
 * difference over the mean. 0 when there is nothing to share. Order does not matter.
 */
export function gini(amounts: readonly number[]): number {
  const sorted = amounts.toSorted((a, b) => a - b);
  const total = sorted.reduce((sum, amount) => sum + amount, 0);
  if (total === 0) return 0;
  const weighted = sorted.reduce((sum, amount, index) => sum + (index + 1) * amount, 0);
  return (2 * weighted) / (sorted.length * total) - (sorted.length + 1) / sorted.length;
}
