import canonicalize from 'canonicalize';
import { HarmoniaError } from '../../foundation/errors.ts';

/** The name of the canonical form in which content is hashed; declarations and seals carry it. */
export const canonicalization = 'RFC8785';

/**
 * JSON as RFC 8785 (JSON Canonicalization Scheme) writes it: members sorted by UTF-16 code units, numbers as
 * ECMAScript prints IEEE 754 doubles, no spaces. Two programs get the same bytes from the same content.
 * @throws HarmoniaError `bad-request` for values that JSON cannot hold: NaN, an infinity, a lone surrogate, undefined.
 */
export function canonicalJson(value: unknown): string {
  let text: string | undefined;
  try {
    text = canonicalize(value);
  } catch (cause) {
    throw new HarmoniaError('bad-request', `no canonical JSON: ${(cause as Error).message}`, { cause });
  }
  if (text === undefined) throw new HarmoniaError('bad-request', 'no canonical JSON: there is no value');
  return text;
}

/**
 * JSON with sorted members, as it was hashed before RFC 8785. It is used only to verify declarations and seals of that
 * time. It differs where members have names that are whole numbers (JavaScript puts these first, by value),
 * for lone surrogates (written as escapes) and for NaN and infinities (written as null).
 */
export function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
