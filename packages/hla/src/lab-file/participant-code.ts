import type { LabContext } from './context.ts';
import type { LabProblem } from './row.ts';
import { errorAt } from './row.ts';

const pattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** Whom a row is about. */
export interface Identity {
  /** Empty when the row names no participant. */
  readonly participant: string;
  /** The place of the code: a column, an attribute. */
  readonly column?: string;
  /** The places of different codes, of which none could be chosen. */
  readonly ambiguous?: readonly string[];
}

/** One identifier of a person, and the column or system that it stands in. */
export interface Identifier {
  readonly code: string;
  readonly system: string;
}

/**
 * Chooses among the identifiers of one person. Equal ones are one; of different ones that which can be a participant's,
 * when it is the only one.
 */
export function chooseIdentity(
  identifiers: readonly Identifier[],
  isParticipant?: (code: string) => boolean,
): Identity {
  const [only] = identifiers;
  if (identifiers.length === 1 && only !== undefined) return { participant: only.code, column: only.system };
  const given = identifiers.filter(({ code }) => code !== '');
  const [first] = given;
  if (first === undefined)
    return { participant: '', ...(identifiers[0] && { column: identifiers[0].system }) };
  const differ = (list: readonly Identifier[]): boolean => list.some(({ code }) => code !== list[0]?.code);
  if (!differ(given)) return { participant: first.code, column: first.system };
  const possible = isParticipant === undefined ? [] : given.filter(({ code }) => isParticipant(code));
  const [chosen] = possible;
  if (chosen !== undefined && !differ(possible)) return { participant: chosen.code, column: chosen.system };
  return { participant: '', ambiguous: given.map(({ system }) => system) };
}

/**
 * Whom identifiers name in a file: the kit that is given for a file of one person stands for the person's own codes.
 */
export const identityOf = (
  identifiers: readonly Identifier[],
  { participant, isParticipant }: Pick<LabContext, 'participant' | 'isParticipant'>,
): Identity => (participant === undefined ? chooseIdentity(identifiers, isParticipant) : { participant });

/** Checks a kit code; undefined when it is one. Its text never appears in a problem. */
export function participantProblem(
  { participant, column, ambiguous }: Identity,
  row: number,
): LabProblem | undefined {
  if (ambiguous !== undefined)
    return errorAt('participant-ambiguous', { row, column: ambiguous.join(', ').slice(0, 200) });
  const place = { row, ...(column === undefined ? {} : { column }) };
  if (participant === '') return errorAt('participant-missing', place);
  return pattern.test(participant) ? undefined : errorAt('participant-invalid', place);
}
