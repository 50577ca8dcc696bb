import { element } from './element.js';

const plainTags = new Set([
  'B',
  'STRONG',
  'I',
  'EM',
  'U',
  'INS',
  'S',
  'DEL',
  'CODE',
  'PRE',
  'BLOCKQUOTE',
  'BR',
]);
const linkSchemes = /^(https?|tg|mailto|tel):/i;

/**
 * Builds nodes from the HTML of a message. Only the tags of Telegram's formatting are kept. Commands become buttons
 * that call `onCommand`. A press on a link calls `onLink(url)`; when that returns true, the browser does not open the
 * link.
 */
export function formattedText(message, { onCommand, onLink }) {
  const source =
    message.html === undefined
      ? element('div', {}, message.text ?? '')
      : new DOMParser().parseFromString(message.html, 'text/html').body;
  return element('div', { class: 'text', dir: 'auto' }, ...copies(source, { onCommand, onLink }));
}

const copies = (parent, actions) => [...parent.childNodes].flatMap((node) => copy(node, actions));

function copy(node, actions) {
  if (node.nodeType === Node.TEXT_NODE) return [node.data];
  if (node.nodeType !== Node.ELEMENT_NODE) return [];
  const inner = copies(node, actions);
  if (node.tagName === 'SPAN' || node.tagName === 'TG-SPOILER') {
    const isSpoiler = node.tagName === 'TG-SPOILER' || /spoiler/.test(node.className);
    return isSpoiler ? [spoiler(inner)] : inner;
  }
  if (node.tagName === 'A')
    return [
      node.className === 'command'
        ? command(node.textContent, actions)
        : link(node.getAttribute('href') ?? '', inner, actions),
    ];
  return plainTags.has(node.tagName) ? [element(node.tagName.toLowerCase(), {}, ...inner)] : inner;
}

const command = (text, { onCommand }) =>
  element('button', { type: 'button', class: 'command', on: { click: () => onCommand(text) } }, text);

function link(href, inner, { onLink }) {
  if (!linkSchemes.test(href)) return element('span', {}, ...inner);
  const open = (event) => {
    if (onLink?.(href)) event.preventDefault();
  };
  return element('a', { href, target: '_blank', rel: 'noopener noreferrer', on: { click: open } }, ...inner);
}

function spoiler(inner) {
  const cover = element('span', {
    class: 'spoiler',
    role: 'button',
    tabIndex: 0,
    'aria-label': 'Hidden text. Press to show it.',
  });
  cover.append(element('span', { class: 'hidden-text', 'aria-hidden': 'true' }, ...inner));
  const show = (event) => {
    if (event.type === 'keydown' && event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    event.stopPropagation();
    cover.classList.add('shown');
    for (const name of ['role', 'tabindex', 'aria-label']) cover.removeAttribute(name);
    cover.firstElementChild.removeAttribute('aria-hidden');
  };
  cover.addEventListener('click', show, { once: true });
  cover.addEventListener('keydown', show);
  return cover;
}
