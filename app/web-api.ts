import type { Bot } from '../bot/telegram/bot.ts';
import { answerInThread } from '../bot/jobs/answer-in-thread.ts';
import { questionAbout } from '../bot/jobs/figures-question.ts';
import { eraseAndSay } from '../bot/turn/farewell.ts';
import { inviteLink } from '../bot/turn/invite-link.ts';
import type { Database } from '../db/connect.ts';
import type { FileStorage } from '../engine/ports/unit-of-work.ts';
import { eraseParticipant } from '../engine/privacy/erase.ts';
import { exportStudy } from '../engine/protocol/export-study.ts';
import type { Study } from '../engine/protocol/study.ts';
import type { Clock } from '../foundation/clock.ts';
import { createSemaphore } from '../foundation/semaphore.ts';
import { createAccessTokens } from '../webhooks/access-tokens.ts';
import type { WebApiDeps } from '../webhooks/route.ts';
import type { Secrets } from './secrets.ts';

/** Figures and data sets take a core for seconds, and who waits behind more than these would wait for minutes. */
const waitingAtMost = 4;

/** The parts of the program that the web API uses; what also happens in a chat, the bot does. */
export function webApiOf(parts: {
  bot: Bot;
  database: Database;
  files: FileStorage;
  secrets: Secrets;
  study: Study;
  clock: Clock;
}): WebApiDeps {
  const { bot, database, files, secrets, study, clock } = parts;
  const slow = createSemaphore(1, waitingAtMost);
  return {
    transactions: database,
    study,
    files,
    clock,
    tokens: createAccessTokens(secrets.secretKey),
    inviteLink: (code) => inviteLink(bot.username, code),
    figures: ({ cohort, about, locale }) =>
      slow.run(async () => {
        const question = await database.transact((uow) => questionAbout[about](uow, study, cohort));
        const [answer] = await answerInThread({ questions: [question], locale });
        return answer!;
      }),
    exportStudy: (cohortId) => slow.run(() => exportStudy(database, study, cohortId)),
    async eraseParticipant(userId) {
      const chatId = (await database.transact((uow) => uow.participants.byUser(userId)))?.chatId;
      if (chatId)
        await bot.intake.inChat(chatId, async (turn) => {
          if (turn.participant?.userId === userId) await eraseAndSay(turn, turn.t('delete-done'));
        });
      // The participant has no chat, or moved to another one meanwhile.
      await database.transact(async (uow) => {
        if (await uow.accounts.byId(userId)) await eraseParticipant(uow, { userId, now: clock.now() });
      });
    },
  };
}
