import type { Turn } from './turn.ts';

/** Deletes a message that holds a password, and tells the chat whether Telegram did it. */
export const deleteSecret = ({ t, send }: Turn, messageId: number): void =>
  send({ kind: 'delete', messageId, told: { deleted: t('secret-deleted'), kept: t('secret-kept') } });

/**
 * Deletes what was typed while the chat is asked for a password. The mark beside the chat decides and not the dialog,
 * which may have ended or changed since. A text that looks like a command but is none is an answer.
 */
export function takeSecret(turn: Turn): void {
  const { input, chat } = turn;
  if (chat.secretSince === null || (input.kind !== 'text' && input.kind !== 'command')) return;
  deleteSecret(turn, input.messageId);
  turn.input = { kind: 'text', text: input.text, messageId: input.messageId };
  turn.typedSecret = true;
  // The dialog sets the mark again when it asks for a password once more.
  turn.asksSecret = false;
}
