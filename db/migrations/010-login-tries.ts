import type { Migration } from './migration.ts';

/** Counts tries to sign in. `key` is a keyed digest, so the table holds no chat id and no e-mail address. */
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
