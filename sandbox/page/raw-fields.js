import { button, element } from './element.js';
import { showDialog } from './dialog.js';

const example = '{ "dice": { "emoji": "🎯", "value": 6 } }';

function parsed(text) {
  try {
    const fields = JSON.parse(text);
    return typeof fields === 'object' && fields !== null && !Array.isArray(fields) ? fields : undefined;
  } catch {
    return undefined;
  }
}

/** Asks for the fields of a message as JSON, for kinds that the page has no action for, and calls `send(fields)`. */
export function askForFields(send) {
  const field = element('textarea', {
    rows: 8,
    spellcheck: false,
    'aria-label': 'Fields of the message as JSON',
    data: { field: 'raw' },
  });
  field.value = example;
  const wrong = element('p', { class: 'hint', role: 'status', data: { hint: 'raw' } });
  const go = button({
    text: 'Send',
    class: 'primary',
    action: 'send-raw',
    onClick: () => {
      const fields = parsed(field.value);
      if (!fields) wrong.replaceChildren('This is no JSON object.');
      else {
        dialog.close();
        void send(fields);
      }
    },
  });
  const dialog = showDialog({
    title: 'A message with these fields',
    name: 'raw',
    content: element('div', { class: 'stack' }, field, wrong, go),
  });
}
