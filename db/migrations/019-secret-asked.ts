import type { Migration } from './migration.ts';

/** Since when a chat is asked for a password. What is typed then is deleted, also when the dialog has ended. */
export const secretAsked: Migration = {
  name: '019-secret-asked',
  up: (client) => client.query('ALTER TABLE chats ADD COLUMN secret_since TIMESTAMPTZ'),
};
