import { element } from './element.js';
import { icon } from './icons.js';

const scaleLength = 5;

/**
 * Builds the rows of inline buttons below a message. A button that waits for an answer spins and ignores taps. `tap` is
 * called with the callback data, `onLink` with the address of a link button.
 */
export function inlineButtons(message, waiting, { tap, onLink }) {
  const rows = message.buttons.map((row) =>
    element(
      'div',
      {
        class: rowClass(row),
        role: 'group',
        style: { '--columns': String(row.length) },
      },
      ...row.map((one) =>
        one.url === undefined ? tapButton(message, one, waiting, tap) : linkButton(one, onLink),
      ),
    ),
  );
  return element('div', { class: 'inline-buttons' }, ...rows);
}

// A row of five buttons with words gets a smaller font than one with numbers: on a phone the words would be cut.
function rowClass(row) {
  if (row.length < scaleLength) return 'row';
  return row.some(({ text }) => [...text].length > 3) ? 'row scale words' : 'row scale';
}

function tapButton(message, one, waiting, tap) {
  const isWaiting = waiting.has(`${message.id} ${one.data}`);
  return element(
    'button',
    {
      type: 'button',
      class: 'inline-button',
      'aria-busy': String(isWaiting),
      disabled: one.disabled === true,
      data: { button: one.data, style: one.style },
      on: { click: (event) => event.currentTarget.ariaBusy !== 'true' && tap(message, one.data) },
    },
    element('span', { dir: 'auto' }, one.text),
    element('span', { class: 'spinner', 'aria-hidden': 'true' }),
  );
}

function linkButton(one, onLink) {
  return element(
    'a',
    {
      class: 'inline-button',
      data: { style: one.style },
      href: one.url,
      target: '_blank',
      rel: 'noopener noreferrer',
      on: { click: (event) => onLink(one.url) && event.preventDefault() },
    },
    element('span', { dir: 'auto' }, one.text),
    icon('link'),
  );
}
