import type { Migration } from './migration.ts';

/** Whether each of two introduced people was asked to share a contact with the other, and what they did. */
export const sharedContacts: Migration = {
  name: '022-shared-contacts',
  up: (client) =>
    client.query(`
      ALTER TABLE introductions
        ADD COLUMN low_contact TEXT CHECK (low_contact IN ('asked', 'shared', 'refused')),
        ADD COLUMN high_contact TEXT CHECK (high_contact IN ('asked', 'shared', 'refused'))
    `),
};
