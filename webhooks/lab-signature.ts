import { createHmac, timingSafeEqual } from 'node:crypto';

/** A laboratory's key; one that rotates has several. */
export interface SigningKey {
  lab: string;
  secret: Buffer;
}

export interface SignedRequest {
  id: string | undefined;
  timestamp: string | undefined;
  signature: string | undefined;
  /** The bytes as they arrived: nothing may be decoded before they are checked. */
  body: Buffer;
}

const windowSeconds = 300;

/**
 * Standard Webhooks v1: HMAC-SHA-256 over `id.timestamp.body`, base64, behind `v1,`; several signatures are parted by
 * spaces. Returns the lab whose key fits, or undefined for whatever is wrong: the answer never tells which.
 */
export function verifySignature(
  request: SignedRequest,
  keys: readonly SigningKey[],
  now: Date,
): string | undefined {
  const { id, timestamp, signature, body } = request;
  if (!id || !timestamp || !signature || !/^[\w.-]{1,128}$/.test(id) || !/^\d{1,12}$/.test(timestamp))
    return undefined;
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > windowSeconds) return undefined;
  const given = signature
    .split(' ')
    .slice(0, 8)
    .flatMap((part) => (part.startsWith('v1,') ? [Buffer.from(part.slice(3), 'base64')] : []));
  const fits = keys.filter(({ secret }) => {
    const expected = macOf(secret, id, timestamp, body);
    return given.some(
      (candidate) => candidate.length === expected.length && timingSafeEqual(candidate, expected),
    );
  });
  return fits[0]?.lab;
}

/** The headers that a lab sends with a body; also what the sandbox's lab uses. */
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
