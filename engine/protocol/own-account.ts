import { HarmoniaError } from '../../foundation/errors.ts';
import type { Account, Participant } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { eraseParticipant } from '../privacy/erase.ts';
import { requireOtherAdmin } from './staff-accounts.ts';

// An account row needs an e-mail address: until the participant gives one it has an address that cannot exist (RFC
// 2606).
const placeholderDomain = '@pending.invalid';

/** The address of an account whose participant has given none. */
export const placeholderEmail = (unique: string): string => `${unique}${placeholderDomain}`;

/** The e-mail address that was given; undefined until then. */
export const givenEmail = (email: string | undefined): string | undefined =>
  email === undefined || email.endsWith(placeholderDomain) ? undefined : email;

/** True for an address that an account may have: none of the domain that stands for a missing one. */
export const isUsableEmail = (email: string): boolean => !email.toLowerCase().endsWith('.invalid');

/** True once a participant has checked their answers about themselves, until they withdraw: then some can be corrected. */
export const mayCorrect = ({
  aboutConfirmedAt,
  status,
}: Pick<Participant, 'aboutConfirmedAt' | 'status'>): boolean =>
  aboutConfirmedAt !== null && status !== 'withdrawn';

/** Stores another password, and ends all sessions of the account: in the chat and of the web API. */
export async function changePassword(
  uow: UnitOfWork,
  { id, tokenVersion }: Pick<Account, 'id' | 'tokenVersion'>,
  { passwordHash, now }: { passwordHash: string; now: Date },
): Promise<void> {
  await uow.accounts.update(id, { passwordHash, tokenVersion: tokenVersion + 1 });
  await uow.refreshTokens.endAllOf(id);
  await uow.audit.append({ actor: id, action: 'password-changed', subject: id, details: {}, at: now });
}

/**
 * Erases the account of a member of staff, as a participant's data are erased.
 * @throws HarmoniaError `last-admin` for the only admin who can sign in
 */
export async function eraseStaff(
  uow: UnitOfWork,
  { id, role }: Pick<Account, 'id' | 'role'>,
  now: Date,
): Promise<void> {
  if (role === 'user') throw new HarmoniaError('not-found', 'no account of staff');
  await requireOtherAdmin(uow, id);
  await eraseParticipant(uow, { userId: id, now });
}
