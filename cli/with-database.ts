import { join } from 'node:path';
import { createClock } from '../foundation/clock.ts';
import { withTeardown } from '../foundation/teardown.ts';
import { readConfig } from '../config.ts';
import { createPasswords } from '../db/crypto/passwords.ts';
import { connectDatabase, type Database } from '../db/connect.ts';
import { startEmbedded } from '../db/embedded.ts';
import type { Passwords } from '../engine/ports/passwords.ts';
import { cipherKeysOf, erasuresFolder } from '../app/start.ts';
import { openSecrets } from '../app/secrets.ts';
import { openFileStorage } from '../app/file-storage.ts';

/** Runs an operator's command on the configured database. The program itself may be running meanwhile. */
export const withDatabase = (
  work: (database: Database, passwords: Passwords) => Promise<void>,
): Promise<void> =>
  withTeardown(async (opened) => {
    const config = readConfig();
    await openFileStorage(config.dataDir);
    const secrets = openSecrets(config);
    let url: string;
    if (config.database.mode === 'external') url = config.database.url;
    else {
      const server = await startEmbedded({ folder: config.database.folder });
      opened.defer(() => server.stop());
      url = server.url;
    }
    const database = connectDatabase({
      url,
      keys: cipherKeysOf(secrets),
      clock: createClock(),
      erasures: join(config.dataDir, erasuresFolder),
    });
    opened.defer(() => database.close());
    await database.migrate();
    await work(database, createPasswords(secrets.passwordPepper));
  });
