import type { ChatId } from '../../engine/ports/participants.ts';
import type { Jobs } from '../../engine/ports/unit-of-work.ts';
import { askForContact } from '../../engine/protocol/contacts.ts';
import { HarmoniaError } from '../../foundation/errors.ts';
import { introducedText } from '../dialogs/report.ts';
import type { JobDeps } from './job-deps.ts';

/**
 * Tells one of two introduced people how to reach the other: by the other's public name in Telegram. A link to a person
 * without one does not open for people who do not know them, so such a person is asked to share a contact. The public name is
 * asked of Telegram at this moment and is not stored.
 */
export async function introduce({ bot }: JobDeps, { chatId, otherChatId }: Jobs['introduce']): Promise<void> {
  const found = await bot.api.call<{ username?: string }>('getChat', { chat_id: Number(otherChatId) });
  if (found.outcome === 'later')
    throw new HarmoniaError('job-failed', 'Telegram does not tell the name of a chat at the moment');
  const username = found.outcome === 'done' ? found.value.username : undefined;
  let asksOther = false;
  await bot.intake.inChat(chatId as ChatId, async (turn) => {
    asksOther = false;
    const { participant, uow, t } = turn;
    const other = await uow.participants.byChat(otherChatId as ChatId);
    if (!participant) return;
    if (!other || other.status === 'withdrawn') return turn.say(t('introduced-gone'));
    const name = other.displayName ?? '—';
    if (username !== undefined) return turn.say(introducedText(turn, username, name));
    asksOther = await askForContact(uow, { from: other, about: participant });
    const chat = await uow.chats.peek(otherChatId as ChatId);
    const isReached = found.outcome === 'done' && chat?.unreachableSince === null;
    turn.say(t(isReached ? 'introduced-asks' : 'introduced-unreachable', { name }));
  });
  if (!asksOther) return;
  await bot.intake.inChat(otherChatId as ChatId, async (turn) => {
    const waits = await turn.uow.participants.byChat(chatId as ChatId);
    if (!turn.participant || !waits) return;
    turn.send({
      kind: 'message',
      text: turn.t('contact-ask', { name: waits.displayName ?? '—' }),
      buttons: [],
      keyboard: { share: turn.t('contact-share'), refuse: turn.t('contact-refuse') },
    });
  });
}
