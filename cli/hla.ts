import { registerHlaCommands } from '@harmonia/hla';
import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { registerHlaDistribution } from './hla-distribution.ts';

/** `hla …`: lab files, names, the reference table and comparison, for operators and for checks by hand. */
export function registerHla(program: Command): void {
  const hla = program.command('hla').description('HLA typings: read, build, normalize, compare.');
  registerHlaCommands(hla, { tableFolder: () => readConfig().dataDir, tableFolderName: 'DATA_DIR' });
  registerHlaDistribution(hla);
}
