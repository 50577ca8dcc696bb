import { hkdfSync, randomUUID } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import type { UserId } from '../engine/ports/participants.ts';

/** What an access token says: whose it is, of which session, and the account's token version when it was issued. */
export interface AccessClaims {
  userId: UserId;
  sessionId: string;
  tokenVersion: number;
}

/** Issues and reads access tokens: JWTs of RFC 9068, signed with HS256. */
export interface AccessTokens {
  issue(claims: AccessClaims, now: Date): Promise<string>;
  /** Undefined for every token alike that this service did not issue for itself, or that is over. */
  read(token: string, now: Date): Promise<AccessClaims | undefined>;
}

/** So long an access token can be used, in seconds. */
export const accessSeconds = 15 * 60;

const algorithm = 'HS256';
const type = 'at+jwt';
const issuer = 'harmonia';
const audience = 'harmonia-web-api';
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** @param secretKey 32 bytes or more; the signing key is derived from it, because it has other uses too */
export function createAccessTokens(secretKey: Buffer): AccessTokens {
  const key = new Uint8Array(hkdfSync('sha256', secretKey, '', 'harmonia access tokens', 32));
  return {
    issue: ({ userId, sessionId, tokenVersion }, now) =>
      new SignJWT({ sid: sessionId, ver: tokenVersion, client_id: audience })
        .setProtectedHeader({ alg: algorithm, typ: type })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(userId)
        .setJti(randomUUID())
        .setIssuedAt(now)
        .setExpirationTime(new Date(now.getTime() + accessSeconds * 1000))
        .sign(key),
    async read(token, now) {
      try {
        const { payload } = await jwtVerify(token, key, {
          ...{ algorithms: [algorithm], typ: type, issuer, audience, currentDate: now },
          requiredClaims: ['exp', 'iat', 'sub', 'sid', 'ver'],
        });
        const { sub, sid, ver } = payload;
        if (![sub, sid].every((id) => uuid.test(String(id))) || typeof ver !== 'number') return undefined;
        return { userId: sub as UserId, sessionId: String(sid), tokenVersion: ver };
      } catch {
        return undefined;
      }
    },
  };
}
