import type { Migration } from './migration.ts';

/** The language in which a statement was read. It is not known of answers that were given before. */
export const answerLanguage: Migration = {
  name: '018-answer-language',
  up: (client) =>
    client.query(`
      ALTER TABLE questionnaire_answers ADD COLUMN locale TEXT CHECK (locale IN ('en', 'es', 'ru'))
    `),
};
