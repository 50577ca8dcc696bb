import type { JobDeps } from './job-deps.ts';

/**
 * Tells every signed-in admin how many deliveries of laboratories have come since they were told last. An admin who is
 * not signed in is told after signing in. A second run finds nothing to tell.
 */
export async function tellOfDeliveries({ bot, clock, transactions }: JobDeps): Promise<void> {
  const sessions = await transactions.transact((uow) => uow.chats.staffSessions('admin', clock.now()));
  for (const { chatId } of sessions)
    await bot.intake.inChat(chatId, async (turn) => {
      if (turn.staff?.role !== 'admin') return;
      const count = await turn.uow.biology.markDeliveriesTold(turn.staff.userId);
      if (count > 0) turn.say(turn.t('imports-news', { count }));
    });
}
