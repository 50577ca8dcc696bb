import { createHmac, timingSafeEqual } from 'node:crypto';

/** A key of a laboratory. A laboratory that rotates its key has two for a time. */
export interface SigningKey {
  lab: string;
  secret: Buffer;
}

export interface SignedRequest {
  id: string | undefined;
  timestamp: string | undefined;
  signature: string | undefined;
  /** The bytes as they arrived: the signature covers them, so nothing is decoded before. */
  body: Buffer;
}

const windowSeconds = 300;

/** What a signature says: whose key fits, and whether it was made within 300 s of now. */
export interface VerifiedSignature {
  lab: string;
  timely: boolean;
}

/** True when the headers of a signature are there and have its form. Without them the body need not be read. */
export const isSigned = ({ id, timestamp, signature }: Omit<SignedRequest, 'body'>): boolean =>
  /^[\w.-]{1,128}$/.test(id ?? '') && /^\d{1,12}$/.test(timestamp ?? '') && Boolean(signature);

/**
 * Verifies a signature of Standard Webhooks v1: `v1,` and the base64 of HMAC-SHA-256 over `id.timestamp.body`; several
 * signatures are separated by spaces. Returns undefined for every fault alike, so that the caller cannot tell an
 * attacker which part was wrong. Who signed rightly with a clock that is off is told so: they hold a key.
 */
export function verifySignature(
  request: SignedRequest,
  keys: readonly SigningKey[],
  now: Date,
): VerifiedSignature | undefined {
  const { id, timestamp, signature, body } = request;
  if (!isSigned(request)) return undefined;
  const given = signature!
    .split(' ')
    .slice(0, 8)
    .flatMap((part) => (part.startsWith('v1,') ? [Buffer.from(part.slice(3), 'base64')] : []));
  const fits = keys.filter(({ secret }) => {
    const expected = macOf(secret, id!, timestamp!, body);
    return given.some(
      (candidate) => candidate.length === expected.length && timingSafeEqual(candidate, expected),
    );
  });
  const timely = Math.abs(now.getTime() / 1000 - Number(timestamp)) <= windowSeconds;
  return fits[0] && { lab: fits[0].lab, timely };
}

/** The headers with which a laboratory signs a body; the played laboratory of the sandbox uses them too. */
export function sign(
  key: SigningKey,
  message: { id: string; body: Buffer; now: Date },
): Record<string, string> {
  const timestamp = String(Math.floor(message.now.getTime() / 1000));
  return {
    'webhook-id': message.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${macOf(key.secret, message.id, timestamp, message.body).toString('base64')}`,
  };
}

const macOf = (secret: Buffer, id: string, timestamp: string, body: Buffer): Buffer =>
  createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(body).digest();
