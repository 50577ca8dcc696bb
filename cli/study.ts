import type { Command } from 'commander';
import { registerStudySimulate } from './study-simulate.ts';
import { registerStudyValidity } from './study-validity.ts';

/** `study …`: what can be said about a study from its data. */
export function registerStudy(program: Command): void {
  const study = program.command('study').description('Figures of a study, from its exported data.');
  registerStudyValidity(study);
  registerStudySimulate(study);
}
