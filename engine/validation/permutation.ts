/** A test by permutation; its statistic is (AUC − ½) / standard error. */
export interface PermutationTest {
  /** Two-sided. */
  p: number;
  permutations: number;
}
