import type { Migration } from './migration.ts';

/**
 * What an erasure needs. The marks of processed updates lose the chat: the key alone says that an update was seen. The
 * bot remembers which of its messages hold a picture or a file, since only by their ids they can be deleted. The rows of
 * chats that belong to no participant or staff, and in which no question is open, are deleted; a turn now does that itself.
 */
export const erasure: Migration = {
  name: '024-erasure',
  up: (client) =>
    client.query(`
      ALTER TABLE processed_updates DROP COLUMN chat_id;
      CREATE TABLE sent_files (
        chat_id BIGINT NOT NULL,
        message_id BIGINT NOT NULL,
        sent_at TIMESTAMPTZ NOT NULL,
        PRIMARY KEY (chat_id, message_id)
      );
      DELETE FROM chats WHERE chat_id NOT IN (
        SELECT chat_id FROM participants WHERE chat_id IS NOT NULL
        UNION SELECT chat_id FROM staff_sessions UNION SELECT chat_id FROM dialog_state UNION SELECT chat_id FROM outbox
      );
    `),
};
