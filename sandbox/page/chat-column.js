import { avatar, fullName, roleLabel } from './avatar.js';
import { createChatActions, unusualTaps } from './chat-actions.js';
import { createComposer } from './composer.js';
import { button, element } from './element.js';
import { icon } from './icons.js';
import { createMessageLog } from './message-log.js';
import { showAlert, showToast } from './notices.js';
import { openMenu } from './popup-menu.js';
import { fetchCommands } from './server-api.js';
import { openViewer } from './viewer.js';

const doing = {
  typing: 'is typing',
  upload_document: 'is sending a file',
  upload_photo: 'is sending a photo',
  upload_video: 'is sending a video',
  record_voice: 'is recording',
  choose_sticker: 'is choosing a sticker',
};

/** One person's chat with the bot. `close` hides the column, `activate` makes it the one in use. */
export function createChatColumn(state, id, { close, activate }) {
  const actions = createChatActions(state, id);
  const person = () => state.people.get(id);
  const chat = () => state.chat(id);
  let unusual;

  const head = element('header', { class: 'chat-head' });
  const doingLine = element('div', { class: 'doing', hidden: true, data: { doing: '' } });
  const tapLine = element('div', { class: 'tap-line', hidden: true });
  const foot = element('div', { class: 'chat-foot' });
  const composer = createComposer({
    name: person().firstName,
    send: actions.send,
    edit: actions.edit,
    attach: (anchor) => openMenu(anchor, actions.attachments(), 'Attach'),
    takeFiles: actions.takeFiles,
  });
  const log = createMessageLog({
    label: `Chat of ${fullName(person())}`,
    empty: () => emptyChat(state.bot, () => actions.send('/start')),
    actions: {
      onCommand: (command) => actions.send(command),
      onLink: actions.openLink,
      openFile: (message) => openViewer(message, albumOf(chat(), message)),
      find: (messageId) => chat().messages.find((message) => message.id === messageId),
      tap(message, data) {
        void actions.tap(message, data, unusual?.tap);
        setUnusual();
      },
      openMenu: (message, anchor) => openMenu(anchor, messageEntries(message), 'Message'),
    },
  });
  const node = element(
    'section',
    {
      class: 'chat',
      lang: person().languageCode,
      'aria-label': fullName(person()),
      data: { chat: String(id), role: person().role },
    },
    head,
    element('div', { class: 'chat-body' }, log.node, doingLine),
    tapLine,
    foot,
    element('div', { class: 'drop-hint', 'aria-hidden': 'true' }, 'Drop to send'),
  );
  actions.acceptDrops(node);
  for (const type of ['focusin', 'pointerdown']) node.addEventListener(type, () => activate());

  function setUnusual(next) {
    unusual = next;
    tapLine.hidden = !next;
    if (!next) return;
    tapLine.replaceChildren(
      element('span', {}, next.label),
      button({
        label: 'Cancel',
        icon: icon('close'),
        class: 'quiet',
        action: 'cancel-tap',
        onClick: () => setUnusual(),
      }),
    );
  }

  const messageEntries = (message) => [
    { label: 'Reply', icon: 'reply', action: 'reply', run: () => composer.reply(message) },
    message.from === 'person' &&
      message.text && { label: 'Edit', icon: 'pencil', action: 'edit', run: () => composer.edit(message) },
    !message.protected && {
      label: 'Forward to the bot',
      icon: 'forward',
      action: 'forward',
      run: () => actions.forward(message.id),
    },
    message.text &&
      !message.protected && {
        label: 'Copy text',
        icon: 'copy',
        action: 'copy',
        run: () => navigator.clipboard.writeText(message.text),
      },
  ];

  const columnEntries = () => [
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
    person().blocked
      ? { label: 'Unblock the bot', icon: 'block', action: 'unblock', run: () => actions.block(false) }
      : { label: 'Block the bot', icon: 'block', action: 'block', run: () => actions.block(true) },
    !person().deleted && {
      label: 'Delete the Telegram account',
      icon: 'trash',
      action: 'delete-account',
      danger: true,
      run: actions.deleteAccount,
    },
  ];

  function showHead() {
    const more = button({
      label: 'More',
      icon: icon('more'),
      class: 'quiet',
      action: 'chat-menu',
      onClick: () => openMenu(more, columnEntries(), 'Chat'),
    });
    head.replaceChildren(
      avatar(person()),
      element(
        'div',
        { class: 'chat-who' },
        element('h2', { dir: 'auto' }, fullName(person())),
        element(
          'p',
          {},
          roleLabel(person()),
          element(
            'span',
            { class: 'chat-note' },
            [person().languageCode, person().username && `@${person().username}`].filter(Boolean).join(' · '),
          ),
        ),
      ),
      more,
      button({
        label: `Close the chat of ${fullName(person())}`,
        icon: icon('close'),
        class: 'quiet',
        action: 'close-chat',
        onClick: close,
      }),
    );
  }

  function showFoot() {
    const { blocked, deleted } = person();
    node.dataset.blocked = String(blocked);
    const wanted = deleted
      ? element('p', { class: 'shut' }, 'This account is deleted.')
      : blocked
        ? element(
            'div',
            { class: 'shut' },
            'The bot is blocked.',
            button({ text: 'Unblock', action: 'unblock', onClick: () => actions.block(false) }),
          )
        : composer.node;
    if (foot.firstElementChild !== composer.node || wanted !== composer.node) foot.replaceChildren(wanted);
  }

  return {
    node,
    focus: composer.focus,
    write(text) {
      composer.write(text);
      composer.focus();
    },
    send: actions.send,
    setActive(isActive) {
      node.dataset.active = String(isActive);
      log.setLive(isActive);
    },
    show() {
      if (!person()) return;
      showHead();
      showFoot();
      log.show(chat());
      this.showDoing();
    },
    showDoing() {
      const action = chat().action?.action;
      doingLine.hidden = action === undefined;
      doingLine.dataset.doing = action ?? '';
      const dots = element(
        'span',
        { class: 'dots', 'aria-hidden': 'true' },
        element('i'),
        element('i'),
        element('i'),
      );
      doingLine.replaceChildren(dots, `${state.bot.firstName} ${doing[action] ?? 'is working'}…`);
    },
    showAnswer(answer) {
      if (answer.url && !actions.openLink(answer.url)) window.open(answer.url, '_blank', 'noopener');
      if (!answer.text) return;
      if (answer.alert) showAlert(`${state.bot.firstName} to ${person().firstName}`, answer.text);
      else showToast(node.querySelector('.chat-body'), answer.text);
    },
    loadCommands: () => fetchCommands(id).then(composer.setCommands, () => composer.setCommands([])),
  };
}

const albumOf = (chat, message) =>
  message.albumId === undefined ? [message] : chat.messages.filter((one) => one.albumId === message.albumId);

function emptyChat(bot, start) {
  return element(
    'div',
    { class: 'empty-chat' },
    element('p', { class: 'empty-title' }, bot.firstName),
    element('p', { dir: 'auto' }, bot.description ?? 'No messages yet.'),
    button({ text: 'Start', class: 'primary', action: 'start', onClick: start }),
  );
}
