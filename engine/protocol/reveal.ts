import { HarmoniaError } from '../../foundation/errors.ts';
import type { Assignment, ExcludedReason, Outcome } from '../ports/cohorts.ts';
import type { Participant, UserId } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { answersOver } from './cohort-end.ts';
import { readJourney } from './journey.ts';
import { requireReleased } from './visibility.ts';

/** A profile that a participant is to answer about, and the answer so far. */
export interface AssignedProfile {
  assignment: Assignment;
  outcome: Outcome | undefined;
}

/** True for a profile that needs no answer any more: both questions are answered, or the two are not introduced. */
export const isAnswered = (outcome: Outcome | undefined): boolean =>
  outcome !== undefined &&
  (outcome.excludedReason !== null || (outcome.wtm !== null && outcome.wouldMeet !== null));

/**
 * The profiles that a participant is to answer about, in their order, without those of people who left the study.
 * @throws HarmoniaError `not-yet-visible` before the release (invariant 3).
 */
export async function profilesOf(uow: UnitOfWork, participant: Participant): Promise<AssignedProfile[]> {
  requireReleased(await readJourney(uow, participant));
  const assignments = await uow.cohorts.assignments(participant.cohortId, participant.userId);
  const outcomes = new Map(
    (await uow.outcomes.of(participant.userId)).map((outcome) => [outcome.shown, outcome]),
  );
  const present: AssignedProfile[] = [];
  for (const assignment of assignments.toSorted((a, b) => a.position - b.position)) {
    const other = await uow.participants.byUser(assignment.shown);
    if (other && other.status !== 'withdrawn')
      present.push({ assignment, outcome: outcomes.get(assignment.shown) });
  }
  return present;
}

/**
 * Stores an answer about a profile; it may be changed until the report is requested (invariant 6). It takes back a "Do
 * not introduce us" of before.
 * @throws HarmoniaError `phase-sealed` after the report was requested, `phase-closed` when the time for answers is over
 */
export async function answerProfile(
  uow: UnitOfWork,
  viewer: UserId,
  shown: UserId,
  answer: { wtm?: number; wouldMeet?: boolean; at: Date },
): Promise<void> {
  if (answer.wtm !== undefined && !(Number.isInteger(answer.wtm) && answer.wtm >= 1 && answer.wtm <= 7)) {
    throw new HarmoniaError('bad-request', 'willingness to meet is a whole number from 1 to 7');
  }
  await requireTime(uow, viewer, answer.at);
  await uow.outcomes.answer(viewer, shown, answer);
  await uow.outcomes.unblock(viewer, shown);
}

/**
 * Stores that a viewer does not want to be introduced to a participant, now or in a later cohort. That is a reason to
 * leave the profile out, and no answer of "no".
 * @throws HarmoniaError as `answerProfile`
 */
export async function excludeProfile(
  uow: UnitOfWork,
  viewer: UserId,
  shown: UserId,
  exclusion: { reason: ExcludedReason; at: Date },
): Promise<void> {
  await requireTime(uow, viewer, exclusion.at);
  await uow.outcomes.exclude(viewer, shown, exclusion);
  await uow.outcomes.block(viewer, shown, exclusion.at);
}

async function requireTime(uow: UnitOfWork, viewer: UserId, now: Date): Promise<void> {
  if (await uow.reports.of(viewer))
    throw new HarmoniaError('phase-sealed', 'the report was requested already');
  const participant = await uow.participants.byUser(viewer);
  const cohort = participant && (await uow.cohorts.byId(participant.cohortId));
  if (cohort && answersOver(cohort, now))
    throw new HarmoniaError('phase-closed', 'the time for answers is over');
}

/**
 * Closes the answers and requests the report.
 * @throws HarmoniaError `phase-incomplete` while a profile has no answer, `phase-closed` when the time is over.
 */
export async function requestReport(uow: UnitOfWork, participant: Participant, now: Date): Promise<void> {
  const profiles = await profilesOf(uow, participant);
  if (!profiles.every(({ outcome }) => isAnswered(outcome))) {
    throw new HarmoniaError('phase-incomplete', 'not every profile is answered');
  }
  const { userId, cohortId } = participant;
  if (!(await uow.reports.of(userId))) await requireTime(uow, userId, now);
  await uow.reports.request(userId, cohortId, now);
  await uow.audit.append({
    actor: userId,
    action: 'outcomes-sealed',
    subject: userId,
    details: { profiles: profiles.length },
    at: now,
  });
  await uow.jobs.enqueue('open-look', { cohortId }, { singletonKey: cohortId });
  await uow.jobs.enqueue('render-report', { userId, cohortId }, { singletonKey: userId });
}
