import { avatar, fullName, roleLabel } from './avatar.js';
import { button, element } from './element.js';
import { icon } from './icons.js';
import { fileAddress } from './server-api.js';

const doing = {
  typing: 'is typing',
  upload_document: 'is sending a file',
  upload_photo: 'is sending a photo',
  upload_video: 'is sending a video',
  record_voice: 'is recording',
  choose_sticker: 'is choosing a sticker',
};

/** Builds the header of a chat: the person, the button of the menu and the cross. `menu(anchor)` opens the menu. */
export function chatHead(person, { menu, close }) {
  const note = [person.languageCode, person.username && `@${person.username}`].filter(Boolean).join(' · ');
  const more = button({
    label: 'More',
    icon: icon('more'),
    class: 'quiet',
    action: 'chat-menu',
    onClick: () => menu(more),
  });
  return [
    avatar(person),
    element(
      'div',
      { class: 'chat-who' },
      element('h2', { dir: 'auto' }, fullName(person)),
      element('p', {}, roleLabel(person), element('span', { class: 'chat-note' }, note)),
    ),
    more,
    button({
      label: `Close the chat of ${fullName(person)}`,
      icon: icon('close'),
      class: 'quiet',
      action: 'close-chat',
      onClick: close,
    }),
  ];
}

/** Builds the row that replaces the composer when the person cannot write; undefined when the person can. */
export function shutFoot(person, unblock) {
  if (person.deleted) return element('p', { class: 'shut' }, 'This account is deleted.');
  if (!person.blocked) return undefined;
  return element(
    'div',
    { class: 'shut' },
    'The bot is blocked.',
    button({ text: 'Unblock', action: 'unblock', onClick: unblock }),
  );
}

/** The content of the line that shows a chat action of the bot, such as typing. */
export const doingWords = (bot, action) => [
  element('span', { class: 'dots', 'aria-hidden': 'true' }, element('i'), element('i'), element('i')),
  `${bot.firstName} ${doing[action] ?? 'is working'}…`,
];

/** The content of the same line for a text that the bot is still making. `stop` ends it, where the bot allows that. */
export const draftWords = ({ text, canStop }, stop) => [
  element('span', { dir: 'auto', data: { draft: '' } }, text === '' ? 'Thinking…' : text),
  ...(canStop ? [button({ text: 'Stop', class: 'quiet', action: 'stop-draft', onClick: stop })] : []),
];

/** Builds the view of an empty chat, like Telegram's: the description of the bot and the Start button. */
export function emptyChat(bot, start) {
  return element(
    'div',
    { class: 'empty-chat' },
    bot.photo &&
      element('img', {
        class: 'bot-photo',
        src: fileAddress({ id: bot.photo }),
        alt: '',
        data: { photo: 'bot' },
      }),
    element('p', { class: 'empty-title' }, bot.firstName),
    element('p', { dir: 'auto' }, bot.description ?? 'No messages yet.'),
    button({ text: 'Start', class: 'primary', action: 'start', onClick: start }),
  );
}
