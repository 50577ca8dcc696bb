import { element } from './element.js';

let count = 0;

/**
 * Creates the list of commands above a text field. `filter(text)` shows the commands that begin with the text,
 * `toggle()` shows all. In the open list the arrow keys choose, Enter sends, Tab completes and Escape closes.
 */
export function createCommandMenu({ field, send }) {
  const id = `commands-${(count += 1)}`;
  const node = element('div', {
    class: 'commands',
    id,
    role: 'listbox',
    'aria-label': 'Commands',
    hidden: true,
    data: { commands: 'list' },
  });
  let commands = [];
  let matches = [];
  let chosen = 0;

  for (const [name, value] of Object.entries({
    role: 'combobox',
    'aria-controls': id,
    'aria-expanded': 'false',
    'aria-autocomplete': 'list',
  })) {
    field.setAttribute(name, value);
  }

  function show(list) {
    matches = list;
    chosen = 0;
    node.hidden = list.length === 0;
    field.setAttribute('aria-expanded', String(!node.hidden));
    node.replaceChildren(...list.map((entry, index) => option(entry, index)));
    choose(0);
  }

  function option({ command, description }, index) {
    return element(
      'div',
      {
        class: 'command-option',
        id: `${id}-${index}`,
        role: 'option',
        data: { command },
        on: { mousedown: (event) => event.preventDefault(), click: () => run(command) },
      },
      element('span', { class: 'command-name' }, `/${command}`),
      element('span', { class: 'command-note', dir: 'auto' }, description),
    );
  }

  function choose(index) {
    chosen = (index + matches.length) % (matches.length || 1);
    [...node.children].forEach((child, at) => child.setAttribute('aria-selected', String(at === chosen)));
    if (node.hidden) field.removeAttribute('aria-activedescendant');
    else field.setAttribute('aria-activedescendant', `${id}-${chosen}`);
    node.children[chosen]?.scrollIntoView({ block: 'nearest' });
  }

  function run(command) {
    show([]);
    send(`/${command}`);
  }

  const keys = {
    ArrowDown: () => choose(chosen + 1),
    ArrowUp: () => choose(chosen - 1),
    Enter: () => run(matches[chosen].command),
    Escape: () => show([]),
    Tab() {
      field.value = `/${matches[chosen].command} `;
      show([]);
    },
  };

  return {
    node,
    setCommands(list) {
      commands = list;
    },
    isEmpty: () => commands.length === 0,
    close: () => show([]),
    toggle: () => show(node.hidden ? commands : []),
    filter(text) {
      const typed = /^\/(\w*)$/.exec(text)?.[1];
      show(
        typed === undefined ? [] : commands.filter(({ command }) => command.startsWith(typed.toLowerCase())),
      );
    },
    /** Handles a key that is pressed in the text field; true when the open list has used it. */
    onKey(event) {
      if (node.hidden || event.shiftKey || !keys[event.key]) return false;
      event.preventDefault();
      event.stopPropagation();
      keys[event.key]();
      return true;
    },
  };
}
