import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { HarmoniaError } from '../../foundation/errors.ts';

/** Fernet tokens (version 0x80 of the public specification) under one or several keys. */
export interface Fernet {
  /** Encrypts under the first key. `at` is the token's timestamp, whole seconds; `iv` is for known-answer tests. */
  encrypt(message: Uint8Array, options?: { at?: Date; iv?: Uint8Array }): string;
  /**
   * Tries every key and throws the same `ciphertext-invalid` for every kind of failure. With `ttlSeconds` it also
   * refuses a token that is older, or more than a minute ahead of `now`. Stored tokens are read without `ttlSeconds`.
   */
  decrypt(token: string, age?: { ttlSeconds: number; now: Date }): Buffer;
  /** A new token under the first key, with the message and the timestamp of the given one. */
  rotate(token: string): string;
  /** True when the first key made this token, so that a rotation can skip it. */
  isCurrent(token: string): boolean;
}

const VERSION = 0x80;
const HEADER_BYTES = 1 + 8 + 16;
const MAC_BYTES = 32;
const CLOCK_SKEW_SECONDS = 60;

interface KeyPair {
  signing: Buffer;
  encryption: Buffer;
}

const refused = (): HarmoniaError =>
  new HarmoniaError('ciphertext-invalid', 'a ciphertext could not be read');

/** Decodes padded base64url. Undefined for any text but the one that these bytes encode to. */
function fromBase64Url(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return toBase64Url(bytes) === text ? bytes : undefined;
}

const toBase64Url = (bytes: Buffer): string =>
  bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_');

function parseKey(text: string): KeyPair {
  const bytes = fromBase64Url(text);
  if (bytes?.length !== 32)
    throw new HarmoniaError('config-invalid', 'a Fernet key must be 32 bytes in base64url (44 characters)');
  return { signing: bytes.subarray(0, 16), encryption: bytes.subarray(16) };
}

const mac = (key: KeyPair, signed: Uint8Array): Buffer =>
  createHmac('sha256', key.signing).update(signed).digest();

/** A new random key in the specification's form. */
export const generateFernetKey = (): string => toBase64Url(randomBytes(32));

/** Builds Fernet over keys in order: the first encrypts, all of them decrypt. */
export function createFernet(keys: readonly string[]): Fernet {
  const pairs = keys.map(parseKey);
  const current = pairs[0];
  if (current === undefined) throw new HarmoniaError('config-invalid', 'at least one Fernet key is needed');

  const seal = (message: Uint8Array, seconds: bigint, iv: Uint8Array): string => {
    const header = Buffer.alloc(9);
    header[0] = VERSION;
    header.writeBigUInt64BE(seconds, 1);
    const cipher = createCipheriv('aes-128-cbc', current.encryption, iv);
    const signed = Buffer.concat([header, iv, cipher.update(message), cipher.final()]);
    return toBase64Url(Buffer.concat([signed, mac(current, signed)]));
  };

  const open = (token: string): { message: Buffer; seconds: bigint; key: KeyPair } => {
    const bytes = fromBase64Url(token);
    if (bytes === undefined || bytes.length < HEADER_BYTES + 16 + MAC_BYTES || bytes[0] !== VERSION)
      throw refused();
    const signed = bytes.subarray(0, -MAC_BYTES);
    const given = bytes.subarray(-MAC_BYTES);
    // Every key is tried, also after one has fitted, so that the time taken does not show which one it was.
    const [key] = pairs.filter((pair) => timingSafeEqual(mac(pair, signed), given));
    if (key === undefined) throw refused();
    try {
      const decipher = createDecipheriv('aes-128-cbc', key.encryption, signed.subarray(9, HEADER_BYTES));
      const message = Buffer.concat([decipher.update(signed.subarray(HEADER_BYTES)), decipher.final()]);
      return { message, seconds: signed.readBigUInt64BE(1), key };
    } catch {
      throw refused();
    }
  };

  return {
    encrypt: (message, { at = new Date(), iv = randomBytes(16) } = {}) =>
      seal(message, BigInt(Math.floor(at.getTime() / 1000)), iv),
    decrypt(token, age) {
      const { message, seconds } = open(token);
      if (age !== undefined) {
        const ageSeconds = Math.floor(age.now.getTime() / 1000) - Number(seconds);
        if (ageSeconds > age.ttlSeconds || ageSeconds < -CLOCK_SKEW_SECONDS) throw refused();
      }
      return message;
    },
    rotate(token) {
      const { message, seconds } = open(token);
      return seal(message, seconds, randomBytes(16));
    },
    isCurrent: (token) => open(token).key === current,
  };
}
