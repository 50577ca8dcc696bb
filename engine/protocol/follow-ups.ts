import type { Cohort, FollowUp } from '../ports/cohorts.ts';
import type { Participant } from '../ports/participants.ts';

const dayMs = 86_400_000;

/** Days after the question without an answer until the one reminder. */
export const followUpReminderDays = 4;

/** Days for which a follow-up can be answered, from the day on which it is due. */
export const followUpOpenDays = 21;

/** A follow-up that is blind, as the declaration of a cohort holds it. Without it the follow-up is exploratory. */
export interface BlindFollowUp {
  blind: true;
  /** Days from the introduction to the question. */
  afterDays: number;
  openDays: number;
}

/**
 * The blind follow-up that a cohort was frozen with; undefined when none was declared. The declaration decides and not
 * the setting of today, so that a change of the setting cannot show what was declared to be withheld.
 */
export function declaredBlindness(
  cohort: Pick<Cohort, 'preregistration'> | undefined,
): BlindFollowUp | undefined {
  const declaration = cohort?.preregistration?.['declaration'] as { followUp?: BlindFollowUp } | undefined;
  return declaration?.followUp?.blind === true ? declaration.followUp : undefined;
}

/** The days from an introduction to its follow-up in this cohort. */
export const followUpDaysOf = (
  cohort: Pick<Cohort, 'preregistration'> | undefined,
  study: { followUpDays: number },
): number => declaredBlindness(cohort)?.afterDays ?? study.followUpDays;

/** What decides whether one of two people who were introduced is asked about it. */
export interface FollowUpFacts {
  viewer: Pick<Participant, 'status' | 'remindersOff'>;
  shown: Pick<Participant, 'status'>;
  /** True when one of the two blocked the other. */
  blocked: boolean;
  /** False while the viewer has blocked the bot. */
  reachable: boolean;
  /** The viewer's consent to follow-ups; undefined while it was never asked. */
  consent: boolean | undefined;
  introducedAt: Date;
  followUp: Pick<FollowUp, 'askedAt' | 'remindedAt' | 'answeredAt' | 'refusedAt'> | undefined;
}

/**
 * `due`: to be asked now. `open`: asked, and can be answered. `reminder-due`: open, and to be reminded now. `none`: no
 * question, now or any more.
 */
export type FollowUpState = 'none' | 'due' | 'open' | 'reminder-due';

interface Moment {
  now: Date;
  /** Days from the introduction to the question. */
  days: number;
}

/** Each of two people who were introduced is asked once and reminded once, unless they refuse. */
export function followUpState(facts: FollowUpFacts, { now, days }: Moment): FollowUpState {
  const { viewer, shown, followUp, introducedAt } = facts;
  const isOver =
    now < daysAfter(introducedAt, days) ||
    now >= followUpEnd(introducedAt, days) ||
    viewer.status === 'withdrawn' ||
    shown.status === 'withdrawn' ||
    facts.blocked ||
    facts.consent === false;
  if (isOver || followUp?.answeredAt || followUp?.refusedAt) return 'none';
  const mayWrite = facts.reachable && viewer.status === 'active';
  if (!followUp) return mayWrite ? 'due' : 'none';
  const remind =
    mayWrite &&
    !viewer.remindersOff &&
    !followUp.remindedAt &&
    now >= daysAfter(followUp.askedAt, followUpReminderDays);
  return remind ? 'reminder-due' : 'open';
}

/** The moment from which the follow-up of an introduction can no longer be answered. */
export const followUpEnd = (introducedAt: Date, days: number): Date =>
  daysAfter(introducedAt, days + followUpOpenDays);

export const daysAfter = (moment: Date, days: number): Date => new Date(moment.getTime() + days * dayMs);

/** The questions of a follow-up in their order. */
export const followUpQuestions = ['met', 'again', 'would', 'alike'] as const;
export type FollowUpQuestion = (typeof followUpQuestions)[number];

/**
 * The questions that a follow-up has: of two people who neither met nor talked, only that. The other three would be
 * about something that did not happen, and `would` without a meeting is the question of before the introduction.
 */
export const questionsAfter = (met: boolean | null): readonly FollowUpQuestion[] =>
  met === false ? ['met'] : followUpQuestions;

/** The first question without an answer; undefined when all are answered. */
export const openQuestion = (followUp: Pick<FollowUp, FollowUpQuestion>): FollowUpQuestion | undefined =>
  questionsAfter(followUp.met).find((question) => followUp[question] === null);
