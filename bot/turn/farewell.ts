import { eraseParticipant } from '../../engine/privacy/erase.ts';
import { type Turn, userOf } from './turn.ts';

/** Erases the chat's participant, and says farewell with a text in their language. */
export async function eraseAndSay(turn: Turn, farewell: string): Promise<void> {
  await eraseParticipant(turn.uow, { userId: userOf(turn), now: turn.now });
  await turn.uow.chats.deleteDialogState(turn.chatId);
  turn.participant = undefined;
  turn.say(farewell);
}
