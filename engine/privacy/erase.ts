import type { UserId } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { retractReportsShowing } from './retract-reports.ts';

/**
 * Erases everything of a participant but the audit trail. Jobs of the same transaction delete their files.
 * @param input.again true when the database holds a participant who was erased before: after a backup was restored, or
 * after an erasure that was interrupted before its commit
 */
export async function eraseParticipant(
  uow: UnitOfWork,
  { userId, again = false, now }: { userId: UserId; again?: boolean; now: Date },
): Promise<void> {
  await retractReportsShowing(uow, userId);
  const files = await uow.personalData.eraseAll(userId);
  for (const path of files) await uow.jobs.enqueue('delete-file', { path });
  // The audit log outlives the participant, so the event names no subject.
  await uow.audit.append({
    actor: 'system',
    action: again ? 'erased-again' : 'erased',
    subject: null,
    details: { files: files.length },
    at: now,
  });
}
