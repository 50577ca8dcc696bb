import type { Cohort } from '../../engine/ports/cohorts.ts';
import { escapeHtml } from './turn.ts';

/** A sentence to staff, behind the name of the cohort that it is about. */
export const aboutCohort = ({ name }: Pick<Cohort, 'name'>, sentence: string): string =>
  `<b>${escapeHtml(name)}</b>: ${sentence}`;
