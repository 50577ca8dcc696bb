import { eraseParticipant } from '../../engine/privacy/erase.ts';
import { type Turn, userOf } from './turn.ts';

/** For so long Telegram lets a bot delete its messages: https://core.telegram.org/bots/api#deletemessages */
const deletableMs = 48 * 3_600_000;
/** Telegram deletes so many messages in one call. */
const deletedAtOnce = 100;

/**
 * Erases the chat's participant, deletes the bot's pictures and files from the chat as far as Telegram lets it, and says
 * farewell with a text in their language: the rest of the chat is theirs to delete.
 */
export async function eraseAndSay(turn: Turn, farewell: string): Promise<void> {
  const { t, now, chatId } = turn;
  const files = await turn.uow.chats.filesSince(chatId, new Date(now.getTime() - deletableMs));
  const told = { deleted: t('erased-files-deleted'), kept: t('erased-files-kept') };
  for (let at = 0; at < files.length; at += deletedAtOnce)
    turn.send({ kind: 'delete-all', messageIds: files.slice(at, at + deletedAtOnce), told });
  await eraseParticipant(turn.uow, { userId: userOf(turn), now: turn.now });
  await turn.uow.chats.deleteDialogState(turn.chatId);
  turn.participant = undefined;
  turn.say([farewell, t('erased-chat')].join('\n\n'));
}
