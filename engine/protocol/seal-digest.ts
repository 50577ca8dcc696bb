import type { Phase } from '../ports/phases.ts';
import { canonicalization, canonicalJson, sortedJson } from './canonical-json.ts';

/** Returns the keyed digest of a text. Without a key, a snapshot of few possible values could be found by trying. */
export type Digest = (canonical: string) => string;

/** True when a keyed digest for this purpose is that of the text, under one of the study's keys. */
export type DigestMatches = (purpose: 'seal' | 'delivery', canonical: string, digest: string) => boolean;

/** The content over which a phase is sealed. The snapshot is null for a phase without data (invariant 10). */
export interface SealedContent {
  phase: Phase;
  snapshot: unknown;
}

const prefix = `${canonicalization}:`;

/** The digest of a seal: the name of the canonical form, a colon and the keyed digest of the content. */
export const sealDigest = (digest: Digest, { phase, snapshot }: SealedContent): string =>
  prefix + digest(canonicalJson({ phase, snapshot }));

/**
 * True when a seal is over this content. A seal without the name of a canonical form was made before RFC 8785 was used.
 * Such a seal of a typing has a digest for the purpose of deliveries.
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
