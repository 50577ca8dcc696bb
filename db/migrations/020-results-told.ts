import type { Migration } from './migration.ts';

/** What came out of a closed cohort, computed once, and when each participant was told. */
export const resultsTold: Migration = {
  name: '020-results-told',
  up: (client) =>
    client.query(`
      ALTER TABLE cohorts ADD COLUMN results JSONB;
      ALTER TABLE participants ADD COLUMN results_told_at TIMESTAMPTZ;
    `),
};
