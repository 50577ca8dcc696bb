import { element } from './element.js';
import { showDialog } from './dialog.js';
import { attempt } from './notices.js';
import { addPerson } from './server-api.js';

/** The languages for a person's Telegram; the bot has no sentences in the last ones. */
export const languages = [
  ['en', 'English'],
  ['es', 'Español'],
  ['ru', 'Русский'],
  ['de', 'Deutsch'],
  ['ar', 'العربية'],
  ['ja', '日本語'],
];

const roles = ['participant', 'admin', 'researcher'];
const names = [
  'Mara',
  'Jonas',
  'Lucía',
  'Timur',
  'Aiko',
  'Noor',
  'Elif',
  'Sam',
  'Ines',
  'Pavel',
  'Wanjiru',
  'Tomás',
  'Leila',
  'Oskar',
];

/** A first name that no person in the sandbox has. */
export function freeName(people) {
  const taken = new Set([...people.values()].map((person) => person.firstName));
  return names.find((name) => !taken.has(name)) ?? `Guest ${people.size + 1}`;
}

const labelled = (words, control) =>
  element('label', { class: 'field' }, element('span', {}, words), control);
const select = (field, options) =>
  element(
    'select',
    { data: { field } },
    ...options.map(([value, words]) => element('option', { value }, words)),
  );
const line = (field, properties) =>
  element('input', { type: 'text', maxLength: 64, autocomplete: 'off', data: { field }, ...properties });

/** Asks for a new person's details and adds the person; `made(person)` is called with the ChatPerson. */
export function askPerson(state, { title = 'Add a person', hint, made }) {
  const firstName = line('first-name', { required: true, value: freeName(state.people), dir: 'auto' });
  const lastName = line('last-name', { dir: 'auto' });
  const username = line('username', {
    pattern: '[A-Za-z][A-Za-z0-9_]{4,31}',
    title: 'Five letters, digits or underscores at least',
  });
  const language = select('language', languages);
  const role = select(
    'role',
    roles.map((one) => [one, one]),
  );
  const form = element(
    'form',
    { class: 'stack', method: 'dialog' },
    hint && element('p', { class: 'hint' }, hint),
    labelled('First name', firstName),
    element('div', { class: 'pair' }, labelled('Language', language), labelled('Label on this page', role)),
    element(
      'details',
      { class: 'extra' },
      element('summary', {}, 'Last name and username'),
      labelled('Last name', lastName),
      labelled('Username', username),
    ),
    element('button', { type: 'submit', class: 'primary', data: { action: 'create-person' } }, 'Add'),
  );
  const dialog = showDialog({ title, name: 'person', content: form });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const optional = Object.entries({
      lastName: lastName.value.trim(),
      username: username.value.trim(),
    }).filter(([, value]) => value !== '');
    const person = await attempt(() =>
      addPerson({
        firstName: firstName.value.trim(),
        languageCode: language.value,
        role: role.value,
        ...Object.fromEntries(optional),
      }),
    );
    if (!person) return;
    dialog.close();
    made(person);
  });
  firstName.select();
}
