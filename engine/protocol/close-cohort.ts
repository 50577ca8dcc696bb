import { HarmoniaError } from '../../foundation/errors.ts';
import type { Cohort, Look } from '../ports/cohorts.ts';
import type { CohortId, UserId } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import type { AnalysisPlan } from './analysis-plan.ts';
import { lockIn } from './cohort.ts';
import { daysAfter } from './cohort-end.ts';
import { includedCodes } from './journey.ts';
import { openDueLook } from './open-look.ts';
import type { FiguresStudy } from './pilot-figures.ts';

/** The closing date of a cohort that is released now; null when it registered none. */
export function closingDate({ preregistration }: Pick<Cohort, 'preregistration'>, now: Date): Date | null {
  const analysis = preregistration?.['analysis'] as AnalysisPlan | undefined;
  return analysis ? daysAfter(now, analysis.closing.daysAfterRelease) : null;
}

/** What a close did, or would do. */
export interface CohortClosed {
  /** Participants who have closed their answers, and those who have not: their profiles are missing from now on. */
  answered: number;
  missing: number;
  look: Look | undefined;
}

/** How many participants of a released cohort have closed their answers, and how many have not. Changes nothing. */
export async function previewClose(
  uow: UnitOfWork,
  cohort: Cohort,
): Promise<Pick<CohortClosed, 'answered' | 'missing'>> {
  const { answered, missing } = await participantsOf(uow, cohort);
  return { answered: answered.length, missing: missing.length };
}

/**
 * Closes a released cohort: from now on unanswered profiles are missing, and the last registered look is open. Jobs of
 * the same transaction tell each participant, and what came out too. Those who have not answered may do so for seven days, for their own
 * report; these answers do not count.
 * @throws HarmoniaError `cohort-state` unless the cohort is released and not closed.
 */
export async function closeCohort(
  uow: UnitOfWork,
  study: FiguresStudy,
  input: { cohortId: CohortId; by: UserId | 'system'; now: Date },
): Promise<CohortClosed> {
  const cohort = await lockIn(uow, input.cohortId, 'released');
  if (cohort.closedAt) throw new HarmoniaError('cohort-state', 'the cohort is closed already');
  await uow.cohorts.update(cohort.id, { closedAt: input.now });
  const { answered, missing } = await participantsOf(uow, cohort);
  await uow.audit.append({
    actor: input.by,
    action: 'cohort-closed',
    subject: null,
    details: { answered: answered.length, missing: missing.length },
    at: input.now,
  });
  for (const { chatId } of answered)
    if (chatId) await uow.jobs.enqueue('refresh-chat', { chatId, sentence: 'closed-answered' });
  for (const { chatId } of missing)
    if (chatId) await uow.jobs.enqueue('refresh-chat', { chatId, sentence: 'closed-missing' });
  const look = await openDueLook(uow, study, input);
  await uow.jobs.enqueue('tell-results', {});
  return { answered: answered.length, missing: missing.length, look };
}

/** The cohorts whose closing date is over and that are not closed. */
export const closingIsDue = async (uow: UnitOfWork, now: Date): Promise<Cohort[]> =>
  (await uow.cohorts.all()).filter(
    ({ status, closesAt, closedAt }) =>
      status === 'released' && closedAt === null && closesAt !== null && closesAt <= now,
  );

async function participantsOf(uow: UnitOfWork, cohort: Cohort) {
  const codes = includedCodes(cohort);
  const closed = new Set((await uow.reports.ofCohort(cohort.id)).map(({ userId }) => userId));
  const people = (await uow.participants.ofCohort(cohort.id)).filter(
    ({ code, status }) => codes.has(code) && status !== 'withdrawn',
  );
  return {
    answered: people.filter(({ userId }) => closed.has(userId)),
    missing: people.filter(({ userId }) => !closed.has(userId)),
  };
}
