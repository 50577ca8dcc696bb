import type { FollowUp, Introduction, Outcome } from '../ports/cohorts.ts';
import type { Participant, UserId } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { type BlindFollowUp, daysAfter, declaredBlindness, followUpEnd } from './follow-ups.ts';

/** What decides whether a report shows the score of a pair. Every fact is one that the reader knows. */
export interface ScoreFacts {
  wouldMeet: boolean | null;
  /** True when the reader blocked the other person. */
  blockedByReader: boolean;
  /** When the reader closed the answers about profiles. */
  closedAt: Date;
  /** Undefined while no introduction was proposed; `closedAt` is when the second of the two closed their answers. */
  introduction: { mine: boolean | null; closedAt: Date; introducedAt: Date | null } | undefined;
  /** The reader's own consent to follow-ups; undefined while it was never asked. */
  consent: boolean | undefined;
  followUp: Pick<FollowUp, 'answeredAt' | 'refusedAt'> | undefined;
}

/**
 * True while a report leaves the score of a pair out (invariant 6b): the reader would meet the other person, and the
 * reader's follow-up is neither answered, refused nor over. A pair that was not introduced waits as long from the
 * closing of the answers. A "no" or a block of the other person changes nothing: otherwise a score that is
 * shown would tell it.
 */
export function isScoreWithheld(
  facts: ScoreFacts,
  { now, blind }: { now: Date; blind: BlindFollowUp },
): boolean {
  const { introduction, followUp } = facts;
  if (facts.wouldMeet !== true || facts.blockedByReader || introduction?.mine === false) return false;
  if (!introduction?.introducedAt)
    return now < daysAfter(introduction?.closedAt ?? facts.closedAt, blind.openDays);
  if (followUp?.answeredAt || followUp?.refusedAt || facts.consent === false) return false;
  return now < followUpEnd(introduction.introducedAt, blind.afterDays);
}

/**
 * The people whose scores the participant's report leaves out now; none unless the cohort was frozen with a blind
 * follow-up. A score that a report has shown is not withheld again.
 */
export async function withheldScores(
  uow: UnitOfWork,
  participant: Participant,
  now: Date,
): Promise<ReadonlySet<UserId>> {
  const me = participant.userId;
  const blind = declaredBlindness(await uow.cohorts.byId(participant.cohortId));
  const report = await uow.reports.of(me);
  if (!blind || !report) return new Set();
  const outcomes = await uow.outcomes.of(me);
  const before = report.status === 'requested' ? undefined : new Set(await uow.followUps.withheldFrom(me));
  const blocks = await uow.outcomes.blocks([me, ...outcomes.map(({ shown }) => shown)]);
  const consent = (await uow.consents.current(me)).get('follow-up')?.granted;
  const followUps = new Map((await uow.followUps.of(me)).map((followUp) => [followUp.shown, followUp]));
  const introductions = await uow.introductions.of(me);
  const withheld = new Set<UserId>();
  for (const { shown, wouldMeet } of outcomes) {
    if (before && !before.has(shown)) continue;
    const facts = {
      wouldMeet,
      blockedByReader: blocks.some(({ blocker, blocked }) => blocker === me && blocked === shown),
      closedAt: report.requestedAt,
      introduction: await seenBy(uow, introductions, { me, other: shown, closedAt: report.requestedAt }),
      consent,
      followUp: followUps.get(shown),
    };
    if (isScoreWithheld(facts, { now, blind })) withheld.add(shown);
  }
  return withheld;
}

/** True when the report of a participant who takes part is already made and can show a score that it left out. */
export const canShowMore = async (uow: UnitOfWork, participant: Participant, now: Date): Promise<boolean> =>
  showsMore(uow, participant, await withheldScores(uow, participant, now));

/** As `canShowMore`, for a caller who knows whose scores are left out now. */
export async function showsMore(
  uow: UnitOfWork,
  { userId, status }: Participant,
  withheld: ReadonlySet<UserId>,
): Promise<boolean> {
  return status !== 'withdrawn' && (await uow.followUps.withheldFrom(userId)).length > withheld.size;
}

async function seenBy(
  uow: UnitOfWork,
  introductions: readonly Introduction[],
  { me, other, closedAt }: { me: UserId; other: Outcome['shown']; closedAt: Date },
): Promise<ScoreFacts['introduction']> {
  const found = introductions.find(({ low, high }) => low === other || high === other);
  if (!found) return undefined;
  const { low, lowAnswer, highAnswer, introducedAt } = found;
  const theirs = (await uow.reports.of(other))?.requestedAt ?? closedAt;
  return {
    mine: low === me ? lowAnswer : highAnswer,
    closedAt: theirs > closedAt ? theirs : closedAt,
    introducedAt,
  };
}
