import type { Phase } from '../ports/phases.ts';
import { canonicalization, canonicalJson, sortedJson } from './canonical-json.ts';

/** Makes a keyed digest of a snapshot, so that a digest of few possible values tells nothing. */
export type Digest = (canonical: string) => string;

/** Whether a keyed digest for this purpose is that of the text, under any of the study's keys. */
export type DigestMatches = (purpose: 'seal' | 'delivery', canonical: string, digest: string) => boolean;

/** What a phase is sealed over; a null snapshot is a phase sealed without data (invariant 10). */
export interface SealedContent {
  phase: Phase;
  snapshot: unknown;
}

const prefix = `${canonicalization}:`;

/** The digest that a seal keeps: the name of the canonical form, a colon and the keyed digest of the content. */
export const sealDigest = (digest: Digest, { phase, snapshot }: SealedContent): string =>
  prefix + digest(canonicalJson({ phase, snapshot }));

/**
 * Whether a seal is over this content. A seal that names no canonical form was made before RFC 8785 was used; one of
 * a typing then had a digest for the purpose of deliveries.
 */
export function isSealOf(matches: DigestMatches, seal: string, { phase, snapshot }: SealedContent): boolean {
  const content = { phase, snapshot };
  if (seal.startsWith(prefix)) return matches('seal', canonicalJson(content), seal.slice(prefix.length));
  const text = sortedJson(content);
  return (
    matches('seal', text, seal) ||
    (phase === 'biological' && snapshot !== null && matches('delivery', text, seal))
  );
}
