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
import type { Migration } from './migration.ts';

/** In order; an explicit list, so that a bundled or partly copied program cannot miss one. */
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
];

// Any fixed number will do, as long as nothing else in this database locks on it.
const MIGRATION_LOCK = 7_215_530_114;

/**
 * Brings the schema up to date in one transaction under an advisory lock: of two programs that start at once one
 * waits for the other, and a killed one leaves nothing behind. Returns the names that were applied.
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
