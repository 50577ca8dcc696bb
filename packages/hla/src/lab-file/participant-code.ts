import type { LabProblem } from './row.ts';
import { errorAt } from './row.ts';

const pattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** Checks a kit code; undefined when it is one. Its text never appears in a problem. */
export function participantProblem(
  participant: string,
  place: { row?: number; column?: string },
): LabProblem | undefined {
  if (participant === '') return errorAt('participant-missing', place);
  return pattern.test(participant) ? undefined : errorAt('participant-invalid', place);
}
