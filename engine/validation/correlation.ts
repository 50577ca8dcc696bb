/** Pearson's r of two columns of equal length; null for fewer than three rows or a column that does not vary. */
export function pearson(xs: readonly number[], ys: readonly number[]): number | null {
  if (xs.length !== ys.length) throw new RangeError('two columns differ in length');
  if (xs.length < 3) return null;
  const meanX = xs.reduce((sum, x) => sum + x, 0) / xs.length;
  const meanY = ys.reduce((sum, y) => sum + y, 0) / ys.length;
  let [products, squaresX, squaresY] = [0, 0, 0];
  xs.forEach((x, index) => {
    const y = ys[index]!;
    products += (x - meanX) * (y - meanY);
    squaresX += (x - meanX) ** 2;
    squaresY += (y - meanY) ** 2;
  });
  // Rounding errors may give a constant column a variance slightly above 0.
  const smallest = 1e-12 * xs.length;
  if (squaresX <= smallest * meanX ** 2 || squaresY <= smallest * meanY ** 2) return null;
  return Math.max(-1, Math.min(1, products / Math.sqrt(squaresX * squaresY)));
}
