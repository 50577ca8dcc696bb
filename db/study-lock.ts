import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';
import { HarmoniaError } from '../foundation/errors.ts';
import type { DatabaseLog } from './database-log.ts';
import { openClient } from './open-client.ts';

/** The claim of one running program on a database. */
export interface StudyLock {
  /** Rejects with `database-unavailable` when another program has taken the database during an outage. */
  readonly lost: Promise<never>;
  release(): Promise<void>;
}

// The key of an advisory lock: any fixed number that no other lock in this database uses.
const STUDY_LOCK = 7_215_530_116;
/** So long a second program waits: the server may need a moment to notice that the first one was killed. */
const WAIT_MS = 4000;
const POLL_MS = 200;
const RECONNECT_MS = 500;

/**
 * Takes the database for this program, for as long as it runs. Two programs on one database would work on two volumes:
 * an erasure by one would leave the photo on the volume of the other. Commands of the operator do not take it.
 *
 * The lock is that of a transaction which stays open on a connection of its own, since behind a pooler the session may
 * end with each transaction. The transaction has no snapshot and keeps no row from being vacuumed.
 * @throws HarmoniaError `database-unavailable` when another program holds it
 */
export async function takeStudyLock(url: string, log?: DatabaseLog): Promise<StudyLock> {
  let released = false;
  let reject: (error: unknown) => void;
  const lost = new Promise<never>((_resolve, refuse) => (reject = refuse));
  lost.catch(() => undefined);

  const watch = (client: Client): Client => {
    client.once('end', () => {
      if (!released) regain().catch(reject);
    });
    return client;
  };
  const regain = async (): Promise<void> => {
    while (!released) {
      await delay(RECONNECT_MS, undefined, { ref: false });
      try {
        held = watch(await hold(url));
        if (released) await held.end();
        return;
      } catch (error) {
        if (!(error instanceof StudyTaken)) continue;
        log?.error({ event: 'database.taken', reason: error.message }, 'another program has the database');
        reject(error);
        return;
      }
    }
  };

  let held = watch(await hold(url));
  return {
    lost,
    async release() {
      released = true;
      await held.end();
    },
  };
}

class StudyTaken extends HarmoniaError {
  constructor() {
    super(
      'database-unavailable',
      'DATABASE_URL: another program runs the study on this database; stop it first, since two programs would keep files in two places',
    );
  }
}

async function hold(url: string): Promise<Client> {
  const client = await openClient(url, { applicationName: 'harmonia' });
  try {
    await client.query('BEGIN');
    // A server may end sessions that are idle in a transaction, and this one is idle all the time.
    await client.query('SET LOCAL idle_in_transaction_session_timeout = 0');
    const until = Date.now() + WAIT_MS;
    while (!(await tryLock(client))) {
      if (Date.now() > until) throw new StudyTaken();
      await delay(POLL_MS);
    }
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}

async function tryLock(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS taken', [
    STUDY_LOCK,
  ]);
  return rows[0]?.taken === true;
}
