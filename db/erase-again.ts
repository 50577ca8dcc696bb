import type { UserId } from '../engine/ports/participants.ts';
import { eraseParticipant } from '../engine/privacy/erase.ts';
import { withdrawConsent } from '../engine/privacy/withdraw.ts';
import { allPurposes } from '../engine/protocol/journey.ts';
import { withdrawalOf } from './erasure-ledger.ts';
import type { TransactionScope } from './transaction.ts';
import { createUnitOfWork } from './unit-of-work.ts';

/**
 * Erases whom the ledger names and the database still, or again, knows, and withdraws consents again: after a restored
 * backup, and after an erasure that was killed before its commit. Their files go by jobs of the same transaction.
 * Returns how many erasures and withdrawals took place.
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
