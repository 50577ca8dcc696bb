import type { Migration } from './migration.ts';

/**
 * People who had not finished at a freeze: the date on which their data are erased, and since when they stay for the
 * next cohort. Kits of erased people stay void: a laboratory that still has such a kit is told to destroy the result.
 */
export const leftOut: Migration = {
  name: '021-left-out',
  up: (client) =>
    client.query(`
      ALTER TABLE participants
        ADD COLUMN left_out_until TIMESTAMPTZ,
        ADD COLUMN stays_since TIMESTAMPTZ;
      CREATE TABLE void_kits (code_digest TEXT PRIMARY KEY, at TIMESTAMPTZ NOT NULL);
    `),
};
