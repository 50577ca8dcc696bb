import type { Participant } from '../../engine/ports/participants.ts';
import { eraseParticipant } from '../../engine/privacy/erase.ts';
import { askLeftOut } from '../../engine/protocol/left-out.ts';
import { joinNext } from '../dialogs/left-out.ts';
import { eraseAndSay } from '../turn/farewell.ts';
import { continueButton } from '../turn/keyboards.ts';
import type { Turn } from '../turn/turn.ts';
import type { JobDeps } from './job-deps.ts';

/**
 * Asks each participant whom a freeze left out and who was not asked, moves those who stay into a cohort that is open, and
 * erases those whose time is over. A second run finds nothing to do. What fails for one person is logged and tried again
 * at the next run, and the others are not kept waiting.
 */
export async function leftOut(deps: JobDeps): Promise<void> {
  const people = await deps.transactions.transact((uow) => uow.participants.leftOut());
  for (const person of people) {
    try {
      if (person.chatId) await deps.bot.intake.inChat(person.chatId, (turn) => inTurn(turn, deps));
      else await withoutChat(deps, person);
    } catch (error) {
      deps.log.caught(error, { event: 'left-out.failed' }, 'a person who was left out could not be handled');
    }
  }
}

async function inTurn(turn: Turn, { bot, study }: JobDeps): Promise<void> {
  const { participant, uow, now } = turn;
  if (!participant || !(await uow.participants.isLeftOut(participant.userId))) return;
  const { leftOutUntil, staysSince } = participant;
  // At the password question of /login another screen would turn a typed password into an answer.
  const atLogin = (await bot.bridge.waiting(turn))?.dialog === 'login';
  if (leftOutUntil === null) {
    turn.participant = { ...participant, leftOutUntil: await askLeftOut(uow, participant, { study, now }) };
    if (!atLogin) return bot.bridge.enter(turn);
    return turn.say(turn.t('left-out-beside'), [[continueButton(turn.t)]]);
  }
  if (staysSince && (await joinNext(turn, study))) return atLogin ? undefined : bot.bridge.enter(turn);
  if (leftOutUntil <= now) await eraseAndSay(turn, turn.t('left-out-erased'));
}

/** The same for a participant without a chat, who can be told nothing. */
async function withoutChat({ transactions, study, clock }: JobDeps, person: Participant): Promise<void> {
  const now = clock.now();
  await transactions.transact(async (uow) => {
    if (person.leftOutUntil === null) await askLeftOut(uow, person, { study, now });
    else if (person.leftOutUntil <= now) await eraseParticipant(uow, { userId: person.userId, now });
  });
}
