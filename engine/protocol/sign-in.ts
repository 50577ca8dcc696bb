import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from '../ports/participants.ts';
import type { Passwords } from '../ports/passwords.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

/** Of one source for one address. */
const pairTries = { tries: 5, windowSeconds: 15 * 60 };
/** Of one source for all addresses. */
const sourceTries = { tries: 20, windowSeconds: 15 * 60 };
/** Of all sources for one address. A further one is slowed and not refused: the owner of the address still gets in. */
const addressTries = { tries: 50, windowSeconds: 3600 };
const slowedMs = 3000;

/** A try to sign in: with which address, and from where, such as `chat:4711` or `ip:192.0.2.0`. */
export interface SignInTry {
  source: string;
  /** In lower case. */
  address: string;
}

const keysOf = ({ source, address }: SignInTry) =>
  [
    [source, sourceTries],
    [`${source} address:${address}`, pairTries],
  ] as const;

/**
 * Counts a try before its password is looked at. `refusedUntil` is set when this source has to wait. Tries are counted by
 * address and not by account, so that the answer does not tell whether an account exists.
 */
export async function countTry(
  { loginTries }: Pick<UnitOfWork, 'loginTries'>,
  attempt: SignInTry,
  at: Date,
): Promise<{ refusedUntil: Date | undefined; slowed: boolean }> {
  for (const [key, limit] of keysOf(attempt)) {
    const refusedUntil = await loginTries.count(key, { ...limit, at });
    if (refusedUntil) return { refusedUntil, slowed: false };
  }
  const slowed = await loginTries.count(`address:${attempt.address}`, { ...addressTries, at });
  return { refusedUntil: undefined, slowed: slowed !== undefined };
}

/** Takes a try back whose password was not looked at, or was right. */
export async function takeTryBack(
  { loginTries }: Pick<UnitOfWork, 'loginTries'>,
  attempt: SignInTry,
): Promise<void> {
  for (const [key] of keysOf(attempt)) await loginTries.takeBack(key);
}

/**
 * Checks a password; outside of a transaction, because it takes a quarter of a second and longer for an address that is
 * tried often.
 * @param known the account's hash; undefined when there is no account, which takes as long
 * @throws HarmoniaError `too-many-requests` when too many passwords wait
 */
export async function passwordFits(
  passwords: Pick<Passwords, 'verify'>,
  { password, known, slowed }: { password: string; known: string | undefined; slowed: boolean },
): Promise<boolean> {
  if (slowed) await sleep(slowedMs);
  return passwords.verify(password, known);
}

/** Writes the outcome to the audit log. Returns the account that is signed in; undefined for any refusal alike. */
export async function concludeSignIn(
  uow: Pick<UnitOfWork, 'audit' | 'loginTries'>,
  attempt: SignInTry,
  { account, fits, now }: { account: Account | undefined; fits: boolean; now: Date },
): Promise<Account | undefined> {
  const accepted = fits && account && !account.disabledAt ? account : undefined;
  await uow.audit.append({
    actor: accepted?.id ?? 'system',
    action: accepted ? 'login' : 'login-failed',
    subject: account?.id ?? null,
    details: accepted ? { role: accepted.role } : {},
    at: now,
  });
  if (accepted) await takeTryBack(uow, attempt);
  return accepted;
}
