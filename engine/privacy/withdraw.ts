import type { Purpose, UserId } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

/**
 * Withdraws a consent. The data of the purpose are erased, and jobs of the same transaction delete their files. Every
 * purpose but research is required to take part, so withdrawing it ends the participation. A consent that is not
 * granted now is left as it is.
 */
export async function withdrawConsent(
  uow: UnitOfWork,
  { userId, purpose, now }: { userId: UserId; purpose: Purpose; now: Date },
): Promise<void> {
  const given = (await uow.consents.current(userId)).get(purpose);
  if (!given?.granted) return;
  await uow.personalData.noteWithdrawal(userId, purpose);
  const { textVersion, textHash } = given;
  const locale = (await uow.participants.byUser(userId))?.locale ?? 'en';
  await uow.consents.record({ userId, purpose, granted: false, textVersion, textHash, locale, at: now });
  const hasData = purpose === 'face' || purpose === 'personality' || purpose === 'genetic';
  const files = hasData ? await uow.personalData.erasePurpose(userId, purpose) : [];
  for (const path of files) await uow.jobs.enqueue('delete-file', { path });
  await uow.audit.append({
    actor: userId,
    action: 'consent-withdrawn',
    subject: userId,
    details: { purpose },
    at: now,
  });
  if (purpose !== 'research') await uow.participants.update(userId, { status: 'withdrawn' });
}
