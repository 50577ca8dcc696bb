import type { Account, Participant, ParticipantChange } from '../engine/ports/participants.ts';
import type { UnitOfWork } from '../engine/ports/unit-of-work.ts';
import { birthYearProblem, isSoughtAge, readDisplayName } from '../engine/protocol/about-answers.ts';
import { mayCorrect } from '../engine/protocol/own-account.ts';
import { changeEmail, type Correctable, correctAnswer } from '../engine/protocol/profile.ts';
import { HarmoniaError } from '../foundation/errors.ts';
import { InvalidRequest } from './invalid-request.ts';

/** What an account may change about itself; each member may be absent. */
export interface AccountChange {
  email?: string | undefined;
  locale?: 'en' | 'es' | 'ru' | undefined;
  displayName?: string | undefined;
  sex?: 'female' | 'male' | undefined;
  birthYear?: number | undefined;
  seeksAgeMin?: number | undefined;
  seeksAgeMax?: number | undefined;
}

const correctable = ['displayName', 'sex', 'birthYear', 'seeksAgeMin', 'seeksAgeMax'] as const;

/**
 * Stores the members of a change that differ from what is stored: all of them, or none.
 * @throws InvalidRequest naming the member; HarmoniaError `cohort-state`, `phase-sealed` or `phase-incomplete` for an
 * answer that is fixed or not yet given, `conflict` for an address of another account
 */
export async function correctAccount(
  uow: UnitOfWork,
  account: Account,
  change: AccountChange,
  now: Date,
): Promise<void> {
  const { email, locale } = change;
  if (email !== undefined && email !== account.email)
    await changeEmail(uow, { userId: account.id }, { email, now });
  const participant = await uow.participants.byUser(account.id);
  if (locale !== undefined)
    await (participant
      ? uow.participants.update(account.id, { locale })
      : uow.accounts.update(account.id, { locale }));
  const given = correctable.filter((field) => change[field] !== undefined);
  if (given.length === 0) return;
  if (!participant) refuse(given[0]!, 'staff have no such answer');
  if (!mayCorrect(participant))
    throw new HarmoniaError('phase-incomplete', 'the answers of this person are not checked yet');
  const read = readChange(participant, change, now);
  for (const field of given)
    if (read[field] !== participant[field])
      await correctAnswer(uow, participant, { field, change: { [field]: read[field] }, now });
}

function readChange(
  participant: Participant,
  { displayName, birthYear, sex, seeksAgeMin, seeksAgeMax }: AccountChange,
  now: Date,
): ParticipantChange {
  const name = displayName === undefined ? undefined : readDisplayName(displayName);
  if (name && 'problem' in name) refuse('displayName', name.problem);
  const year = birthYear === undefined ? undefined : birthYearProblem(birthYear, now);
  if (year) refuse('birthYear', year.problem);
  const [youngest, oldest] = [
    seeksAgeMin ?? participant.seeksAgeMin ?? undefined,
    seeksAgeMax ?? participant.seeksAgeMax ?? undefined,
  ];
  if (oldest !== undefined && !isSoughtAge(oldest, youngest)) refuse('seeksAgeMax', 'age-invalid');
  return {
    ...(name && { displayName: name.name }),
    ...(birthYear !== undefined && { birthYear }),
    ...(sex !== undefined && { sex }),
    ...(seeksAgeMin !== undefined && { seeksAgeMin }),
    ...(seeksAgeMax !== undefined && { seeksAgeMax }),
  };
}

function refuse(field: Correctable, message: string): never {
  throw new InvalidRequest([{ path: `body.${field}`, message }]);
}
