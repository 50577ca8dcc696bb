import { HarmoniaError } from '../../foundation/errors.ts';
import type { FollowUp, FollowUpAnswer } from '../ports/cohorts.ts';
import type { CohortId, Participant, UserId } from '../ports/participants.ts';
import type { AuditEvent, UnitOfWork } from '../ports/unit-of-work.ts';
import { recordConsent, requireConsent } from '../privacy/consent.ts';
import {
  daysAfter,
  followUpDaysOf,
  followUpEnd,
  followUpOpenDays,
  type FollowUpState,
  followUpState,
} from './follow-ups.ts';

/** The follow-up of one introduction, seen from one of its two participants. */
export interface PairFollowUp {
  other: Participant;
  /** Undefined while it is not asked. */
  followUp: FollowUp | undefined;
  state: Exclude<FollowUpState, 'none'>;
}

interface Moment {
  study: { followUpDays: number };
  now: Date;
  /** False while the participant has blocked the bot; an answer comes from a participant who has not. */
  reachable?: boolean;
}

/** The follow-ups of a participant that are due or open, the earliest introduction first. */
export async function followUpsOf(
  uow: UnitOfWork,
  viewer: Participant,
  { study, now, reachable = true }: Moment,
): Promise<PairFollowUp[]> {
  const me = viewer.userId;
  const introduced = (await uow.introductions.of(me)).flatMap(({ low, high, introducedAt }) =>
    introducedAt ? [{ shown: low === me ? high : low, introducedAt }] : [],
  );
  if (introduced.length === 0) return [];
  const days = followUpDaysOf(await uow.cohorts.byId(viewer.cohortId), study);
  const followUps = new Map((await uow.followUps.of(me)).map((followUp) => [followUp.shown, followUp]));
  const consent = (await uow.consents.current(me)).get('follow-up')?.granted;
  const blocks = await uow.outcomes.blocks([me, ...introduced.map(({ shown }) => shown)]);
  const result: PairFollowUp[] = [];
  for (const { shown, introducedAt } of introduced.toSorted((a, b) => +a.introducedAt - +b.introducedAt)) {
    const other = await uow.participants.byUser(shown);
    if (!other) continue;
    const followUp = followUps.get(shown);
    const pair = [me, shown];
    const blocked = blocks.some(({ blocker, blocked: who }) => pair.includes(blocker) && pair.includes(who));
    const facts = { viewer, shown: other, blocked, reachable, consent, introducedAt, followUp };
    const state = followUpState(facts, { now, days });
    if (state !== 'none') result.push({ other, followUp, state });
  }
  return result;
}

/** The follow-ups that a participant was asked and can answer. */
export const openFollowUps = async (
  uow: UnitOfWork,
  viewer: Participant,
  moment: Moment,
): Promise<(PairFollowUp & { followUp: FollowUp })[]> =>
  (await followUpsOf(uow, viewer, moment)).flatMap(({ followUp, ...pair }) =>
    followUp ? [{ ...pair, followUp }] : [],
  );

/** Notes that a participant is asked about everything that is due now, or reminded of it. False when nothing is due. */
export async function askFollowUps(
  uow: UnitOfWork,
  viewer: Participant,
  moment: Moment & { reachable: boolean },
): Promise<'asked' | 'reminded' | false> {
  const { userId, cohortId } = viewer;
  const { now } = moment;
  let told: 'asked' | 'reminded' | false = false;
  for (const { other, state } of await followUpsOf(uow, viewer, moment)) {
    if (state === 'open') continue;
    if (state === 'due') {
      await uow.followUps.ask({ viewer: userId, shown: other.userId, cohortId, at: now });
      told = 'asked';
    } else {
      await uow.followUps.markReminded(userId, other.userId, now);
      told ||= 'reminded';
    }
    const action = state === 'due' ? 'follow-up-asked' : 'follow-up-reminded';
    await audit(uow, { actor: 'system', subject: userId, action, at: now });
  }
  return told;
}

/** Records the answer to the question for consent. A refusal refuses everything asked, for good. */
export async function consentToFollowUps(
  uow: UnitOfWork,
  viewer: Participant,
  { granted, text, ...moment }: Moment & { granted: boolean; text: string },
): Promise<void> {
  const { userId } = viewer;
  const asked = granted ? [] : await openFollowUps(uow, viewer, moment);
  const locale = viewer.locale ?? 'en';
  await recordConsent(uow, { userId, purpose: 'follow-up', granted, text, locale, now: moment.now });
  for (const { other } of asked) await uow.followUps.refuse(userId, other.userId, moment.now);
  if (!granted) await remakeReport(uow, viewer);
}

/**
 * Stores one answer; it may be changed until the follow-up is sealed. A "no" to `met` erases the other answers.
 * @throws HarmoniaError `consent-missing`; `not-found` when no such follow-up is open; `bad-request` for a number that
 * is not from 1 to 7, and for another answer than `met` about people who did not meet
 */
