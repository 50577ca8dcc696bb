import { join } from 'node:path';
import { createClock } from '../foundation/clock.ts';
import { withTeardown } from '../foundation/teardown.ts';
import type { Database } from '../db/connect.ts';
import type { Passwords } from '../engine/ports/passwords.ts';

/** Runs an operator's command on the configured database. The program itself may be running meanwhile. */
export const withDatabase = (
  work: (database: Database, passwords: Passwords) => Promise<void>,
): Promise<void> =>
  withTeardown(async (opened) => {
    const { readConfig } = await import('../config.ts');
    const { connectDatabase } = await import('../db/connect.ts');
    const { createPasswords } = await import('../db/crypto/passwords.ts');
    const { startEmbedded } = await import('../db/embedded.ts');
    const { cipherKeysOf, erasuresFolder } = await import('../app/start.ts');
    const { openSecrets } = await import('../app/secrets.ts');
    const { openFileStorage } = await import('../app/file-storage.ts');
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
