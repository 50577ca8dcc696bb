import type { UserId } from '../engine/ports/participants.ts';
import { createAuditLog } from './audit.ts';
import { createPersonalData } from './personal-data.ts';
import type { TransactionScope } from './transaction.ts';

/**
 * Erases whom the ledger names and the database still, or again, knows: after a restored backup, and after an erasure
 * that was killed before its commit. Their files go by jobs of the same transaction. Returns how many they were.
 */
export async function eraseAgain(scope: TransactionScope): Promise<number> {
  if (!scope.erasures) return 0;
  const known = await scope.query<{ id: UserId }>('SELECT id FROM users');
  const back = await scope.erasures.erasedAmong(known.map(({ id }) => id));
  for (const userId of back) {
    const files = await createPersonalData(scope).eraseAll(userId);
    for (const path of files) await scope.jobs.enqueue('delete-file', { path });
    await createAuditLog(scope).append({
      actor: 'system',
      action: 'erased-again',
      subject: null,
      details: { files: files.length },
      at: scope.clock.now(),
    });
  }
  return back.length;
}
