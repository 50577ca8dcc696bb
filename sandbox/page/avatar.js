import { element } from './element.js';

const hues = [165, 205, 255, 300, 345, 25, 60, 110];

/** The full name of a person. */
export const fullName = (person) => [person.firstName, person.lastName].filter(Boolean).join(' ');

/** Builds a coloured disc with the first letter of a name; the id determines the colour. */
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

/** Builds a label with the person's role; undefined for a person without a role. */
export const roleLabel = (person) =>
  person.role ? element('span', { class: 'role', data: { role: person.role } }, person.role) : undefined;
