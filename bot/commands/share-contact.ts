import type { Participant } from '../../engine/ports/participants.ts';
import { settleContact, waitingForContact } from '../../engine/protocol/contacts.ts';
import { translator } from '../../locales/locales.ts';
import { escapeHtml, participantOf, type Turn } from '../turn/turn.ts';

/**
 * Takes the answer of a participant who was asked to share a contact with people they were introduced to: the contact
 * goes into the outbox of these people, encrypted, and is gone when it is delivered. False when no such person waits for it.
 */
export async function answerContact(turn: Turn): Promise<boolean> {
  const { input, uow, t, now } = turn;
  if (!turn.participant) return false;
  const shared = input.kind === 'other' ? input.contact : undefined;
  const isRefused = input.kind === 'text' && input.text === t('contact-refuse');
  if (!shared && !isRefused) return false;
  const from = participantOf(turn);
  const waiting = await waitingForContact(uow, from);
  if (waiting.length === 0) return false;
  if (shared && shared.ownerId !== turn.chatId) {
    turn.say(t('contact-own'));
    return true;
  }
  for (const about of waiting) {
    await settleContact(uow, { from, about, state: shared ? 'shared' : 'refused', now });
    await write(turn, about, from, shared && `${shared.name}, ${shared.phone}`);
  }
  turn.send({
    kind: 'message',
    text: t(shared ? 'contact-passed-on' : 'contact-kept'),
    buttons: [],
    keyboard: 'none',
  });
  return true;
}

async function write(
  { uow }: Turn,
  { chatId, locale }: Participant,
  from: Participant,
  contact: string | undefined,
): Promise<void> {
  if (!chatId) return;
  const t = translator(locale ?? 'en');
  const name = escapeHtml(from.displayName ?? '—');
  const text =
    contact === undefined
      ? t('contact-refused', { name })
      : t('contact-arrived', { name, contact: escapeHtml(contact) });
  await uow.chats.queueCall(chatId, JSON.stringify({ kind: 'message', text, buttons: [] }));
}
