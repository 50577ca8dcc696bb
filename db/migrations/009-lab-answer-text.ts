import type { Migration } from './migration.ts';

/**
 * Stores answers to laboratories as text. A laboratory that repeats a delivery gets the first answer byte for byte, and
 * jsonb keeps neither the order of keys nor spaces.
 */
export const labAnswerText: Migration = {
  name: '009-lab-answer-text',
  up: (client) => client.query('ALTER TABLE lab_deliveries ALTER COLUMN response TYPE TEXT'),
};
