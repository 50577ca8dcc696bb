import { element } from './element.js';

const hues = [165, 205, 255, 300, 345, 25, 60, 110];

/** A person's full name. */
export const fullName = (person) => [person.firstName, person.lastName].filter(Boolean).join(' ');

/** A coloured disc with the first letter of a name; the colour belongs to the id. */
export function avatar(person) {
  const letter = [...person.firstName.trim()][0] ?? '?';
  return element(
    'span',
    {
      class: 'avatar',
      'aria-hidden': 'true',
      style: { '--hue': String(hues[Math.abs(person.id) % hues.length]) },
    },
    letter.toUpperCase(),
  );
}

/** The person's role as a small label, or nothing when the person has none. */
export const roleLabel = (person) =>
  person.role ? element('span', { class: 'role', data: { role: person.role } }, person.role) : undefined;
