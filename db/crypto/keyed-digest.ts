import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { CipherKeys } from './cipher-keys.ts';

/**
 * HMAC-SHA-256 in hexadecimal (64 characters). A plain hash of a typing or a small file could be reversed by trying all
 * candidates, so every stored digest is keyed. Equal bytes have different digests for different purposes.
 */
export interface KeyedDigest {
  digest(purpose: string, bytes: Uint8Array | string): string;
  /** Compares in constant time with the digest under each key, so that digests survive a key rotation. */
  matches(purpose: string, bytes: Uint8Array | string, digest: string): boolean;
}

/** Keys come from `digestKey` when it is given, otherwise from each Fernet key by HKDF. */
export function createKeyedDigest({ fernetKeys, digestKey }: CipherKeys): KeyedDigest {
  const sources = digestKey === undefined ? fernetKeys : [digestKey];
  const keys = sources.map((source) =>
    Buffer.from(hkdfSync('sha256', source, 'harmonia', 'keyed digest v1', 32)),
  );
  const under = (key: Buffer, purpose: string, bytes: Uint8Array | string): Buffer =>
    createHmac('sha256', key)
      .update(`${Buffer.byteLength(purpose)}:${purpose}`)
      .update(bytes)
      .digest();
  return {
    digest: (purpose, bytes) => under(keys[0]!, purpose, bytes).toString('hex'),
    matches(purpose, bytes, digest) {
      const given = Buffer.from(digest, 'hex');
      return keys.some((key) => {
        const expected = under(key, purpose, bytes);
        return given.length === expected.length && timingSafeEqual(given, expected);
      });
    },
  };
}
