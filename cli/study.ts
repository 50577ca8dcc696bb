import type { Command } from 'commander';
import { registerStudyValidity } from './study-validity.ts';

/** `study …`: what can be said about a study from its data. */
export function registerStudy(program: Command): void {
  const study = program.command('study').description('Figures of a study, from its exported data.');
  registerStudyValidity(study);
}
