import type { Migration } from './migration.ts';

/** The day by which the organisers mean to release the results of a cohort; null until they name one. */
export const promisedDate: Migration = {
  name: '036-promised-date',
  up: (client) => client.query('ALTER TABLE cohorts ADD COLUMN promised_at TIMESTAMPTZ'),
};
