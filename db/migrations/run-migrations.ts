import type { ClientBase } from 'pg';
import { Umzug } from 'umzug';
import { specification } from './001-specification.ts';
import { participants } from './002-participants.ts';
import { phases } from './003-phases.ts';
import { matching } from './004-matching.ts';
import { chats } from './005-chats.ts';
import { audit } from './006-audit.ts';
import { seals } from './007-seals.ts';
import { staffLanguage } from './008-staff-language.ts';
import { labAnswerText } from './009-lab-answer-text.ts';
import { loginTries } from './010-login-tries.ts';
import { supersededSeals } from './011-superseded-seals.ts';
import { sealsBeforeAndAfter } from './012-seals-before-and-after.ts';
import { registration } from './013-registration.ts';
import { followUps } from './014-follow-ups.ts';
import { studyDesk } from './015-study-desk.ts';
import { answerLanguage } from './018-answer-language.ts';
import { reportFormats } from './016-report-formats.ts';
import { resultsTold } from './020-results-told.ts';
import { leftOut } from './021-left-out.ts';
import { secretAsked } from './019-secret-asked.ts';
import { sharedContacts } from './022-shared-contacts.ts';
import { erasure } from './024-erasure.ts';
import { codesInLabAnswers } from './025-codes-in-lab-answers.ts';
import { checkedAnswers } from './026-checked-answers.ts';
import { keptPairs } from './027-kept-pairs.ts';
import { webTokens } from './028-web-tokens.ts';
import { keyDigests } from './030-key-digests.ts';
import { reminders } from './034-reminders.ts';
import { kitJourney } from './035-kit-journey.ts';
import { promisedDate } from './036-promised-date.ts';
import { beginUpdate } from './037-begin-update.ts';
import type { Migration } from './migration.ts';

/** All steps in order. The list is explicit: in an incomplete copy of the program the import of a step fails. */
export const migrations: readonly Migration[] = [
  specification,
  participants,
  phases,
  matching,
  chats,
  audit,
  seals,
  staffLanguage,
  labAnswerText,
  loginTries,
  supersededSeals,
  sealsBeforeAndAfter,
  registration,
  followUps,
  studyDesk,
  answerLanguage,
  reportFormats,
  resultsTold,
  leftOut,
  secretAsked,
  sharedContacts,
  erasure,
  codesInLabAnswers,
  checkedAnswers,
  keptPairs,
  webTokens,
  keyDigests,
  reminders,
  kitJourney,
  promisedDate,
  beginUpdate,
];

/** The names of the steps that the database lacks, given those that it has applied. */
export const missingMigrations = (applied: readonly string[]): string[] =>
  migrations.map(({ name }) => name).filter((name) => !applied.includes(name));

// The key of an advisory lock: any fixed number that no other lock in this database uses.
const MIGRATION_LOCK = 7_215_530_114;

/**
 * Brings the schema up to date in one transaction under an advisory lock. When two programs start at once, the second
 * waits for the first. A step of a killed program is rolled back. Returns the names of the steps that were applied.
 */
export async function runMigrations(
  client: ClientBase,
  list: readonly Migration[] = migrations,
): Promise<string[]> {
  const umzug = new Umzug({
    migrations: list.map(({ name, up }) => ({ name, up: () => up(client) })),
    context: {},
    storage: {
      executed: async () => {
        const { rows } = await client.query<{ name: string }>('SELECT name FROM migrations ORDER BY name');
        return rows.map((row) => row.name);
      },
      logMigration: async ({ name }) => {
        await client.query('INSERT INTO migrations (name) VALUES ($1)', [name]);
      },
      unlogMigration: async ({ name }) => {
        await client.query('DELETE FROM migrations WHERE name = $1', [name]);
      },
    },
    logger: undefined,
  });
  await client.query('BEGIN');
  try {
    await client.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await client.query(
      'CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, applied_at TIMESTAMPTZ NOT NULL DEFAULT now())',
    );
    const applied = await umzug.up();
    await client.query('COMMIT');
    return applied.map(({ name }) => name);
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}
