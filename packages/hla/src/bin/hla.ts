#!/usr/bin/env node
import { Command } from 'commander';
import { registerHlaCommands } from '../commands/register.ts';
import { HlaError } from '../hla-error.ts';

const program = new Command('hla')
  .description('HLA typings: read, build, normalize, compare.')
  .showHelpAfterError();
registerHlaCommands(program, { tableFolder: () => '.', tableFolderName: 'the current folder' });

try {
  await program.parseAsync();
} catch (error) {
  // An operator reads one line; a fault of this program keeps its stack.
  const text =
    error instanceof HlaError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}
