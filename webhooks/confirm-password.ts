import type { Account } from '../engine/ports/participants.ts';
import { concludeSignIn, countTry, passwordFits, takeTryBack } from '../engine/protocol/sign-in.ts';
import { HarmoniaError, isHarmoniaError } from '../foundation/errors.ts';
import type { WebApiDeps } from './route.ts';

/**
 * Checks the password of an account that is signed in, before a step that cannot be undone. Tries are counted with those
 * of signing in.
 * @throws HarmoniaError `wrong-password`; `too-many-requests` with details `retryAfterSeconds`
 */
export async function confirmPassword(
  { transactions, study }: Pick<WebApiDeps, 'transactions' | 'study'>,
  account: Account,
  { password, source, now }: { password: string; source: string; now: Date },
): Promise<void> {
  const attempt = { source, address: account.email };
  const { refusedUntil, slowed } = await transactions.transact((uow) => countTry(uow, attempt, now));
  if (refusedUntil) {
    const retryAfterSeconds = Math.ceil((refusedUntil.getTime() - now.getTime()) / 1000);
    throw new HarmoniaError('too-many-requests', 'a password was tried too often', {
      details: { retryAfterSeconds },
    });
  }
  let fits: boolean;
  try {
    fits = await passwordFits(study.passwords, { password, known: account.passwordHash, slowed });
  } catch (error) {
    if (isHarmoniaError(error, 'too-many-requests'))
      await transactions.transact((uow) => takeTryBack(uow, attempt));
    throw error;
  }
  await transactions.transact(async (uow) => {
    if (fits) await takeTryBack(uow, attempt);
    else await concludeSignIn(uow, attempt, { account, fits, now });
  });
  if (!fits) throw new HarmoniaError('wrong-password', 'the password does not fit');
}
