import { element } from './element.js';
import { icon } from './icons.js';

const edge = 8;
const moves = { ArrowDown: 1, ArrowUp: -1 };

/**
 * Opens a menu at `anchor`; an entry is {label, icon, action, run, danger}, {heading} or falsy. Arrow keys move the
 * focus. Escape or a press outside closes the menu and returns the focus.
 */
export function openMenu(anchor, entries, label) {
  const menu = element(
    'div',
    { class: 'menu', role: 'menu', popover: 'auto', 'aria-label': label },
    ...entries
      .filter(Boolean)
      .map((entry) => (entry.heading ? heading(entry) : item(entry, () => menu.hidePopover()))),
  );
  const focusedBefore = document.activeElement;
  menu.addEventListener('keydown', (event) => move(event, menu));
  menu.addEventListener('toggle', (event) => {
    if (event.newState !== 'closed') return;
    const isLost = document.activeElement === document.body || menu.contains(document.activeElement);
    menu.remove();
    if (isLost) focusedBefore?.focus?.({ preventScroll: true });
  });
  (anchor.closest('dialog') ?? document.body).append(menu);
  menu.showPopover();
  settle(menu, anchor.getBoundingClientRect());
  menu.querySelector('[role=menuitem]')?.focus();
}

const heading = ({ heading: words }) =>
  element('div', { class: 'menu-heading', role: 'presentation' }, words);

const item = ({ label, icon: name, action, run, danger }, close) =>
  element(
    'button',
    {
      type: 'button',
      role: 'menuitem',
      tabIndex: -1,
      class: danger ? 'menu-item danger' : 'menu-item',
      data: { action },
      on: {
        click: () => {
          close();
          run();
        },
      },
    },
    name && icon(name),
    element('span', {}, label),
  );

function settle(menu, anchor) {
  const { width, height } = menu.getBoundingClientRect();
  const below = anchor.bottom + 4;
  const top = below + height + edge > innerHeight ? Math.max(edge, anchor.top - height - 4) : below;
  const left = Math.min(Math.max(edge, anchor.right - width), innerWidth - width - edge);
  menu.style.setProperty('top', `${top}px`);
  menu.style.setProperty(
    'left',
    `${anchor.left + width + edge < innerWidth && anchor.left < innerWidth / 3 ? Math.max(edge, anchor.left) : left}px`,
  );
}

function move(event, menu) {
  if (event.key === 'Tab') {
    menu.hidePopover();
    return;
  }
  const items = [...menu.querySelectorAll('[role=menuitem]')];
  const at = items.indexOf(document.activeElement);
  const next =
    event.key === 'Home'
      ? items[0]
      : event.key === 'End'
        ? items.at(-1)
        : items.at((at + (moves[event.key] ?? 0)) % items.length);
  if (moves[event.key] || event.key === 'Home' || event.key === 'End') {
    event.preventDefault();
    next.focus();
  }
}
