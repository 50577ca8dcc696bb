import { avatar, fullName, roleLabel } from './avatar.js';
import { button, element } from './element.js';
import { icon } from './icons.js';

/**
 * Creates the list of people, with marks for open chats and unread messages. Synthetic participants are one entry that
 * can be unfolded. `show(state, open, active)` draws the list.
 */
export function createPeopleList(node, { choose, add }) {
  const list = element('ul', { class: 'people-list' });
  const synthetic = element('ul', { class: 'people-list' });
  const summary = element('summary', {});
  const fold = element('details', { class: 'synthetic', hidden: true }, summary, synthetic);
  const plus = button({
    label: 'Add a person',
    icon: icon('plus'),
    class: 'quiet add-person',
    action: 'add-person',
    onClick: add,
  });
  node.append(element('div', { class: 'people-head' }, element('h2', {}, 'People'), plus), list, fold);

  const entry = (person, chat, open, active) =>
    element(
      'li',
      {},
      element(
        'button',
        {
          type: 'button',
          class: 'person',
          'aria-current': person.id === active ? 'true' : undefined,
          data: { person: String(person.id), open: String(open.includes(person.id)) },
          on: { click: () => choose(person.id) },
        },
        avatar(person),
        element(
          'span',
          { class: 'person-words' },
          element('span', { class: 'person-name', dir: 'auto' }, fullName(person)),
          element(
            'span',
            { class: 'person-note' },
            roleLabel(person),
            person.blocked && 'blocked the bot',
            person.deleted && 'deleted',
          ),
        ),
        chat?.unread > 0 &&
          element(
            'span',
            { class: 'unread', 'aria-label': `${chat.unread} unread` },
            String(Math.min(chat.unread, 99)),
          ),
      ),
    );

  return {
    show(state, open, active) {
      const people = [...state.people.values()];
      const made = people.filter((person) => person.role === 'synthetic');
      const real = people.filter((person) => person.role !== 'synthetic');
      const focused = document.activeElement?.dataset?.person;
      const draw = (person) => entry(person, state.chats.get(person.id), open, active);
      list.replaceChildren(...real.map(draw));
      synthetic.replaceChildren(...made.map(draw));
      fold.hidden = made.length === 0;
      summary.textContent = `Synthetic participants (${made.length})`;
      if (focused) node.querySelector(`[data-person="${focused}"]`)?.focus({ preventScroll: true });
      keepInView(node, node.querySelector('[aria-current]'));
    },
  };
}

// scrollIntoView would also scroll the page itself, so only the list is scrolled.
function keepInView(strip, current) {
  if (!current || strip.scrollWidth <= strip.clientWidth) return;
  const [from, to] = [
    current.offsetLeft - strip.offsetLeft,
    current.offsetLeft - strip.offsetLeft + current.offsetWidth,
  ];
  if (from < strip.scrollLeft) strip.scrollLeft = from - 10;
  else if (to > strip.scrollLeft + strip.clientWidth) strip.scrollLeft = to - strip.clientWidth + 10;
}
