import type { Cohort } from '../ports/cohorts.ts';
import type { Participant } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { daysAfter } from './cohort-end.ts';
import { instrumentOfCohort } from './instrument-of-cohort.ts';
import { unreadableOf } from './readable.ts';
import { readJourney, reachedStep, type Step } from './journey.ts';
import type { Study } from './study.ts';

/** The parts of the study that decide for how long people stay, and what they keep. */
export type KeepingStudy = Pick<Study, 'leftOutDays' | 'versions' | 'instruments'>;

/**
 * What makes a participant begin anew in the next cohort: another calibration pack or a face that cannot be read, both
 * from the photo on, or another questionnaire. Undefined when everything is kept.
 */
export type Restart = 'visual' | 'face-unreadable' | 'personality' | undefined;

/** Notes that a participant is asked to choose, and until when. */
export async function askLeftOut(
  uow: UnitOfWork,
  { userId }: Participant,
  { study, now }: { study: Pick<KeepingStudy, 'leftOutDays'>; now: Date },
): Promise<Date> {
  const until = daysAfter(now, study.leftOutDays);
  await uow.participants.update(userId, { leftOutUntil: until });
  await note(uow, { userId, action: 'left-out-asked', details: { days: study.leftOutDays }, now });
  return until;
}

/**
 * Keeps a participant who was left out of a freeze for the next cohort. From now on the days count anew. A second call
 * changes nothing.
 */
export async function stayForNext(
  uow: UnitOfWork,
  participant: Participant,
  { study, now }: { study: Pick<KeepingStudy, 'leftOutDays'>; now: Date },
): Promise<Participant> {
  if (participant.staysSince) return participant;
  const change = { staysSince: now, leftOutUntil: daysAfter(now, study.leftOutDays) };
  await uow.participants.update(participant.userId, change);
  await note(uow, {
    userId: participant.userId,
    action: 'stays-for-next',
    details: { days: study.leftOutDays },
    now,
  });
  return { ...participant, ...change };
}

/**
 * Moves a participant who stays into the newest open cohort; undefined while there is none. Sealed phases, answers and
 * kit are kept. Where the calibration pack or the questionnaire is another one now, the participant begins anew with
 * that phase, and with the questionnaire after it: the order of phases is fixed (invariant 1). Jobs of the same
 * transaction delete the files of what is begun anew.
 */
export async function joinNextCohort(
  uow: UnitOfWork,
  { userId }: Participant,
  { study, now }: { study: KeepingStudy; now: Date },
): Promise<{ restart: Restart } | undefined> {
  // The lock makes a freeze of that cohort wait.
  const next = await uow.cohorts.current({ lock: true });
  if (!next) return undefined;
  const restart = await firstChanged(uow, userId, { study, next });
  const phases =
    restart === undefined ? [] : restart === 'personality' ? [restart] : (['visual', 'personality'] as const);
  for (const path of await uow.personalData.restartPhases(userId, phases))
    await uow.jobs.enqueue('delete-file', { path });
  await uow.participants.update(userId, {
    cohortId: next.id,
    leftOutUntil: null,
    staysSince: null,
    remindersSent: 0,
    lastActiveAt: now,
  });
  await note(uow, {
    userId,
    action: 'joined-next-cohort',
    details: { cohort: next.id, restart: restart ?? null },
    now,
  });
  return { restart };
}

async function firstChanged(
  uow: UnitOfWork,
  userId: Participant['userId'],
  { study, next }: { study: KeepingStudy; next: Cohort },
): Promise<Restart> {
  const begun = await uow.phases.of(userId);
  const visual = begun.get('visual');
  if (visual && visual.instrumentVersion !== study.versions.visual) return 'visual';
  if ((await unreadableOf(uow, userId)) === 'face-unreadable') return 'face-unreadable';
  const personality = begun.get('personality');
  if (!personality) return undefined;
  const { version } = await instrumentOfCohort(uow, study.instruments, next.id);
  return personality.instrumentVersion === version ? undefined : 'personality';
}

/** The people whom a freeze leaves out because they have not finished, by the step at which they are. */
export async function stagesLeftOut(
  uow: UnitOfWork,
  excluded: readonly { code: string; reason: string }[],
): Promise<{ step: Step; codes: string[] }[]> {
  const codes = new Map<Step, string[]>();
  for (const { code, reason } of excluded) {
    if (reason !== 'visual-open' && reason !== 'personality-open') continue;
    const participant = await uow.participants.byCode(code);
    if (!participant) continue;
    const step = reachedStep(await readJourney(uow, participant));
    codes.set(step, [...(codes.get(step) ?? []), code]);
  }
  return [...codes].map(([step, of]) => ({ step, codes: of }));
}

/** How many people whom the freeze of a cohort left out have not chosen yet. */
export const openChoices = async (uow: UnitOfWork, { id }: Pick<Cohort, 'id'>): Promise<number> =>
  (await uow.participants.leftOut()).filter(({ cohortId, staysSince }) => cohortId === id && !staysSince)
    .length;

const note = (
  uow: UnitOfWork,
  event: {
    userId: Participant['userId'];
    action: string;
    details: Record<string, string | number | null>;
    now: Date;
  },
): Promise<void> =>
  uow.audit.append({
    actor: event.action === 'stays-for-next' ? event.userId : 'system',
    action: event.action,
    subject: event.userId,
    details: event.details,
    at: event.now,
  });
