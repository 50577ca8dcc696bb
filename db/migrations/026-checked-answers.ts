import type { Migration } from './migration.ts';

/**
 * When a participant said that the answers about themselves are right; those who had given them all before are not asked.
 * The topic of a chat in which the person wrote last. A profile that was left out without ever being shown has no time.
 */
export const checkedAnswers: Migration = {
  name: '026-checked-answers',
  up: (client) =>
    client.query(`
      ALTER TABLE participants ADD COLUMN about_confirmed_at TIMESTAMPTZ;
      UPDATE participants SET about_confirmed_at = created_at
        WHERE num_nulls(sex, seeks, birth_year, seeks_age_min, seeks_age_max, display_name) = 0;
      ALTER TABLE chats ADD COLUMN thread_id INTEGER;
      ALTER TABLE outcomes ALTER COLUMN shown_at DROP NOT NULL;
    `),
};
