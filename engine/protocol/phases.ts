import { HarmoniaError } from '../../foundation/errors.ts';
import type { UserId } from '../ports/participants.ts';
import type { Phase, PresentedItem } from '../ports/phases.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { isSealed, phaseOrder } from './journey.ts';
import { type Digest, sealDigest } from './seal-digest.ts';

/**
 * Opens a phase for one person. Opening twice changes nothing.
 * @throws HarmoniaError `phase-closed` while an earlier phase is not sealed (invariant 1), `cohort-state` once the
 * cohort is frozen.
 */
export async function openPhase(
  uow: UnitOfWork,
  input: { userId: UserId; phase: Phase; instrumentVersion: string; now: Date },
): Promise<void> {
  const phases = await uow.phases.of(input.userId);
  if (phases.has(input.phase)) return;
  await requireOpenCohort(uow, input.userId);
  const missing = phaseOrder
    .slice(0, phaseOrder.indexOf(input.phase))
    .find((phase) => !isSealed(phases, phase));
  if (missing)
    throw new HarmoniaError('phase-closed', `${input.phase} opens only after ${missing} is sealed`);
  await uow.phases.open({ ...input, openedAt: input.now });
  await uow.audit.append({
    actor: input.userId,
    action: 'phase-opened',
    subject: input.userId,
    details: { phase: input.phase, instrument: input.instrumentVersion },
    at: input.now,
  });
}

/**
 * Seals a phase with the digest of its snapshot (invariant 2). After that the data of the phase cannot be written.
 * @throws HarmoniaError `phase-closed` when it was never opened, `phase-sealed` when it is sealed already.
 */
export async function sealPhase(
  uow: UnitOfWork,
  digest: Digest,
  input: {
    userId: UserId;
    phase: Phase;
    /** null when the phase is sealed without data (invariant 10). */
    snapshot: unknown;
    flags: string[];
    now: Date;
  },
): Promise<void> {
  const phases = await uow.phases.of(input.userId);
  const record = phases.get(input.phase);
  if (!record) throw new HarmoniaError('phase-closed', `${input.phase} was never opened`);
  if (record.sealedAt) throw new HarmoniaError('phase-sealed', `${input.phase} is sealed`);
  const seal = {
    sealedAt: input.now,
    digest: sealDigest(digest, input),
    missing: input.snapshot === null,
    flags: input.flags,
  };
  await uow.phases.seal(input.userId, input.phase, seal);
  await uow.audit.append({
    actor: input.userId,
    action: 'phase-sealed',
    subject: input.userId,
    details: {
      phase: input.phase,
      instrument: record.instrumentVersion,
      digest: seal.digest,
      missing: seal.missing,
      flags: input.flags.join(' '),
    },
    at: input.now,
  });
}

/**
 * Replaces the data over which the biological phase was sealed, the one exception to invariant 2. Only a laboratory can
 * ask for it, and only until the cohort is frozen. The old seal is kept beside the new one, and the phase stays sealed.
 * @param input.lab the name under which the laboratory signs
 * @param input.write writes the new data; runs between the old seal and the new one
 * @throws HarmoniaError `cohort-state` once the cohort is frozen, `phase-sealed` when nothing was sealed to replace.
 */
export async function replaceSealed(
  uow: UnitOfWork,
  digest: Digest,
  input: { userId: UserId; lab: string; snapshot: unknown; write: () => Promise<void>; now: Date },
): Promise<void> {
  const before = (await uow.phases.of(input.userId)).get('biological');
  // The database refuses a seal that is older than the one it supersedes. The clock of the machine may be set back.
  const sealedAt = new Date(Math.max(input.now.getTime(), before?.sealedAt?.getTime() ?? 0));
  await uow.phases.supersede(input.userId, sealedAt);
  await input.write();
  const seal = {
    sealedAt,
    digest: sealDigest(digest, { phase: 'biological', snapshot: input.snapshot }),
    flags: [],
  };
  await uow.phases.reseal(input.userId, seal);
  await uow.audit.append({
    actor: 'lab',
    action: 'seal-replaced',
    subject: input.userId,
    details: {
      lab: input.lab,
      phase: 'biological',
      instrument: before?.instrumentVersion ?? null,
      digest: seal.digest,
      supersedes: before?.digest ?? null,
      supersededSealedAt: before?.sealedAt?.toISOString() ?? null,
    },
    at: input.now,
  });
}

/**
 * The items of a phase in the order drawn for this person when it was opened (invariant 8).
 * @throws HarmoniaError `phase-closed` when it was never opened.
 */
export async function itemsOf(uow: UnitOfWork, userId: UserId, phase: Phase): Promise<PresentedItem[]> {
  const presentation = await uow.phases.presentation(userId, phase);
  if (!presentation) throw new HarmoniaError('phase-closed', `${phase} is not open`);
  return presentation.items;
}

/**
 * @throws HarmoniaError `phase-closed` or `phase-sealed` unless the phase is open, `cohort-state` once the cohort is
 * frozen: what is given after that would be part of nothing.
 */
export async function requireOpen(uow: UnitOfWork, userId: UserId, phase: Phase): Promise<void> {
  const record = (await uow.phases.of(userId)).get(phase);
  if (!record) throw new HarmoniaError('phase-closed', `${phase} is not open`);
  if (record.sealedAt) throw new HarmoniaError('phase-sealed', `${phase} is sealed`);
  await requireOpenCohort(uow, userId);
}

async function requireOpenCohort(uow: UnitOfWork, userId: UserId): Promise<void> {
  if (!(await uow.cohorts.isOpenTo(userId)))
    throw new HarmoniaError('cohort-state', 'the cohort of this person is not open');
}
