import type { Migration } from './migration.ts';

/** The language that a member of staff chose. The language of a participant is stored in `participants`. */
export const staffLanguage: Migration = {
  name: '008-staff-language',
  up: (client) =>
    client.query(`ALTER TABLE account_state ADD COLUMN locale TEXT CHECK (locale IN ('en', 'es', 'ru'))`),
};
