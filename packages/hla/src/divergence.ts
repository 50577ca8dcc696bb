import type { HlaName } from './name.ts';
import type { HlaReference } from './reference/reference.ts';

/**
 * HLA evolutionary divergence (HED) of two alleles of one gene: mean Grantham distance of their grooves (Pierini and
 * Lenz 2018). Undefined when the genes differ, when an allele is not expressed or spans several grooves, and
 * without sequences.
 */
export function divergenceOf(one: HlaName, other: HlaName, reference: HlaReference): number | undefined {
  if (one.locus !== other.locus) return undefined;
  const [a, b] = [one, other].map((name) => reference.candidates(name));
  const [first, second] = [a?.grooves[0], b?.grooves[0]];
  if (first === undefined || second === undefined) return undefined;
  if (a?.grooves.length !== 1 || b?.grooves.length !== 1 || a.unlisted || b.unlisted) return undefined;
  return reference.divergence(one.locus, first, second);
}
