import type { Command } from 'commander';
import { registerStudyExport } from './study-export.ts';
import { registerStudyRehearse } from './study-rehearse.ts';
import { registerStudySimulate } from './study-simulate.ts';
import { registerStudyValidity } from './study-validity.ts';

/** `study …`: what can be said about a study from its data. */
export function registerStudy(program: Command): void {
  const study = program
    .command('study')
    .description('A study before its freeze, and its figures from exported data.');
  registerStudyValidity(study);
  registerStudySimulate(study);
  registerStudyRehearse(study);
  registerStudyExport(study);
}
