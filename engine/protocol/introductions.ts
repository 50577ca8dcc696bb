import { HarmoniaError } from '../../foundation/errors.ts';
import type { Introduction } from '../ports/cohorts.ts';
import type { Participant, UserId } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

/** Two people who both said that they would meet, seen from one of them. */
export interface OpenIntroduction {
  other: Participant;
  /** This person's last word; null while it is due. */
  mine: boolean | null;
  introduced: boolean;
}

/**
 * Mutual "would meet", once both sides have closed their answers: only then does either learn of it. Who blocked or
 * left is never proposed.
 */
export async function introductionsOf(
  uow: UnitOfWork,
  participant: Participant,
): Promise<OpenIntroduction[]> {
  const me = participant.userId;
  if (!(await uow.reports.of(me))) return [];
  const wanted = (await uow.outcomes.of(me)).filter(({ wouldMeet }) => wouldMeet === true);
  const blocks = await uow.outcomes.blocks([me, ...wanted.map(({ shown }) => shown)]);
  const result: OpenIntroduction[] = [];
  for (const { shown } of wanted) {
    const other = await uow.participants.byUser(shown);
    if (!other || other.status === 'withdrawn' || !(await wantsToo(uow, shown, me))) continue;
    if (
      blocks.some(
        ({ blocker, blocked }) => [blocker, blocked].includes(me) && [blocker, blocked].includes(shown),
      )
    )
      continue;
    result.push({ other, ...seenFrom(me, await uow.introductions.propose(me, shown)) });
  }
  return result;
}

/**
 * The last yes or no. True when both have said yes now, which happens once.
 * @throws HarmoniaError `not-found` for anybody who is not open to this person at this moment, for instance because
 * they left after the question was asked.
 */
export async function answerIntroduction(
  uow: UnitOfWork,
  input: { from: UserId; about: UserId; yes: boolean; now: Date },
): Promise<boolean> {
  const me = await uow.participants.byUser(input.from);
  const open = me ? await introductionsOf(uow, me) : [];
  if (!open.some(({ other }) => other.userId === input.about))
    throw new HarmoniaError('not-found', 'there is nobody to be introduced to');
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
