import type { PhaseWeights } from '../compatibility/fusion.ts';
import type { Cohort } from '../ports/cohorts.ts';
import type { Participant } from '../ports/participants.ts';
import type { Phase } from '../ports/phases.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { currentStep, phaseOrder, reachedStep, readJourney, type Step, type steps } from './journey.ts';

const dayMs = 86_400_000;

/** One participant as a researcher sees them: no answer, trait, score or outcome. */
export interface ParticipantRecord {
  code: string;
  cohort: Pick<Cohort, 'name' | 'status'>;
  step: Step | 'withdrawn';
  /** Per phase: not begun, begun, sealed with data, or sealed without. */
  phases: {
    phase: Phase;
    state: 'later' | 'open' | 'sealed' | 'missing';
    days: number | null;
    flags: string[];
  }[];
  /** Percent of the weight of all phases that is backed by data. */
  coverage: number;
  /** Whole days since the participant joined, and since they last did something or were reminded. */
  days: { joined: number; silent: number };
  remindersSent: number;
  remindersOff: boolean;
}

/** Undefined when there is no participant with this code. */
export async function participantRecord(
  uow: UnitOfWork,
  code: string,
  { weights, now }: { weights: PhaseWeights; now: Date },
): Promise<ParticipantRecord | undefined> {
  const participant = await uow.participants.byCode(code);
  const cohort = participant && (await uow.cohorts.byId(participant.cohortId));
  if (!participant || !cohort) return undefined;
  const records = await uow.phases.of(participant.userId);
  const phases = phaseOrder.map((phase): ParticipantRecord['phases'][number] => {
    const record = records.get(phase);
    if (!record) return { phase, state: 'later', days: null, flags: [] };
    const { openedAt, sealedAt, missing, flags } = record;
    const state = sealedAt === null ? 'open' : missing ? 'missing' : 'sealed';
    return { phase, state, days: daysBetween(openedAt, sealedAt ?? now), flags };
  });
  const backed = phases.filter(({ state }) => state === 'sealed').map(({ phase }) => weights[phase]);
  const whole = phaseOrder.reduce((sum, phase) => sum + weights[phase], 0);
  return {
    code: participant.code,
    cohort,
    step: await stepOf(uow, participant),
    phases,
    coverage: (100 * backed.reduce((sum, weight) => sum + weight, 0)) / whole,
    days: {
      joined: daysBetween(participant.createdAt, now),
      silent: daysBetween(participant.lastActiveAt, now),
    },
    remindersSent: participant.remindersSent,
    remindersOff: participant.remindersOff,
  };
}

/** The step at which a participant is, or that they have withdrawn. */
export const stepOf = async (uow: UnitOfWork, participant: Participant): Promise<Step | 'withdrawn'> =>
  participant.status === 'withdrawn' ? 'withdrawn' : currentStep(await readJourney(uow, participant));

/** As `stepOf`; for a participant whom a freeze left out the step up to which they came. */
export const reachedBy = async (
  uow: UnitOfWork,
  participant: Participant,
): Promise<(typeof steps)[number] | 'withdrawn'> =>
  participant.status === 'withdrawn' ? 'withdrawn' : reachedStep(await readJourney(uow, participant));

const daysBetween = (from: Date, to: Date): number =>
  Math.max(0, Math.floor((to.getTime() - from.getTime()) / dayMs));
