import type { Migration } from './migration.ts';

/**
 * Refresh tokens of the web API. `digest` is a keyed digest: a token itself is never stored. The rows of one sign-in have one
 * `family_id`; a used token keeps its row, so that a second use of it is recognised.
 */
export const webTokens: Migration = {
  name: '028-web-tokens',
  up: (client) =>
    client.query(`
      CREATE TABLE refresh_tokens (
        digest TEXT PRIMARY KEY,
        family_id UUID NOT NULL,
        user_id UUID NOT NULL REFERENCES users(id) ON DELETE CASCADE,
        token_version INTEGER NOT NULL,
        issued_at TIMESTAMPTZ NOT NULL,
        expires_at TIMESTAMPTZ NOT NULL,
        used_at TIMESTAMPTZ
      );
      CREATE INDEX refresh_tokens_family ON refresh_tokens (family_id);
      CREATE INDEX refresh_tokens_user ON refresh_tokens (user_id);
    `),
};
