import { createHash } from 'node:crypto';
import { HarmoniaError } from '../../foundation/errors.ts';
import type { ConsentRecord, Participant, Purpose, UserId } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

/** Version of the consent texts, raised when the meaning of one changes. A text's hash shows every change. */
export const consentVersion = '2026-12';

/**
 * The first version whose text about being shown to others says that name, age and photo stand in their reports, which
 * they keep as files.
 */
const inReportsSince = '2026-12';

/** True when a person agreed to a text by which their age and photo may stand in the reports of others. */
export const agreesToReports = (
  matching: Pick<ConsentRecord, 'granted' | 'textVersion'> | undefined,
): boolean => matching?.granted === true && matching.textVersion >= inReportsSince;

/** True when a participant agreed to an earlier text about being shown to others and was not asked about this one. */
export const amendmentDue = (
  { askedTextVersion }: Pick<Participant, 'askedTextVersion'>,
  matching: Pick<ConsentRecord, 'granted' | 'textVersion'> | undefined,
): boolean =>
  matching?.granted === true &&
  !agreesToReports(matching) &&
  (askedTextVersion === null || askedTextVersion < inReportsSince);

/** Purposes that a participant may refuse or withdraw and still take part. */
export const optionalPurposes: ReadonlySet<Purpose> = new Set(['research', 'follow-up']);

/** Records a participant's answer with the hash of the text they read. */
export async function recordConsent(
  uow: UnitOfWork,
  input: { userId: UserId; purpose: Purpose; granted: boolean; text: string; locale: string; now: Date },
): Promise<void> {
  await uow.consents.record({
    userId: input.userId,
    purpose: input.purpose,
    granted: input.granted,
    textVersion: consentVersion,
    textHash: createHash('sha256').update(input.text).digest('hex'),
    locale: input.locale,
    at: input.now,
  });
  await uow.audit.append({
    actor: input.userId,
    action: input.granted ? 'consent-granted' : 'consent-refused',
    subject: input.userId,
    details: { purpose: input.purpose, version: consentVersion, locale: input.locale },
    at: input.now,
  });
}

/** @throws HarmoniaError `consent-missing` unless the participant consents to this purpose now. */
export async function requireConsent(uow: UnitOfWork, userId: UserId, purpose: Purpose): Promise<void> {
  const consent = (await uow.consents.current(userId)).get(purpose);
  if (!consent?.granted) throw new HarmoniaError('consent-missing', `no consent to ${purpose}`);
}
