import { HarmoniaError } from '../../foundation/errors.ts';
import { requireConsent } from '../privacy/consent.ts';
import type { Participant, UserId } from '../ports/participants.ts';
import type { Kit } from '../ports/phases.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { newKitCode } from './codes.ts';
import { isSealed } from './journey.ts';
import { openPhase, replaceSealed, requireOpen, sealPhase } from './phases.ts';
import type { Digest } from './seal-digest.ts';

/**
 * Opens phase 3 and issues a kit, once; `uow.biology.kitOf` reads it. The kit's code is the only thing by which a lab
 * knows a participant.
 * @throws HarmoniaError `consent-missing`, `phase-closed` while phase 2 is not sealed.
 */
export async function openBiologicalPhase(
  uow: UnitOfWork,
  input: { userId: UserId; version: string; now: Date },
): Promise<void> {
  await openPhase(uow, {
    userId: input.userId,
    phase: 'biological',
    instrumentVersion: input.version,
    now: input.now,
  });
  if (!(await uow.biology.kitOf(input.userId)))
    await issueKit(uow, { userId: input.userId, by: 'system', now: input.now });
}

/**
 * Issues a new kit to a participant; an earlier one (lost, broken) becomes void.
 * @throws HarmoniaError `consent-missing`, `phase-closed`, `phase-sealed`.
 */
export async function issueKit(
  uow: UnitOfWork,
  input: { userId: UserId; by: UserId | 'system'; now: Date },
): Promise<Kit> {
  await requireConsent(uow, input.userId, 'genetic');
  await requireOpen(uow, input.userId, 'biological');
  const kit = { code: newKitCode(), userId: input.userId, issuedAt: input.now };
  await uow.biology.issueKit(kit);
  await uow.audit.append({
    actor: input.by,
    action: 'kit-issued',
    subject: input.userId,
    details: {},
    at: input.now,
  });
  return { ...kit, voidedAt: null, receivedAt: null };
}

/**
 * Gives a participant who waits for the laboratory another kit and tells their chat; the earlier one becomes void.
 * @throws HarmoniaError `phase-closed` before that stage and after it, `consent-missing`
 */
export async function replaceKit(
  uow: UnitOfWork,
  { participant, by, now }: { participant: Participant; by: UserId; now: Date },
): Promise<Kit> {
  const { userId, chatId } = participant;
  const phases = await uow.phases.of(userId);
  if (!phases.has('biological') || isSealed(phases, 'biological'))
    throw new HarmoniaError('phase-closed', 'the participant does not wait for the laboratory');
  const kit = await issueKit(uow, { userId, by, now });
  if (chatId) await uow.jobs.enqueue('refresh-chat', { chatId });
  return kit;
}

/**
 * Stores a typing that a lab delivered for a kit and seals phase 3.
 * @param typing serialised, normalised genotype lists
 * @throws HarmoniaError `not-found` (no such kit, or void), `phase-sealed`, `consent-missing`.
 */
export async function receiveTyping(
  uow: UnitOfWork,
  digest: Digest,
  input: { kitCode: string; typing: string; method: string; now: Date },
): Promise<UserId> {
  const kit = await uow.biology.kit(input.kitCode);
  if (!kit || kit.voidedAt) throw new HarmoniaError('not-found', 'no such kit');
  await requireConsent(uow, kit.userId, 'genetic');
  await requireOpen(uow, kit.userId, 'biological');
  await uow.biology.saveTyping(kit.userId, input.typing);
  await uow.biology.markReceived(kit.code, input.now);
  await sealPhase(uow, digest, {
    userId: kit.userId,
    phase: 'biological',
    snapshot: biologicalSnapshot(input.method, input.typing),
    flags: [],
    now: input.now,
  });
  return kit.userId;
}

/**
 * Replaces the typing that a laboratory delivered for this kit before, at its request. The caller holds the lock of the
 * cohort, so that it is not frozen in the meantime.
 * @throws HarmoniaError `not-found` (no such kit, or void), `consent-missing`, `cohort-state` once the cohort is
 * frozen, `phase-sealed` when there is no typing to replace.
 */
export async function replaceTyping(
  uow: UnitOfWork,
  digest: Digest,
  input: { kitCode: string; lab: string; typing: string; method: string; now: Date },
): Promise<void> {
  const kit = await uow.biology.kit(input.kitCode);
  if (!kit || kit.voidedAt) throw new HarmoniaError('not-found', 'no such kit');
  const { userId } = kit;
  await requireConsent(uow, userId, 'genetic');
  const { cohortId } = (await uow.participants.byUser(userId)) ?? {};
  const cohort = cohortId && (await uow.cohorts.byId(cohortId));
  if (!cohort || cohort.status !== 'open')
    throw new HarmoniaError('cohort-state', 'a typing is replaced only until the cohort is frozen');
  await replaceSealed(uow, digest, {
    userId,
    lab: input.lab,
    snapshot: biologicalSnapshot(input.method, input.typing),
    write: () => uow.biology.replaceTyping(userId, input.typing),
    now: input.now,
  });
  await uow.biology.markReceived(kit.code, input.now);
}

/** What phase 3 is sealed over: how typings are read and compared, and the serialised typing. */
export const biologicalSnapshot = (method: string, typing: string): unknown => ({ method, typing });
