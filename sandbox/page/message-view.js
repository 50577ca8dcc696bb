import { button, element } from './element.js';
import { formattedText } from './formatted-text.js';
import { icon } from './icons.js';
import { inlineButtons } from './inline-buttons.js';
import { contactCard, messageMedia } from './message-media.js';
import { clockTime, fullTime } from './times.js';

const bare = new Set(['sticker', 'video_note']);
const onlyEmoji = /^(\p{Emoji_Presentation}|\p{Emoji}\uFE0F|\u200D|\s){1,12}$/u;

function mark(message) {
  return element(
    'span',
    { class: 'mark' },
    message.protected &&
      element(
        'span',
        {
          class: 'protected',
          title: 'Protected: cannot be saved or forwarded',
          role: 'img',
          'aria-label': 'Protected',
        },
        icon('lock'),
      ),
    message.reaction && element('span', { class: 'reaction', data: { reaction: '' } }, message.reaction),
    message.edited && element('span', { class: 'was-edited' }, 'edited'),
    element('time', { dateTime: message.date, title: fullTime(message.date) }, clockTime(message.date)),
  );
}

function quote(message, find) {
  const original = find(message.replyTo);
  const words = original?.text ?? (original?.file ? original.file.kind.replace('_', ' ') : 'Deleted message');
  return element('div', { class: 'quote', dir: 'auto' }, words.slice(0, 120));
}

function bubble(group, actions) {
  const [first] = group;
  const captioned = group.find((message) => message.text) ?? first;
  const hasMedia = group.some((message) => message.file);
  const words = captioned.text ? formattedText(captioned, actions) : undefined;
  const media =
    group.length > 1
      ? element(
          'div',
          { class: 'album', data: { count: String(Math.min(group.length, 4)) } },
          ...group.map((one) => cell(one, actions)),
        )
      : hasMedia && messageMedia(first, actions.openFile);
  const classes = ['bubble'];
  if (group.length === 1 && first.file) classes.push(`with-${first.file.kind.replace('_', '-')}`);
  if (group.length > 1) classes.push('with-photo');
  if (group.length === 1 && bare.has(first.file?.kind)) classes.push('bare');
  if (!hasMedia && first.text && onlyEmoji.test(first.text)) classes.push('emoji');
  const meta = mark(group.at(-1));
  words?.append(meta);
  return element(
    'div',
    { class: classes.join(' ') },
    first.forwarded && element('div', { class: 'forwarded' }, 'Forwarded message'),
    first.replyTo !== undefined && quote(first, actions.find),
    first.contact && contactCard(first.contact),
    first.other && element('div', { class: 'forwarded' }, first.other),
    media,
    words ?? meta,
  );
}

const cell = (message, { openFile }) =>
  element(
    'div',
    { class: 'cell', data: { message: String(message.id), from: message.from } },
    messageMedia(message, openFile),
  );

/**
 * Builds one bubble: a message, or all messages of an album. `actions` are onCommand, onLink, openFile, find (message
 * by id), tap and openMenu(message, anchor).
 */
export function messageView(group, waiting, actions) {
  const [first] = group;
  const keyed = group.find((message) => message.buttons?.length > 0);
  const openMenu = (event) => {
    if (event.target.closest?.('a, input, textarea')) return;
    event.preventDefault();
    actions.openMenu(first, event.currentTarget.querySelector('.message-menu'));
  };
  const onKey = (event) => {
    if (event.target === event.currentTarget && event.key === 'Enter') openMenu(event);
  };
  return element(
    'article',
    {
      class: first.protected ? 'message is-protected' : 'message',
      tabIndex: -1,
      'aria-label': `${first.from === 'bot' ? 'Bot' : 'You'}, ${clockTime(first.date)}`,
      data: {
        message: String(first.id),
        from: first.from,
        album: group.length > 1 ? first.albumId : undefined,
      },
      style: first.file?.width ? { '--ratio': String(first.file.width / first.file.height) } : undefined,
      on: { contextmenu: openMenu, keydown: onKey },
    },
    element(
      'div',
      { class: 'bubble-line' },
      bubble(group, actions),
      button({
        label: 'More about this message',
        icon: icon('more'),
        class: 'message-menu',
        tabIndex: -1,
        onClick: (event) => actions.openMenu(first, event.currentTarget),
      }),
    ),
    keyed && inlineButtons(keyed, waiting, actions),
  );
}
