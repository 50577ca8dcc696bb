import type { UserId } from '../engine/ports/participants.ts';
import { eraseParticipant } from '../engine/privacy/erase.ts';
import { withdrawConsent } from '../engine/privacy/withdraw.ts';
import { allPurposes } from '../engine/protocol/journey.ts';
import { withdrawalOf } from './erasure-ledger.ts';
import type { TransactionScope } from './transaction.ts';
import { createUnitOfWork } from './unit-of-work.ts';

/**
 * Repeats the erasures and the withdrawals of consent that the ledger lists, for users who are in the database. They
 * are there after a restored backup, or when a process was killed before the erasure was committed. Jobs of the same
 * transaction delete their files. Returns the number of erasures and withdrawals.
 */
export async function eraseAgain(scope: TransactionScope): Promise<number> {
  if (!scope.erasures) return 0;
  const known = (await scope.query<{ id: UserId }>('SELECT id FROM users')).map(({ id }) => id);
  const noted = await scope.erasures.among([
    ...known,
    ...known.flatMap((userId) => allPurposes.map((purpose) => withdrawalOf(userId, purpose))),
  ]);
  const uow = createUnitOfWork(scope);
  const now = scope.clock.now();
  let count = 0;
  for (const userId of known) {
    if (noted.has(userId)) {
      await eraseParticipant(uow, { userId, again: true, now });
      count += 1;
      continue;
    }
    for (const purpose of allPurposes) {
      if (!noted.has(withdrawalOf(userId, purpose))) continue;
      if (!(await uow.consents.current(userId)).get(purpose)?.granted) continue;
      await withdrawConsent(uow, { userId, purpose, now });
      count += 1;
    }
  }
  return count;
}
