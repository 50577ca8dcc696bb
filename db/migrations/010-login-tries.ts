import type { Migration } from './migration.ts';

/** How often somebody tried to sign in. Keys are keyed digests: the table names no chat and no address. */
export const loginTries: Migration = {
  name: '010-login-tries',
  up: (client) =>
    client.query(`
      CREATE TABLE login_tries (
        key TEXT PRIMARY KEY,
        tries INTEGER NOT NULL,
        until TIMESTAMPTZ NOT NULL
      )
    `),
};
