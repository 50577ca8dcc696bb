#!/usr/bin/env node
import module from 'node:module';

// Node keeps what it compiled for the next call. Only files that are imported after this line are kept.
module.enableCompileCache();

const [{ Command }, { registerHlaCommands }, { HlaError }] = await Promise.all([
  import('commander'),
  import('../commands/register.ts'),
  import('../hla-error.ts'),
]);

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
