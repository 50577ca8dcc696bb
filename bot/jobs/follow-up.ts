import type { ChatId } from '../../engine/ports/participants.ts';
import type { UnitOfWork } from '../../engine/ports/unit-of-work.ts';
import { askFollowUps, closeFollowUps, followUpViewers } from '../../engine/protocol/follow-up-answers.ts';
import { canShowMore } from '../../engine/protocol/withheld-scores.ts';
import type { JobDeps } from './job-deps.ts';

/**
 * Seals follow-ups whose time is over, has reports made anew that can show more now, and asks or reminds each
 * participant whose follow-up is due. A second run finds nothing to do.
 */
export async function followUp({ bot, study, clock, transactions }: JobDeps): Promise<void> {
  const chats = await transactions.transact(async (uow) => {
    const now = clock.now();
    await closeFollowUps(uow, { study, now });
    await remakeReports(uow, now);
    const found: ChatId[] = [];
    for (const viewer of await followUpViewers(uow, now)) {
      const chatId = (await uow.participants.byUser(viewer))?.chatId;
      if (chatId) found.push(chatId);
    }
    return found;
  });
  for (const chatId of chats) {
    await bot.intake.inChat(chatId, async (turn) => {
      const { participant, now } = turn;
      if (!participant) return;
      const reachable = turn.chat.unreachableSince === null;
      const told = await askFollowUps(turn.uow, participant, { study, now, reachable });
      if (!told) return;
      turn.notice(turn.t(told === 'asked' ? 'follow-up-arrived' : 'follow-up-reminder'));
      // At the password question of /login another screen would turn a typed password into an answer.
      if ((await bot.bridge.waiting(turn))?.dialog !== 'login') await bot.bridge.enter(turn);
    });
  }
}

async function remakeReports(uow: UnitOfWork, now: Date): Promise<void> {
  for (const userId of await uow.followUps.viewersWithheldFrom()) {
    const participant = await uow.participants.byUser(userId);
    if (!participant || !(await canShowMore(uow, participant, now))) continue;
    const { cohortId } = participant;
    await uow.jobs.enqueue('render-report', { userId, cohortId }, { singletonKey: userId });
  }
}
