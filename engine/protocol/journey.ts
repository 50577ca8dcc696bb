import { HarmoniaError } from '../../foundation/errors.ts';
import type { Cohort, ReportRecord } from '../ports/cohorts.ts';
import type { ConsentRecord, Participant, Purpose } from '../ports/participants.ts';
import type { Phase, PhaseRecord } from '../ports/phases.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

/** The fixed order of the phases: protocol invariant 1. */
export const phaseOrder = ['visual', 'personality', 'biological'] as const satisfies readonly Phase[];

/** Consents without which a person cannot take part. Consent to research use is optional. */
export const requiredPurposes = [
  'face',
  'personality',
  'genetic',
  'matching',
] as const satisfies readonly Purpose[];
/** Consents that are asked when a person joins. */
export const joiningPurposes = [...requiredPurposes, 'research'] as const satisfies readonly Purpose[];
/** `follow-up` is asked some days after the first introduction: most participants never get there. */
export const allPurposes = [...joiningPurposes, 'follow-up'] as const satisfies readonly Purpose[];

/** The steps of the study in the order in which a participant takes them. */
export const steps = [
  'language',
  'adult',
  'consent',
  'account',
  'about',
  'selfie',
  'calibration',
  'questionnaire',
  'lab',
  'cohort',
  'profiles',
  'report',
] as const;
/** `leftout`: the cohort was frozen before this participant had finished. It may follow each step before `cohort`. */
export type Step = (typeof steps)[number] | 'leftout';

/** The facts that decide at which step a participant is. */
export interface JourneyFacts {
  participant: Participant;
  consents: ReadonlyMap<Purpose, Pick<ConsentRecord, 'granted'>>;
  phases: ReadonlyMap<Phase, PhaseRecord>;
  cohort: Pick<Cohort, 'status'>;
  /** True when this person is part of the frozen cohort. */
  included: boolean;
  /** True when the cohort was frozen without this person. */
  leftOut: boolean;
  selfieAccepted: boolean;
  report: Pick<ReportRecord, 'status'> | undefined;
}

/**
 * The step at which a participant is. It is computed from stored facts alone, so that a lost dialog, a restart or a
 * second device cannot change it.
 */
export const currentStep = (facts: JourneyFacts): Step => (facts.leftOut ? 'leftout' : reachedStep(facts));

/** The step up to which a participant came, also when the cohort was frozen without them. */
export function reachedStep(facts: Omit<JourneyFacts, 'leftOut'>): (typeof steps)[number] {
  const { participant } = facts;
  if (!participant.locale) return 'language';
  if (!participant.adultConfirmedAt) return 'adult';
  if (!consentsComplete(facts.consents)) return 'consent';
  if (!participant.accountCompletedAt) return 'account';
  if (!aboutComplete(participant)) return 'about';
  if (!isSealed(facts.phases, 'visual')) return facts.selfieAccepted ? 'calibration' : 'selfie';
  if (!isSealed(facts.phases, 'personality')) return 'questionnaire';
  if (!isSealed(facts.phases, 'biological')) return 'lab';
  if (facts.cohort.status !== 'released' || !facts.included) return 'cohort';
  return facts.report === undefined ? 'profiles' : 'report';
}

/** True when each required purpose was agreed to and the optional one was answered either way. */
export function consentsComplete(consents: JourneyFacts['consents']): boolean {
  return requiredPurposes.every((purpose) => consents.get(purpose)?.granted) && consents.has('research');
}

/** True when every answer about the participant is stored and was said to be right. */
export const aboutComplete = (participant: Participant): boolean =>
  aboutAnswered(participant) && participant.aboutConfirmedAt !== null;

/** True when every answer that eligibility needs is stored. */
export function aboutAnswered(participant: Participant): boolean {
  return (
    participant.sex !== null &&
    participant.seeks !== null &&
    participant.birthYear !== null &&
    participant.seeksAgeMin !== null &&
    participant.seeksAgeMax !== null &&
    participant.displayName !== null
  );
}

/** True when the phase is sealed. */
export const isSealed = (phases: ReadonlyMap<Phase, PhaseRecord>, phase: Phase): boolean =>
  phases.get(phase)?.sealedAt != null;

/** Reads the facts of one participant. */
export async function readJourney(uow: UnitOfWork, participant: Participant): Promise<JourneyFacts> {
  const { userId, cohortId, code } = participant;
  const cohort = await uow.cohorts.byId(cohortId);
  if (!cohort) throw new HarmoniaError('not-found', 'the cohort of a participant is missing');
  const included = includedCodes(cohort).has(code);
  return {
    participant,
    consents: await uow.consents.current(userId),
    phases: await uow.phases.of(userId),
    cohort,
    included,
    leftOut: cohort.status !== 'open' && cohort.preregistration !== null && !included,
    selfieAccepted: (await uow.visual.selfie(userId))?.status === 'accepted',
    report: await uow.reports.of(userId),
  };
}

/** The pseudonyms that the pre-registration includes; none before the freeze. */
export const includedCodes = (cohort: Pick<Cohort, 'preregistration'>): ReadonlySet<string> =>
  new Set(cohort.preregistration ? (cohort.preregistration['included'] as string[]) : []);
