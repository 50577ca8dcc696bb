import type { Command } from 'commander';
import { withDatabase } from './with-database.ts';

/** `keys rotate`: encrypts all ciphertexts anew with the first of FERNET_KEYS. */
export function registerKeys(program: Command): void {
  const keys = program.command('keys').description('Keys of the data at rest.');
  keys
    .command('rotate')
    .description('Encrypt all data with the first of FERNET_KEYS. It can be interrupted and run again.')
    .action(() =>
      withDatabase(async (database) => {
        console.log(JSON.stringify(await database.rotateKeys()));
      }),
    );
}
