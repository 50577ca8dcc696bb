import { HarmoniaError } from '../../foundation/errors.ts';
import type { Introduction } from '../ports/cohorts.ts';
import type { Participant, UserId } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

/** An introduction that was proposed, seen from one of its two participants. */
export interface OpenIntroduction {
  other: Participant;
  /** The second answer of the participant from whom it is seen; null while it is due. */
  mine: boolean | null;
  introduced: boolean;
}

/**
 * Proposes every introduction that is open to a participant: both would meet, both have closed their answers, neither
 * blocked the other, and the other has not left. Proposing twice changes nothing.
 */
export async function proposeIntroductions(uow: UnitOfWork, participant: Participant): Promise<void> {
  for (const { userId } of await mutualOf(uow, participant))
    await uow.introductions.propose(participant.userId, userId);
}

/** The introductions that were proposed to a participant and are still open. */
export async function introductionsOf(
  uow: UnitOfWork,
  participant: Participant,
): Promise<OpenIntroduction[]> {
  const me = participant.userId;
  const proposed = new Map(
    (await uow.introductions.of(me)).map((introduction) => [
      introduction.low === me ? introduction.high : introduction.low,
      introduction,
    ]),
  );
  return (await mutualOf(uow, participant)).flatMap((other) => {
    const introduction = proposed.get(other.userId);
    return introduction ? [{ other, ...seenFrom(me, introduction) }] : [];
  });
}

async function mutualOf(uow: UnitOfWork, participant: Participant): Promise<Participant[]> {
  const me = participant.userId;
  if (!(await uow.reports.of(me))) return [];
  const wanted = (await uow.outcomes.of(me)).filter(({ wouldMeet }) => wouldMeet === true);
  const blocks = await uow.outcomes.blocks([me, ...wanted.map(({ shown }) => shown)]);
  const result: Participant[] = [];
  for (const { shown } of wanted) {
    const other = await uow.participants.byUser(shown);
    if (!other || other.status === 'withdrawn' || !(await wantsToo(uow, shown, me))) continue;
    if (
      blocks.some(
        ({ blocker, blocked }) => [blocker, blocked].includes(me) && [blocker, blocked].includes(shown),
      )
    )
      continue;
    result.push(other);
  }
  return result;
}

/**
 * Stores the second answer of a participant. True when with it both have said yes, which happens once.
 * @throws HarmoniaError `not-found` when no such introduction is open, for instance because the other participant left
 * after the question was asked.
 */
export async function answerIntroduction(
  uow: UnitOfWork,
  input: { from: UserId; about: UserId; yes: boolean; now: Date },
): Promise<boolean> {
  const me = await uow.participants.byUser(input.from);
  const open = me ? await introductionsOf(uow, me) : [];
  if (!open.some(({ other }) => other.userId === input.about))
    throw new HarmoniaError('not-found', 'no such introduction is open');
  const introduction = await uow.introductions.answer(input.from, input.about, input.yes);
  const mutual = introduction.lowAnswer === true && introduction.highAnswer === true;
  if (!mutual || introduction.introducedAt) return false;
  await uow.introductions.markIntroduced(input.from, input.about, input.now);
  await uow.audit.append({
    actor: input.from,
    action: 'introduced',
    subject: input.about,
    details: {},
    at: input.now,
  });
  return true;
}

async function wantsToo(uow: UnitOfWork, other: UserId, me: UserId): Promise<boolean> {
  if (!(await uow.reports.of(other))) return false;
  return (await uow.outcomes.of(other)).some(({ shown, wouldMeet }) => shown === me && wouldMeet === true);
}

const seenFrom = (me: UserId, { low, lowAnswer, highAnswer, introducedAt }: Introduction) => ({
  mine: me === low ? lowAnswer : highAnswer,
  introduced: introducedAt !== null,
});
