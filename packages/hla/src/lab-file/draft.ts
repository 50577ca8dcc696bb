import type { Finding } from '../finding.ts';
import { keyOfWarning } from '../finding.ts';
import type { Genotype } from '../gl-string.ts';
import type { Locus } from '../locus.ts';
import { scoredLoci } from '../locus.ts';
import { createTyping } from '../typing.ts';
import type { LabFileSettings } from './limits.ts';
import { participantProblem } from './participant-code.ts';
import type { LabProblem, LabRow } from './row.ts';
import { closeRow, errorAt, toProblem } from './row.ts';

/** Collects what is read of one participant; the formats share it. */
export interface RowDraft {
  /** The genes that are kept. */
  readonly loci: ReadonlySet<Locus>;
  readonly genotypes: Map<Locus, readonly Genotype[]>;
  readonly raw: Partial<Record<Locus, string>>;
  readonly problems: LabProblem[];
  release?: string;
  /** True when the laboratory asks to replace an earlier typing, false when it asks not to. */
  replace?: boolean;
}

/** An empty draft. */
export const createDraft = ({ loci }: Pick<LabFileSettings, 'loci'>): RowDraft => ({
  loci,
  genotypes: new Map(),
  raw: {},
  problems: [],
});

/** Ends a draft: checks the participant and names the scored genes that were not typed. */
export function finishDraft(participant: string, row: number, draft: RowDraft, column?: string): LabRow {
  const { problems, genotypes, raw, release } = draft;
  const place = { row, ...(column === undefined ? {} : { column }) };
  const wrong = participantProblem(participant, place);
  if (wrong !== undefined) problems.unshift(wrong);
  const refused = problems.some(({ severity }) => severity === 'error');
  for (const [locus, list] of genotypes) if (list.every(saysNothing)) genotypes.delete(locus);
  const missing = scoredLoci.filter((locus) => !genotypes.has(locus));
  for (const locus of refused ? [] : missing)
    problems.push({ ...errorAt('locus-missing', { row, locus }), severity: 'warning' });
  const typing = createTyping({ genotypes, ...(release === undefined ? {} : { release }) }, raw);
  // Text that is not a kit code may be a person's name, so the row does not carry it on.
  const closed = closeRow(wrong === undefined ? participant : '', row, typing, problems);
  return draft.replace === true ? { ...closed, replace: true } : closed;
}

const saysNothing = ({ first, second = [] }: Genotype): boolean =>
  [...first, ...second].every(({ kind }) => kind === 'unknown');

/** Adds warnings of one place to a draft, each code once, and each gene that is left out once. */
export function noteWarnings(
  draft: RowDraft,
  findings: readonly Finding[],
  place: { row: number; column?: string; locus?: Locus },
): void {
  const seen = new Set<string>();
  for (const found of findings) {
    const key = keyOfWarning(found);
    if (seen.has(key)) continue;
    seen.add(key);
    draft.problems.push(toProblem(found, 'warning', place));
  }
}
