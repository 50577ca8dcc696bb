import { HarmoniaError } from '../../foundation/errors.ts';
import type { ChatId, CohortId, Participant, UserId } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { hashInviteCode, newInviteCode } from './codes.ts';

const dayMs = 86_400_000;
/** The most invites that are issued at once. */
export const mostInvites = 300;

/** Who invites, and to which cohort. */
export interface Invitation {
  by: UserId | null;
  now: Date;
  ttlDays: number;
  /** Unset: the newest open cohort. */
  cohortId?: CohortId;
}

/**
 * Issues an invite to an open cohort; it can be used once.
 * @throws HarmoniaError `cohort-state` when that cohort, or every cohort, takes no participant in.
 */
export async function issueInvite(uow: UnitOfWork, input: Invitation): Promise<string> {
  const code = newInviteCode();
  await keepInvites(uow, [code], input);
  return code;
}

/**
 * Keeps invites whose codes were drawn before, so that their sheet can be drawn outside the transaction.
 * @throws HarmoniaError `cohort-state` as `issueInvite`
 */
export async function keepInvites(
  uow: UnitOfWork,
  codes: readonly string[],
  { by, now, ttlDays, cohortId }: Invitation,
): Promise<void> {
  const cohort = cohortId === undefined ? await uow.cohorts.current() : await uow.cohorts.byId(cohortId);
  if (cohort?.status !== 'open' || cohort.archivedAt)
    throw new HarmoniaError('cohort-state', 'no cohort takes people at the moment');
  for (const code of codes)
    await uow.invites.create({
      codeHash: hashInviteCode(code),
      cohortId: cohort.id,
      createdBy: by,
      expiresAt: inviteExpiry({ now, ttlDays }),
    });
  await uow.audit.append({
    actor: by ?? 'system',
    action: 'invite-issued',
    subject: null,
    details: { ttlDays, count: codes.length, cohort: cohort.id },
    at: now,
  });
}

/** Until when an invite that is issued now can be used. */
export const inviteExpiry = ({ now, ttlDays }: Pick<Invitation, 'now' | 'ttlDays'>): Date =>
  new Date(now.getTime() + ttlDays * dayMs);

/**
 * Creates a participant from an invite and marks the invite used.
 * @throws HarmoniaError `invite-unknown`, `invite-used`, `invite-expired`, `cohort-state` (already frozen).
 */
export async function acceptInvite(
  uow: UnitOfWork,
  input: { code: string; chatId: ChatId; placeholderEmail: string; passwordHash: string; now: Date },
): Promise<Participant> {
  const codeHash = hashInviteCode(input.code.trim().toUpperCase());
  const invite = await uow.invites.find(codeHash);
  if (!invite) throw new HarmoniaError('invite-unknown', 'no such invite');
  if (invite.usedAt) throw new HarmoniaError('invite-used', 'the invite was used');
  if (invite.expiresAt <= input.now) throw new HarmoniaError('invite-expired', 'the invite has expired');
  const cohort = await uow.cohorts.lock(invite.cohortId);
  if (cohort?.status !== 'open' || cohort.archivedAt)
    throw new HarmoniaError('cohort-state', 'the cohort is closed');
  const participant = await uow.participants.create({
    cohortId: invite.cohortId,
    chatId: input.chatId,
    placeholderEmail: input.placeholderEmail,
    passwordHash: input.passwordHash,
    now: input.now,
  });
  await uow.invites.markUsed(codeHash, participant.userId, input.now);
  await uow.audit.append({
    actor: participant.userId,
    action: 'invite-accepted',
    subject: participant.userId,
    details: { participant: participant.code },
    at: input.now,
  });
  return participant;
}
