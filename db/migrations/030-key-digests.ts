import type { Migration } from './migration.ts';

/** Check values of the keys that decrypt nothing: SECRET_KEY and PASSWORD_PEPPER, each a keyed digest of its name. */
export const keyDigests: Migration = {
  name: '030-key-digests',
  up: (client) =>
    client.query(`
      CREATE TABLE key_digests (
        name TEXT PRIMARY KEY CHECK (name IN ('SECRET_KEY', 'PASSWORD_PEPPER')),
        digest TEXT NOT NULL
      )
    `),
};
