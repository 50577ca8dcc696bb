import type { Migration } from './migration.ts';

/** A lab that delivers again gets the first answer byte for byte; jsonb keeps neither its keys' order nor its spaces. */
export const labAnswerText: Migration = {
  name: '009-lab-answer-text',
  up: (client) => client.query('ALTER TABLE lab_deliveries ALTER COLUMN response TYPE TEXT'),
};
