import type { Command } from 'commander';
import { withDatabase } from './with-database.ts';

/** `keys rotate`: writes everything that is encrypted anew under the first of FERNET_KEYS. */
export function registerKeys(program: Command): void {
  const keys = program.command('keys').description('Keys of the data at rest.');
  keys
    .command('rotate')
    .description('Encrypt all data with the first of FERNET_KEYS; may be stopped and run again.')
    .action(() =>
      withDatabase(async (database) => {
        console.log(JSON.stringify(await database.rotateKeys()));
      }),
    );
}
