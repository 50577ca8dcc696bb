import type { Command } from 'commander';
import { registerHlaBuild } from './hla-build.ts';
import { registerHlaCompare } from './hla-compare.ts';
import { registerHlaDistribution } from './hla-distribution.ts';
import { registerHlaDivergence } from './hla-divergence.ts';
import { registerHlaNormalize } from './hla-normalize.ts';
import { registerHlaRead } from './hla-read.ts';

/** `hla …`: lab files, names, the reference table and comparison, for operators and for checks by hand. */
export function registerHla(program: Command): void {
  const hla = program.command('hla').description('HLA typings: read, build, normalize, compare.');
  registerHlaRead(hla);
  registerHlaBuild(hla);
  registerHlaNormalize(hla);
  registerHlaCompare(hla);
  registerHlaDivergence(hla);
  registerHlaDistribution(hla);
}