export async function answerFollowUp(
  uow: UnitOfWork,
  viewer: Participant,
  { about, answer, ...moment }: Moment & { about: UserId; answer: FollowUpAnswer },
): Promise<void> {
  await requireConsent(uow, viewer.userId, 'follow-up');
  for (const value of [answer.again, answer.alike])
    if (value != null && !(Number.isInteger(value) && value >= 1 && value <= 7))
      throw new HarmoniaError('bad-request', 'an answer on the scale is a whole number from 1 to 7');
  const { met } = await requireOpen(uow, viewer, about, moment);
  if (answer.met === undefined && met !== true)
    throw new HarmoniaError('bad-request', 'people who did not meet have no further question');
  const erased = answer.met === false ? { again: null, would: null, alike: null } : {};
  await uow.followUps.answer(viewer.userId, about, { ...answer, ...erased });
}

/**
 * Seals the answers about one person.
 * @throws HarmoniaError `phase-incomplete` while one is missing; `not-found` when no such follow-up is open
 */
export async function sealFollowUp(
  uow: UnitOfWork,
  viewer: Participant,
  { about, ...moment }: Moment & { about: UserId },
): Promise<void> {
  await requireOpen(uow, viewer, about, moment);
  await seal(uow, viewer, { about, by: viewer.userId, now: moment.now });
}

/**
 * Refuses the follow-up about one person for good; the answers so far are erased.
 * @throws HarmoniaError `not-found` when no such follow-up is open
 */
export async function refuseFollowUp(
  uow: UnitOfWork,
  viewer: Participant,
  { about, ...moment }: Moment & { about: UserId },
): Promise<void> {
  await requireOpen(uow, viewer, about, moment);
  await uow.followUps.refuse(viewer.userId, about, moment.now);
  await audit(uow, {
    actor: viewer.userId,
    subject: viewer.userId,
    action: 'follow-up-refused',
    at: moment.now,
  });
  await remakeReport(uow, viewer);
}

/** Seals follow-ups whose time is over and whose person gave every answer and did not tap the last button. */
export async function closeFollowUps(uow: UnitOfWork, { study, now }: Moment): Promise<void> {
  for (const { viewer, shown, cohortId } of await uow.followUps.unsealed()) {
    const end = await endOf(uow, { viewer, shown, cohortId }, study);
    const participant = await uow.participants.byUser(viewer);
    if (participant && end && now >= end) await seal(uow, participant, { about: shown, by: 'system', now });
  }
}

async function endOf(
  uow: UnitOfWork,
  { viewer, shown, cohortId }: { viewer: UserId; shown: UserId; cohortId: CohortId },
  study: Moment['study'],
): Promise<Date | undefined> {
  const pair = (await uow.introductions.of(viewer)).find(({ low, high }) => low === shown || high === shown);
  const days = followUpDaysOf(await uow.cohorts.byId(cohortId), study);
  return pair?.introducedAt ? followUpEnd(pair.introducedAt, days) : undefined;
}

/** The longest time from an introduction to its follow-up that a setting allows. */
const mostDays = 60;

/** People to whom `askFollowUps` may have something to say; their chat is still to be looked at. */
export const followUpViewers = (uow: UnitOfWork, now: Date): Promise<UserId[]> =>
  uow.followUps.viewersDue(daysAfter(now, -mostDays - followUpOpenDays), daysAfter(now, -1));

async function requireOpen(
  uow: UnitOfWork,
  viewer: Participant,
  about: UserId,
  moment: Moment,
): Promise<FollowUp> {
  const open = await openFollowUps(uow, viewer, moment);
  const found = open.find(({ other }) => other.userId === about);
  if (!found) throw new HarmoniaError('not-found', 'no such follow-up is open');
  return found.followUp;
}

async function seal(
  uow: UnitOfWork,
  viewer: Participant,
  { about, by, now }: { about: UserId; by: AuditEvent['actor']; now: Date },
): Promise<void> {
  await uow.followUps.seal(viewer.userId, about, now);
  await audit(uow, { actor: by, subject: viewer.userId, action: 'follow-up-sealed', at: now });
  await remakeReport(uow, viewer);
}

/** A report that left out a score until this follow-up was over can show it now. */
async function remakeReport(uow: UnitOfWork, { userId, cohortId }: Participant): Promise<void> {
  if ((await uow.followUps.withheldFrom(userId)).length > 0)
    await uow.jobs.enqueue('render-report', { userId, cohortId }, { singletonKey: userId });
}

const audit = (uow: UnitOfWork, event: Omit<AuditEvent, 'details'>): Promise<void> =>
  uow.audit.append({ ...event, details: {} });
