import type { ReleaseAntigens, SpellingConvention } from '../antigen-or-allele.ts';
import type { Finding, FindingCode } from '../finding.ts';
import { finding, keyOfWarning } from '../finding.ts';
import type { GeneName } from '../gene.ts';
import type { Genotype } from '../gl-string.ts';
import type { Locus } from '../locus.ts';
import { loci, mayBeAbsent, scoredLoci } from '../locus.ts';
import type { HlaName } from '../name.ts';
import { typingOf } from '../typing.ts';
import type { LabContext } from './context.ts';
import { meetGenotypes } from './meet.ts';
import { type Identity, participantProblem } from './participant-code.ts';
import type { LabProblem, LabRow } from './row.ts';
import { closeRow, errorAt, toProblem } from './row.ts';
import type { SampleStatus } from './status.ts';

/** A place of a lab file. */
export interface Place {
  readonly row: number;
  readonly column?: string;
}

/** What is read of one gene of one participant. */
interface Statement {
  readonly genotypes: readonly Genotype[];
  /** The text as the laboratory wrote it. */
  readonly raw: string;
  readonly place: Place;
}

/** Collects what is read of one participant; the formats share it. */
export interface RowDraft {
  /** The genes that are kept. */
  readonly loci: ReadonlySet<Locus>;
  /** The antigens of four digits that the release in use names. */
  readonly antigens: ReleaseAntigens | undefined;
  /** The genes beside the classical ones that it names. */
  readonly genes: ReadonlySet<string> | undefined;
  readonly statements: Map<Locus, Statement>;
  readonly problems: LabProblem[];
  /** Genes that were typed without a result that can be used. */
  readonly unresolved: Set<Locus>;
  release?: string;
  /** What the method of the typing says of names that may be an antigen or an allele. */
  method?: SpellingConvention;
  /** True when the laboratory asks to replace an earlier typing, false when it asks not to. */
  replace?: boolean;
  /** True when the file holds no typings. */
  statusOnly?: boolean;
  /** What the laboratory says of the sample. */
  sample?: SampleStatus;
}

/** An empty draft. */
export const createDraft = ({
  loci: kept,
  antigens,
  genes,
}: Pick<LabContext, 'loci' | 'antigens' | 'genes'>): RowDraft => ({
  loci: kept,
  antigens,
  genes,
  statements: new Map(),
  problems: [],
  unresolved: new Set(),
});

/**
 * Adds what one place says about a gene. Two places that agree are one statement, with the finer names of both and a copy
 * that only one of them has; two that contradict each other are an error that shows both.
 */
export function addStatement(
  draft: RowDraft,
  locus: Locus,
  genotypes: readonly Genotype[],
  raw: string,
  place: Place,
  code: FindingCode = 'gl-gene-repeated',
): void {
  const before = draft.statements.get(locus);
  if (before === undefined) {
    draft.statements.set(locus, { genotypes, raw, place });
    return;
  }
  const together = meetGenotypes(before.genotypes, genotypes);
  if (together.length > 0) {
    const kept = together === before.genotypes;
    draft.statements.set(locus, {
      genotypes: together,
      raw: kept || before.raw === raw ? before.raw : `${before.raw} ; ${raw}`,
      place: kept ? before.place : place,
    });
    return;
  }
  draft.problems.push({
    ...errorAt(code, { ...place, locus, text: raw.trim().slice(0, 40) }),
    against: { ...before.place, text: before.raw.trim().slice(0, 40) },
  });
}

/** Ends a draft: checks the participant and names the scored genes that were not typed. */
export function finishDraft(identity: Identity, row: number, draft: RowDraft): LabRow {
  const { problems, statements, release } = draft;
  const wrong = participantProblem(identity, row);
  if (wrong !== undefined) problems.unshift(wrong);
  const { sample } = draft;
  // A typing of a sample that failed or is analysed once more is none to store.
  if (sample !== undefined && (sample !== 'received' || statements.size === 0)) {
    if (wrong !== undefined) return { participant: '', row, status: 'rejected', problems: [wrong] };
    return { participant: identity.participant, row, status: 'accepted', sample, problems: [] };
  }
  const refused = problems.some(({ severity }) => severity === 'error');
  for (const [locus, { genotypes, place }] of statements) noteCopies(draft, locus, genotypes, place);
  for (const locus of refused ? [] : scoredLoci)
    if (!statements.has(locus) && !draft.unresolved.has(locus))
      problems.push({ ...errorAt('locus-missing', { row, locus }), severity: 'warning' });
  const typing = typingOf(statements, release);
  // Text that is not a kit code may be a person's name, so the row does not carry it on.
  const closed = closeRow(wrong === undefined ? identity.participant : '', row, typing, problems);
  return draft.replace === true ? { ...closed, replace: true } : closed;
}

/** Notes what a gene's copies leave open, and takes a gene out whose copies are all unknown. */
function noteCopies(draft: RowDraft, locus: Locus, genotypes: readonly Genotype[], place: Place): void {
  if (genotypes.every(saysNothing)) {
    draft.statements.delete(locus);
    draft.unresolved.add(locus);
  } else if (mayBeAbsent(locus)) return;
  else if (genotypes.some(({ second }) => second === undefined))
    draft.problems.push(toProblem(finding('single-copy'), 'warning', { ...place, locus }));
  else if (genotypes.some(({ second }) => second === untestedCopies[locus]))
    draft.problems.push(toProblem(finding('copy-untested'), 'warning', { ...place, locus }));
}

const isUnknown = ({ kind }: HlaName): boolean => kind === 'unknown';

const saysNothing = ({ first, second }: Genotype): boolean =>
  first.every(isUnknown) && (second === undefined || second.every(isUnknown));

/** A copy that a laboratory did not test, by gene. */
export const untestedCopies = Object.fromEntries(
  loci.map((locus) => [locus, [{ kind: 'unknown', locus }]]),
) as unknown as Readonly<Record<Locus, Genotype['first']>>;

/** Adds warnings of one place to a draft, each code once, and each gene that is left out once. */
export function noteWarnings(
  draft: RowDraft,
  findings: readonly Finding[],
  place: { row: number; column?: string; locus?: Locus },
): void {
  if (findings.length === 0) return;
  const seen = new Set<string>();
  for (const found of findings) {
    const key = keyOfWarning(found);
    if (seen.has(key)) continue;
    seen.add(key);
    draft.problems.push(toProblem(found, 'warning', place));
  }
}

/** Notes a gene that is not kept, by its name alone; one that neither our list nor the release has is a warning, since it may be a slip. */
export function noteGene(draft: RowDraft, gene: GeneName | undefined, text: string, place: Place): void {
  const symbol = text
    .trim()
    .toUpperCase()
    .replace(/^HLA[-_ ]?/, '')
    .replace(/\*$/, '');
  if (gene === undefined && draft.genes?.has(symbol) === true) {
    noteWarnings(draft, [finding('other-gene-ignored', { text: symbol })], place);
    return;
  }
  if (gene === undefined) {
    const unreadable = finding('gene-unreadable', { text: text.slice(0, 20) });
    draft.problems.push(toProblem(unreadable, 'warning', place));
    return;
  }
  const name = gene.kind === 'classical' ? gene.locus : gene.kind === 'drb345' ? 'DRB3/4/5' : gene.gene;
  noteWarnings(draft, [finding('other-gene-ignored', { text: name })], place);
}
