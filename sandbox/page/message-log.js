import { button, element } from './element.js';
import { icon } from './icons.js';
import { messageView } from './message-view.js';
import { dayName } from './times.js';

const nearBottomPixels = 80;

function grouped(messages) {
  const groups = [];
  for (const message of messages) {
    const last = groups.at(-1);
    if (message.albumId !== undefined && last?.[0].albumId === message.albumId) last.push(message);
    else groups.push([message]);
  }
  return groups;
}

const waitsIn = (group, waiting) =>
  [...waiting.keys()].filter((key) => group.some((message) => key.startsWith(`${message.id} `))).join('\n');

/**
 * Creates the scrolling list of a chat's messages. `show(chat)` updates it: unchanged bubbles stay the same nodes,
 * edited ones are replaced in place and keep the keyboard focus.
 */
export function createMessageLog({ label, actions, empty }) {
  const content = element('div', { class: 'log-content' });
  const list = element(
    'div',
    {
      class: 'log',
      role: 'log',
      tabIndex: 0,
      'aria-label': label,
      'aria-live': 'off',
    },
    content,
  );
  const jump = button({
    label: 'Go to the newest message',
    icon: icon('down'),
    class: 'jump',
    action: 'jump',
    onClick: () => toEnd(true),
  });
  jump.hidden = true;
  const node = element('div', { class: 'log-frame' }, list, jump);
  let shown = new Map();
  let atEnd = true;

  const toEnd = (smooth) =>
    list.scrollTo({ top: list.scrollHeight, behavior: smooth ? 'smooth' : 'instant' });
  list.addEventListener('scroll', () => {
    atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < nearBottomPixels;
    jump.hidden = atEnd;
  });
  // The height changes later too, when a picture has loaded or the keyboard of a phone opens.
  const heights = new ResizeObserver(() => atEnd && toEnd());
  heights.observe(list);
  heights.observe(content);
  list.addEventListener('keydown', (event) => moveBetweenMessages(event, list));

  function show(chat) {
    const next = new Map();
    const nodes = [];
    let day;
    for (const group of grouped(chat.messages)) {
      const date = dayName(group[0].date);
      if (date !== day) nodes.push(dayLine(shown, next, date));
      day = date;
      nodes.push(place(group, chat.waiting, next));
    }
    if (nodes.length === 0 && chat.loaded) nodes.push(empty());
    arrange(content, nodes);
    shown = next;
    if (atEnd) toEnd();
  }

  function place(group, waiting, next) {
    const key = group[0].albumId ?? group[0].id;
    const waits = waitsIn(group, waiting);
    const before = shown.get(key);
    const isSame =
      before?.group.length === group.length &&
      group.every((message, index) => message === before.group[index]);
    if (isSame && before.waits !== waits) spin(before.view, waiting, group);
    const view = isSame ? before.view : renewed(before, messageView(group, waiting, actions), group);
    next.set(key, { group, waits, view });
    return view;
  }

  return {
    node,
    show,
    toEnd,
    /** Sets whether screen readers announce new messages; true only for the active chat. */
    setLive: (isLive) => list.setAttribute('aria-live', isLive ? 'polite' : 'off'),
  };
}

function dayLine(shown, next, date) {
  const key = `day ${date} ${[...next.keys()].filter((one) => String(one).startsWith('day')).length}`;
  const view = shown.get(key)?.view ?? element('div', { class: 'day' }, element('span', {}, date));
  next.set(key, { group: [], waits: '', view });
  return view;
}

function spin(view, waiting, group) {
  for (const one of view.querySelectorAll('[data-button]')) {
    one.ariaBusy = String(group.some((message) => waiting.has(`${message.id} ${one.dataset.button}`)));
  }
}

function renewed(before, view, group) {
  if (!before) {
    view.classList.add('fresh');
    return view;
  }
  keepMedia(before, view, group);
  const focused = before.view.contains(document.activeElement) ? document.activeElement : undefined;
  if (focused) {
    const isSelf = focused === before.view;
    const index = [...before.view.querySelectorAll('.inline-button')].indexOf(focused);
    queueMicrotask(() => {
      const buttons = view.querySelectorAll('.inline-button');
      const target =
        isSelf || buttons.length === 0 ? view : buttons[Math.max(0, Math.min(index, buttons.length - 1))];
      target.focus({ preventScroll: true });
    });
  }
  view.classList.add('changed');
  return view;
}

// The image of the same picture is moved to the new bubble: loading it again would flicker.
function keepMedia(before, view, group) {
  const isSameFile =
    group.length === 1 &&
    before.group.length === 1 &&
    group[0].file &&
    group[0].file.id === before.group[0].file?.id;
  const [old, fresh] = [before.view.querySelector('img'), view.querySelector('img')];
  if (isSameFile && old && fresh) fresh.replaceWith(old);
}

function arrange(list, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...list.children]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => {
    if (list.children[index] !== node) list.insertBefore(node, list.children[index] ?? null);
  });
}

const steps = { ArrowUp: -1, ArrowDown: 1 };

function moveBetweenMessages(event, list) {
  const step = steps[event.key];
  const isOnMessage = event.target === list || event.target.classList?.contains('message');
  if (step === undefined || !isOnMessage) return;
  const messages = [...list.querySelectorAll('.message')];
  const at = messages.indexOf(event.target);
  const next = at < 0 ? messages.at(-1) : messages[at + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
