import { HarmoniaError } from '../../foundation/errors.ts';
import type { Participant, ParticipantChange } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { isSealed } from './journey.ts';

/** The answers about themselves that a participant may correct later. */
export type Correctable = 'displayName' | 'birthYear' | 'sex' | 'seeksAgeMin' | 'seeksAgeMax';

/** Why an answer cannot be changed any more: the cohort is frozen, or the photo stage is sealed. */
export type Fixed = 'frozen' | 'sealed';

/**
 * Why a participant can no longer change an answer; undefined while they can. A name can be changed until the freeze.
 * Birth year, sex and ages decide who may be shown to whom, and are fixed with the first sealed phase. Whom a participant
 * seeks is no such answer: the faces to rate are drawn for it. The e-mail may be changed at any time.
 */
export async function whyFixed(
  uow: UnitOfWork,
  { userId }: Pick<Participant, 'userId'>,
  field: Correctable,
): Promise<Fixed | undefined> {
  if (!(await uow.cohorts.isOpenTo(userId))) return 'frozen';
  return field !== 'displayName' && isSealed(await uow.phases.of(userId), 'visual') ? 'sealed' : undefined;
}

/**
 * Stores a corrected answer. The audit log names the field and not its value.
 * @throws HarmoniaError `cohort-state` or `phase-sealed` when it cannot be changed any more
 */
export async function correctAnswer(
  uow: UnitOfWork,
  participant: Pick<Participant, 'userId'>,
  { field, change, now }: { field: Correctable; change: ParticipantChange; now: Date },
): Promise<void> {
  const fixed = await whyFixed(uow, participant, field);
  if (fixed === 'frozen') throw new HarmoniaError('cohort-state', 'the cohort of this person is not open');
  if (fixed === 'sealed') throw new HarmoniaError('phase-sealed', 'the visual phase is sealed');
  await uow.participants.update(participant.userId, change);
  await record(uow, participant, field, now);
}

/**
 * Stores another e-mail address.
 * @throws HarmoniaError `conflict` when another account has it
 */
export async function changeEmail(
  uow: UnitOfWork,
  participant: Pick<Participant, 'userId'>,
  { email, now }: { email: string; now: Date },
): Promise<void> {
  const owner = await uow.accounts.byEmail(email);
  if (owner && owner.id !== participant.userId)
    throw new HarmoniaError('conflict', 'another account has this e-mail address');
  await uow.accounts.update(participant.userId, { email });
  await record(uow, participant, 'email', now);
}

const record = (
  uow: UnitOfWork,
  { userId }: Pick<Participant, 'userId'>,
  field: Correctable | 'email',
  at: Date,
): Promise<void> =>
  uow.audit.append({ actor: userId, action: 'profile-changed', subject: userId, details: { field }, at });
