import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { Command } from 'commander';
import { HarmoniaError } from '../foundation/errors.ts';
import { withDatabase } from './with-database.ts';

/**
 * `staff add ROLE EMAIL`, `staff disable EMAIL`, `staff list`. The password is asked for: as an argument it would
 * appear in the list of processes and in the shell's history.
 */
export function registerStaff(program: Command): void {
  const staff = program.command('staff').description('Admins and researchers.');
  staff
    .command('add')
    .description(
      'Add an account, or give an account a new password. The password is read from the terminal or standard input.',
    )
    .argument('<role>', 'admin or researcher')
    .argument('<email>')
    .action(async (role: string, email: string) => addStaff(role, email));
  staff
    .command('disable')
    .description(
      'Disable an account: its sessions end at once and it cannot sign in. The last admin cannot be disabled.',
    )
    .argument('<email>')
    .action((email: string) => disable(email));
  staff
    .command('list')
    .description('List the accounts of admins and researchers.')
    .action(async () => {
      const { staffOf } = await import('../engine/protocol/staff-accounts.ts');
      await withDatabase(async (database) => {
        for (const { role, email, disabledAt } of await database.transact(staffOf))
          console.log(`${role}\t${email}\t${disabledAt ? 'disabled' : 'active'}`);
      });
    });
}

async function addStaff(role: string, given: string): Promise<void> {
  if (role !== 'admin' && role !== 'researcher')
    throw new HarmoniaError('bad-request', `role: expected admin or researcher, got "${role}"`);
  const { z } = await import('zod');
  const { passwordAdvice } = await import('../db/crypto/passwords.ts');
  const email = z.email().safeParse(given.toLowerCase());
  if (!email.success)
    throw new HarmoniaError('bad-request', `email: expected an e-mail address, got "${given}"`);
  const password = await askPassword();
  await withDatabase(async (database, passwords) => {
    const problem = passwords.problem(password, { email: email.data });
    if (problem) throw new HarmoniaError('bad-request', `password: ${passwordAdvice[problem]}`);
    const passwordHash = await passwords.hash(password);
    await database.transact(async (uow) => {
      const account = await uow.accounts.byEmail(email.data);
      if (account && account.role !== role)
        throw new HarmoniaError(
          'conflict',
          `email: ${email.data} belongs to an account with the role ${account.role}; use another address`,
        );
      if (account)
        await uow.accounts.update(account.id, {
          passwordHash,
          disabledAt: null,
          tokenVersion: account.tokenVersion + 1,
        });
      else await uow.accounts.create({ email: email.data, passwordHash, role });
    });
    console.log(`${role} added; they sign in with /login in the bot`);
  });
}

async function disable(email: string): Promise<void> {
  const { disableStaff } = await import('../engine/protocol/staff-accounts.ts');
  await withDatabase(async (database) => {
    await database.transact(async (uow) => {
      const account = await uow.accounts.byEmail(email.toLowerCase());
      if (!account || account.role === 'user')
        throw new HarmoniaError(
          'not-found',
          `email: no admin or researcher has the address ${email}; see "staff list"`,
        );
      await disableStaff(uow, { id: account.id, by: 'system', now: new Date() });
    });
    console.log('disabled');
  });
}

/** Reads the password from the terminal without showing it, or the first line of standard input. */
async function askPassword(): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  if (process.stdin.isTTY) process.stderr.write('Password: ');
  const prompt = createInterface({ input: process.stdin, output: silent, terminal: process.stdin.isTTY });
  try {
    for await (const line of prompt) return line;
    return '';
  } finally {
    prompt.close();
    if (process.stdin.isTTY) process.stderr.write('\n');
  }
}
