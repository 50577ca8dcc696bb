import { createHash } from 'node:crypto';
import { HarmoniaError } from '../../foundation/errors.ts';
import { canonicalization, canonicalJson, sortedJson } from './canonical-json.ts';

/**
 * SHA-256, in hex, of a pre-registration in the canonical form that it names: RFC 8785, or sorted members where it
 * names none because it was made before. The hash has no key, so that outsiders can recompute it. It may be published
 * before the results, since it covers pseudonyms and keyed digests only.
 * @throws HarmoniaError `preregistration-mismatch` for a canonical form that this program does not know.
 */
export function preregistrationHash(preregistration: Record<string, unknown>): string {
  const named = preregistration['canonicalization'];
  if (named !== undefined && named !== canonicalization)
    throw new HarmoniaError('preregistration-mismatch', 'the pre-registration has an unknown canonical form');
  const text = named === undefined ? sortedJson(preregistration) : canonicalJson(preregistration);
  return createHash('sha256').update(text).digest('hex');
}
