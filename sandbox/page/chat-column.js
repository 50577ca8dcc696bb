import { fullName } from './avatar.js';
import { createChatActions } from './chat-actions.js';
import { chatEntries, messageEntries } from './chat-menus.js';
import { chatHead, doingWords, draftWords, emptyChat, shutFoot } from './chat-parts.js';
import { createComposer } from './composer.js';
import { button, element } from './element.js';
import { icon } from './icons.js';
import { createMessageLog } from './message-log.js';
import { showAlert, showToast } from './notices.js';
import { openMenu } from './popup-menu.js';
import { fetchCommands } from './server-api.js';
import { openViewer } from './viewer.js';

/** Creates the column of one person's chat. `close` hides the column, `activate` makes it the active one. */
export function createChatColumn(state, id, { close, activate }) {
  const actions = createChatActions(state, id);
  const person = () => state.people.get(id);
  const unusual = createUnusualTap();
  const composer = createComposer({
    name: person().firstName,
    send: actions.send,
    edit: actions.edit,
    attach: (anchor) => openMenu(anchor, actions.attachments(), 'Attach'),
    takeFiles: actions.takeFiles,
  });
  const log = createLog(state, id, { actions, composer, unusual });
  const head = element('header', { class: 'chat-head' });
  const doing = element('div', { class: 'doing', hidden: true, data: { doing: '' } });
  const foot = element('div', { class: 'chat-foot' });
  const node = element(
    'section',
    {
      class: 'chat',
      lang: person().languageCode,
      'aria-label': fullName(person()),
      data: { chat: String(id), role: person().role },
    },
    head,
    element('div', { class: 'chat-body' }, log.node, doing),
    unusual.node,
    foot,
    element('div', { class: 'drop-hint', 'aria-hidden': 'true' }, 'Drop to send'),
  );
  actions.acceptDrops(node);
  for (const type of ['focusin', 'pointerdown']) node.addEventListener(type, () => activate());
  let shownPerson;

  function showPerson() {
    if (shownPerson === person()) return;
    shownPerson = person();
    const menu = (anchor) => openMenu(anchor, chatEntries(person(), actions, unusual.set), 'Chat');
    head.replaceChildren(...chatHead(person(), { menu, close }));
    node.dataset.blocked = String(person().blocked);
    const wanted = shutFoot(person(), () => actions.block(false)) ?? composer.node;
    // Replacing the composer by itself would take the focus from the text field during typing.
    if (foot.firstElementChild !== wanted) foot.replaceChildren(wanted);
  }

  function showDoing() {
    const { draft, action: shown } = state.chat(id);
    const action = draft ? 'draft' : shown?.action;
    doing.hidden = action === undefined;
    doing.dataset.doing = action ?? '';
    doing.replaceChildren(...(draft ? draftWords(draft, actions.stopDraft) : doingWords(state.bot, action)));
  }

  return {
    node,
    showDoing,
    focus: composer.focus,
    reply: composer.reply,
    write(text) {
      composer.write(text);
      composer.focus();
    },
    setActive(isActive) {
      node.dataset.active = String(isActive);
      log.setLive(isActive);
    },
    show() {
      if (!person()) return;
      showPerson();
      log.show(state.chat(id));
      showDoing();
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

function createLog(state, id, { actions, composer, unusual }) {
  const messages = () => state.chat(id).messages;
  const albumOf = (message) =>
    message.albumId === undefined ? [message] : messages().filter((one) => one.albumId === message.albumId);
  return createMessageLog({
    label: `Chat of ${fullName(state.people.get(id))}`,
    empty: () => emptyChat(state.bot, () => actions.send('/start')),
    actions: {
      onCommand: actions.send,
      onLink: actions.openLink,
      openFile: (message) => openViewer(message, albumOf(message)),
      find: (messageId) => messages().find((message) => message.id === messageId),
      tap: (message, data) => void actions.tap(message, data, unusual.take()),
      openMenu: (message, anchor) => openMenu(anchor, messageEntries(message, actions, composer), 'Message'),
    },
  });
}

/** Creates the line that announces an unusual next tap. `take()` returns its parameters and removes the line. */
function createUnusualTap() {
  const node = element('div', { class: 'tap-line', hidden: true });
  let chosen;
  function set(next) {
    chosen = next;
    node.hidden = !next;
    node.replaceChildren(
      element('span', {}, next?.label ?? ''),
      button({
        label: 'Cancel',
        icon: icon('close'),
        class: 'quiet',
        action: 'cancel-tap',
        onClick: () => set(),
      }),
    );
  }
  function take() {
    const tap = chosen?.tap;
    set();
    return tap;
  }
  return { node, set, take };
}
