import jstat from 'jstat';

const { jStat } = jstat;

/** P(T ≤ x) of Student's t with `df` degrees of freedom, which need not be whole. */
export const studentCdf = (x: number, df: number): number => jStat.studentt.cdf(x, df);

/** The x with P(T ≤ x) = p, for 0 < p < 1; within 1e-7 of SciPy's. */
export const studentQuantile = (p: number, df: number): number => jStat.studentt.inv(p, df);

/** P(Z ≤ x) of a standard normal Z. */
export const normalCdf = (x: number): number => jStat.normal.cdf(x, 0, 1);

/** The z with P(Z ≤ z) = p, for 0 < p < 1. */
export const normalQuantile = (p: number): number => jStat.normal.inv(p, 0, 1);
