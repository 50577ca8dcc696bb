import { unusualTaps } from './chat-actions.js';

/** The entries of the menu of a message. */
export function messageEntries(message, actions, composer) {
  const isFree = !message.protected;
  return [
    { label: 'Reply', icon: 'reply', action: 'reply', run: () => composer.reply(message) },
    message.from === 'person' &&
      message.text && { label: 'Edit', icon: 'pencil', action: 'edit', run: () => composer.edit(message) },
    isFree && {
      label: 'Forward to the bot',
      icon: 'forward',
      action: 'forward',
      run: () => actions.forward(message.id),
    },
    isFree &&
      message.text && {
        label: 'Copy text',
        icon: 'copy',
        action: 'copy',
        run: () => actions.copy(message.text),
      },
  ];
}

/** The entries of the menu of a person's chat. `setUnusual` prepares an unusual next tap. */
export function chatEntries(person, actions, setUnusual) {
  return [
    {
      label: 'Deliver the last update twice',
      icon: 'repeat',
      action: 'duplicate',
      run: actions.deliverTwice,
    },
    {
      label: 'Next tap arrives twice',
      icon: 'repeat',
      action: 'tap-twice',
      run: () => setUnusual(unusualTaps.twice),
    },
    {
      label: 'Next tap arrives late',
      icon: 'clock',
      action: 'tap-late',
      run: () => setUnusual(unusualTaps.late),
    },
    person.blocked
      ? { label: 'Unblock the bot', icon: 'block', action: 'unblock', run: () => actions.block(false) }
      : { label: 'Block the bot', icon: 'block', action: 'block', run: () => actions.block(true) },
    !person.deleted && {
      label: 'Delete the Telegram account',
      icon: 'trash',
      action: 'delete-account',
      danger: true,
      run: actions.deleteAccount,
    },
  ];
}
