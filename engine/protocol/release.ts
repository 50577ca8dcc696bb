import type { Cohort } from '../ports/cohorts.ts';
import type { CohortId, Participant } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { closingDate } from './close-cohort.ts';
import { lockIn } from './cohort.ts';
import { includedCodes } from './journey.ts';

/** Who is told of a release: the participants of the frozen cohort without those who withdrew since. */
export function toldAtRelease<Person extends Pick<Participant, 'code' | 'status'>>(
  cohort: Pick<Cohort, 'preregistration'>,
  people: readonly Person[],
): Person[] {
  const codes = includedCodes(cohort);
  return people.filter(({ code, status }) => codes.has(code) && status !== 'withdrawn');
}

/**
 * Shows the results: from now on participants see their profiles, until the closing date that was registered. A job of the same transaction tells each of them.
 * Returns those who are told.
 * @throws HarmoniaError `cohort-state` unless the cohort is scored.
 */
export async function releaseCohort(
  uow: UnitOfWork,
  input: { cohortId: CohortId; now: Date },
): Promise<Participant[]> {
  const cohort = await lockIn(uow, input.cohortId, 'scored');
  const closesAt = closingDate(cohort, input.now);
  await uow.cohorts.update(cohort.id, { status: 'released', releasedAt: input.now, closesAt });
  await uow.audit.append({
    actor: 'system',
    action: 'cohort-released',
    subject: null,
    details: { closesAt: closesAt?.toISOString() ?? null },
    at: input.now,
  });
  const told = toldAtRelease(cohort, await uow.participants.ofCohort(cohort.id));
  for (const { chatId } of told)
    if (chatId) await uow.jobs.enqueue('refresh-chat', { chatId, sentence: 'profiles-arrived' });
  return told;
}
