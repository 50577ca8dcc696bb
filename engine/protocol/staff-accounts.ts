import { HarmoniaError } from '../../foundation/errors.ts';
import type { Account, Role, UserId } from '../ports/participants.ts';
import type { Passwords } from '../ports/passwords.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { hashInviteCode, newInviteCode } from './codes.ts';

/** The roles of staff. */
export type StaffRole = Exclude<Role, 'user'>;
export const staffRoles = ['admin', 'researcher'] as const satisfies readonly StaffRole[];

/** For so long the link works with which a member of staff sets a password. */
export const setupHours = 48;

/** Admins and researchers, admins first, the oldest account first. */
export const staffOf = async (uow: Pick<UnitOfWork, 'accounts'>): Promise<Account[]> => [
  ...(await uow.accounts.ofRole('admin')),
  ...(await uow.accounts.ofRole('researcher')),
];

/**
 * Makes an account for a member of staff, or lets one that exists set a new password. Returns the code of a link that
 * works once. A new account is disabled until the link is used; one that exists keeps its password until then.
 * @throws HarmoniaError `conflict` when the address belongs to an account of another role.
 */
export async function addStaff(
  uow: UnitOfWork,
  passwords: Pick<Passwords, 'unusable'>,
  input: { email: string; role: StaffRole; by: UserId; now: Date },
): Promise<string> {
  const { email, role, by, now } = input;
  const known = await uow.accounts.byEmail(email);
  if (known && known.role !== role)
    throw new HarmoniaError('conflict', 'the address belongs to an account of another role');
  const account =
    known ?? (await uow.accounts.create({ email, role, passwordHash: await passwords.unusable() }));
  const code = newInviteCode();
  await uow.accounts.update(account.id, {
    setupHash: hashInviteCode(code),
    setupUntil: new Date(now.getTime() + setupHours * 3_600_000),
    ...(known ? {} : { disabledAt: now }),
  });
  await note(uow, 'staff-added', account.id, { role }, { by, now });
  return code;
}

/** The account of an open link, by the hash of its code. @throws HarmoniaError `not-found` when it is used or over. */
export async function accountOfSetup(uow: UnitOfWork, hash: string, now: Date): Promise<Account> {
  const account = await uow.accounts.bySetup(hash);
  if (!account?.setupUntil || account.setupUntil <= now || account.role === 'user')
    throw new HarmoniaError('not-found', 'the link was used, or is over');
  return account;
}

/**
 * Sets the password of the account to which the link belongs, ends its sessions and uses the link up. An account that
 * was disabled works again.
 * @throws HarmoniaError `not-found` as `accountOfSetup`
 */
export async function completeSetup(
  uow: UnitOfWork,
  input: { hash: string; passwordHash: string; now: Date },
): Promise<Account> {
  const { id, tokenVersion } = await accountOfSetup(uow, input.hash, input.now);
  await uow.accounts.update(id, {
    passwordHash: input.passwordHash,
    tokenVersion: tokenVersion + 1,
    disabledAt: null,
    setupHash: null,
    setupUntil: null,
  });
  await note(uow, 'staff-password-set', id, {}, { by: id, now: input.now });
  return (await uow.accounts.byId(id))!;
}

/**
 * Locks the rows of all admins: otherwise two admins could remove each other at the same moment.
 * @throws HarmoniaError `last-admin` when this account is the only admin who can sign in
 */
export async function requireOtherAdmin(uow: Pick<UnitOfWork, 'accounts'>, id: UserId): Promise<void> {
  const active = (await uow.accounts.ofRole('admin', { lock: true })).filter(
    ({ disabledAt }) => disabledAt === null,
  );
  if (active.length === 1 && active[0]!.id === id)
    throw new HarmoniaError('last-admin', 'the last admin cannot be removed; add another one first');
}

/**
 * Disables an account: its sessions end at once, it cannot sign in, and an open link of it is void. A second call
 * changes nothing.
 * @throws HarmoniaError `not-found` when it is no account of staff; `last-admin` for the only admin who can sign in.
 */
export async function disableStaff(
  uow: UnitOfWork,
  input: { id: UserId; by: UserId | 'system'; now: Date },
): Promise<Account> {
  await requireOtherAdmin(uow, input.id);
  const account = await uow.accounts.byId(input.id);
  if (!account || account.role === 'user') throw new HarmoniaError('not-found', 'no account of staff');
  if (account.disabledAt && !account.setupHash) return account;
  await uow.accounts.update(account.id, {
    disabledAt: input.now,
    tokenVersion: account.tokenVersion + 1,
    setupHash: null,
    setupUntil: null,
  });
  await note(uow, 'staff-disabled', account.id, { role: account.role }, input);
  return { ...account, disabledAt: input.now };
}

const note = (
  uow: UnitOfWork,
  action: string,
  subject: UserId,
  details: Record<string, string>,
  { by, now }: { by: UserId | 'system'; now: Date },
): Promise<void> => uow.audit.append({ actor: by, action, subject, details, at: now });
