import type { ReleaseAntigens } from '../antigen-or-allele.ts';
import type { HlaReference } from './reference.ts';
import { isReleaseReference } from './release-reference.ts';

/** The antigens of four digits that the release of a reference names; undefined without a release. */
export function antigensOf(reference: HlaReference | undefined): ReleaseAntigens | undefined {
  if (reference === undefined || !isReleaseReference(reference)) return undefined;
  return (locus, digits) => reference.table(locus)?.associated.get(digits);
}

/** The genes beside the classical ones that the release of a reference names; undefined where that is not known. */
export function genesOf(reference: HlaReference | undefined): ReadonlySet<string> | undefined {
  if (reference === undefined || !isReleaseReference(reference)) return undefined;
  const { otherGenes } = reference.document;
  if (otherGenes === undefined) return undefined;
  let genes = named.get(otherGenes);
  if (genes === undefined) named.set(otherGenes, (genes = new Set(otherGenes)));
  return genes;
}

/** The genes of each table, made once: every text that is normalised asks. */
const named = new WeakMap<readonly string[], ReadonlySet<string>>();
