import { randomBytes, randomUUID } from 'node:crypto';
import type { Account, UserId } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

const dayMs = 86_400_000;
/** So long a refresh token can be used. */
export const refreshDays = 30;

/** A session of the web API: that of one sign-in. */
export interface WebSession {
  account: Account;
  /** The family of refresh tokens; access tokens name it, and end with it. */
  id: string;
  /** 32 random bytes in base64url. */
  refreshToken: string;
}

/** Opens a session of an account that has just signed in. */
export const openWebSession = (uow: UnitOfWork, account: Account, now: Date): Promise<WebSession> =>
  issue(uow, account, { id: randomUUID(), now });

/**
 * Exchanges a refresh token for the next one. Undefined for a token that is unknown or over, that was issued before the
 * account's sessions were ended, or that was used before: then one of two users of it is a thief, and the whole family
 * ends. The caller has to commit that, so it is no error.
 */
export async function refreshWebSession(
  uow: UnitOfWork,
  token: string,
  now: Date,
): Promise<WebSession | undefined> {
  const known = await uow.refreshTokens.lock(token);
  if (!known) return undefined;
  const account = await uow.accounts.byId(known.userId);
  if (!known.usedAt && known.expiresAt > now && isCurrent(account, known)) {
    await uow.refreshTokens.markUsed(token, now);
    return issue(uow, account, { id: known.familyId, now });
  }
  await uow.refreshTokens.endFamily(known.familyId);
  if (known.usedAt)
    await uow.audit.append({
      actor: 'system',
      action: 'refresh-token-reused',
      subject: known.userId,
      details: {},
      at: now,
    });
  return undefined;
}

/** Ends the session to which a refresh token belongs; an unknown token changes nothing. */
export async function endWebSession(uow: UnitOfWork, token: string): Promise<void> {
  const known = await uow.refreshTokens.lock(token);
  if (known) await uow.refreshTokens.endFamily(known.familyId);
}

/** The account of a session, while the session is open and the account may sign in. */
export async function accountOfSession(
  uow: UnitOfWork,
  session: { id: string; userId: UserId; tokenVersion: number },
): Promise<Account | undefined> {
  const account = await uow.accounts.byId(session.userId);
  if (!isCurrent(account, session)) return undefined;
  return (await uow.refreshTokens.hasFamily(session.id, session.userId)) ? account : undefined;
}

const isCurrent = (
  account: Account | undefined,
  { tokenVersion }: { tokenVersion: number },
): account is Account =>
  account !== undefined && !account.disabledAt && account.tokenVersion === tokenVersion;

async function issue(
  uow: UnitOfWork,
  account: Account,
  { id, now }: { id: string; now: Date },
): Promise<WebSession> {
  const refreshToken = randomBytes(32).toString('base64url');
  await uow.refreshTokens.issue(refreshToken, {
    familyId: id,
    userId: account.id,
    tokenVersion: account.tokenVersion,
    issuedAt: now,
    expiresAt: new Date(now.getTime() + refreshDays * dayMs),
  });
  return { account, id, refreshToken };
}
