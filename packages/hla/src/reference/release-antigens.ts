import type { ReleaseAntigens } from '../antigen-or-allele.ts';
import type { HlaReference } from './reference.ts';
import { isReleaseReference } from './release-reference.ts';

/** The antigens of four digits that the release of a reference names; undefined without a release. */
export function antigensOf(reference: HlaReference | undefined): ReleaseAntigens | undefined {
  if (reference === undefined || !isReleaseReference(reference)) return undefined;
  return (locus, digits) => reference.table(locus)?.associated.get(digits);
}
