import { createHash } from 'node:crypto';
import { HarmoniaError } from '../../foundation/errors.ts';
import type { Purpose, UserId } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

/** Version of the consent texts, raised when the meaning of one changes. A text's hash shows every change. */
export const consentVersion = '2026-11';

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
