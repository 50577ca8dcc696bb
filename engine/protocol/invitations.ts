import { HarmoniaError } from '../../foundation/errors.ts';
import type { ChatId, Participant, UserId } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { hashInviteCode, newInviteCode } from './codes.ts';

const dayMs = 86_400_000;

/** Issues an invite to the open cohort; it can be used once. @throws HarmoniaError `cohort-state` when none is open. */
export async function issueInvite(
  uow: UnitOfWork,
  input: { by: UserId | null; now: Date; ttlDays: number },
): Promise<string> {
  const cohort = await uow.cohorts.current();
  if (!cohort) throw new HarmoniaError('cohort-state', 'no cohort takes people at the moment');
  const code = newInviteCode();
  await uow.invites.create({
    codeHash: hashInviteCode(code),
    cohortId: cohort.id,
    createdBy: input.by,
    expiresAt: new Date(input.now.getTime() + input.ttlDays * dayMs),
  });
  await uow.audit.append({
    actor: input.by ?? 'system',
    action: 'invite-issued',
    subject: null,
    details: { ttlDays: input.ttlDays },
    at: input.now,
  });
  return code;
}

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
  if (cohort?.status !== 'open') throw new HarmoniaError('cohort-state', 'the cohort is closed');
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
