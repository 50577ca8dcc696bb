import type { Purpose, UserId } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { optionalPurposes } from './consent.ts';
import { retractReportsShowing } from './retract-reports.ts';

/**
 * Withdraws a consent. The data of the purpose are erased, and jobs of the same transaction delete their files. Every
 * purpose that is required to take part ends the participation when it is withdrawn, and the reports of others that show
 * the participant are retracted. A consent that is not granted now is left as it is.
 */
export async function withdrawConsent(
  uow: UnitOfWork,
  { userId, purpose, now }: { userId: UserId; purpose: Purpose; now: Date },
): Promise<void> {
  const given = (await uow.consents.current(userId)).get(purpose);
  if (!given?.granted) return;
  await uow.personalData.noteWithdrawal(userId, purpose);
  const { textVersion, textHash } = given;
  const participant = await uow.participants.byUser(userId);
  const locale = participant?.locale ?? 'en';
  await uow.consents.record({ userId, purpose, granted: false, textVersion, textHash, locale, at: now });
  if (!optionalPurposes.has(purpose)) await retractReportsShowing(uow, userId);
  const hasData = purpose !== 'matching' && purpose !== 'research';
  const files = hasData ? await uow.personalData.erasePurpose(userId, purpose) : [];
  for (const path of files) await uow.jobs.enqueue('delete-file', { path });
  await uow.audit.append({
    actor: userId,
    action: 'consent-withdrawn',
    subject: userId,
    details: { purpose },
    at: now,
  });
  // A report may have left out a score until the follow-up was over; the job makes it anew if that is so.
  if (purpose === 'follow-up' && participant)
    await uow.jobs.enqueue(
      'render-report',
      { userId, cohortId: participant.cohortId },
      { singletonKey: userId },
    );
  if (!optionalPurposes.has(purpose)) await uow.participants.update(userId, { status: 'withdrawn' });
}
