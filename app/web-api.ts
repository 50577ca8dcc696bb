import type { Bot } from '../bot/telegram/bot.ts';
import { eraseAndSay } from '../bot/turn/farewell.ts';
import type { Database } from '../db/connect.ts';
import type { FileStorage } from '../engine/ports/unit-of-work.ts';
import { eraseParticipant } from '../engine/privacy/erase.ts';
import type { Study } from '../engine/protocol/study.ts';
import type { Clock } from '../foundation/clock.ts';
import { createAccessTokens } from '../webhooks/access-tokens.ts';
import type { WebApiDeps } from '../webhooks/route.ts';
import type { Secrets } from './secrets.ts';

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
  return {
    transactions: database,
    study,
    files,
    clock,
    tokens: createAccessTokens(secrets.secretKey),
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
