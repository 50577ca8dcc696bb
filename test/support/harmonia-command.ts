/** The words that run a command of `harmonia` from the source, in the project's folder. */
export const harmoniaCommand = (...words: string[]): [string, ...string[]] => [
  process.execPath,
  '--conditions=harmonia-source',
  '--import',
  './require-node.mjs',
  'cli/harmonia.ts',
  ...words,
];
