import { boundTerms } from './bound-locus.ts';
import { bringUp } from './bring-up.ts';
import type { LocusTerms } from './compare-locus.ts';
import { averageTerms, createMetric } from './compare-locus.ts';
import type { ScoredLocus } from './locus.ts';
import { scoredLoci } from './locus.ts';
import { createBuiltinReference } from './reference/builtin.ts';
import type { HlaReference } from './reference/reference.ts';
import type { BlankSecond, GenotypeCopy, Variant } from './genotype-copy.ts';
import { variantsOf } from './genotype-copy.ts';
import type { HlaTyping } from './typing.ts';
import { genotypesOf } from './typing.ts';

/** Something that limits a comparison. */
export type ComparisonWarning =
  | 'reference-builtin'
  | 'locus-missing'
  | 'locus-not-expressed'
  | 'too-few-loci'
  | 'single-copy'
  | 'low-resolution'
  | 'ambiguous'
  | 'insertion-not-scored'
  | 'novel';

/** The comparison of one gene. */
export interface LocusComparison {
  /** 0–100, as this gene alone. */
  readonly score: number;
  /** Lowest and highest score of this gene, 0–100, that the typings allow. */
  readonly interval: readonly [number, number];
  /** Alleles in common, 0–2. */
  readonly shared: number;
  /** Chance, 0–1, that a child of the two would be heterozygous. */
  readonly heterozygosity: number;
  /** Mean Grantham distance between the grooves of one and of the other; null without sequences. */
  readonly divergence: number | null;
}

/** The comparison of two people. The formula and its sources stand at `compareHla`. */
export interface HlaComparison {
  /** Dissimilarity 0–100 at the resolution that both typings have; null when fewer than two genes are comparable. */
  readonly score: number | null;
  /** Holds the score of every full resolution of both typings. */
  readonly interval: readonly [number, number];
  /** Average over the possibilities; null with the score. */
  readonly expected: number | null;
  /** The coarsest level that entered: grooves, two-field names, or antigens and first fields. */
  readonly level: 'groove' | '2field' | 'antigen';
  /** The genes that both have. */
  readonly perLocus: Readonly<Partial<Record<ScoredLocus, LocusComparison>>>;
  /** Share of the three genes that were compared, 0–1. */
  readonly coverage: number;
  readonly warnings: readonly ComparisonWarning[];
  /** Release of IPD-IMGT/HLA, or `builtin`. */
  readonly referenceRelease: string;
  /** Where the reference data came from: `builtin` knows names only. */
  readonly referenceData: 'builtin' | 'release';
  /** The scoring method, one of `allMethodVersions`. */
  readonly methodVersion: string;
}

/** How two people are compared. */
export interface ComparisonOptions {
  /** How a single reported copy is read; homozygous unless given. */
  readonly blankSecond?: BlankSecond;
  /** Weights of the genes; equal unless given. */
  readonly weights?: Readonly<Record<ScoredLocus, number>>;
  /**
   * `current`, unless given: both typings are brought up to the reference's release first. `as-read` compares the names that
   * are stored, which is the method that came before and depends on what was installed when a typing was read.
   */
  readonly names?: 'current' | 'as-read';
}

/**
 * Names and versions of the scoring methods that can be had with a reference, the one in use first. With `hla-groove-1`
 * typings were compared by the names that were stored; without a release nothing is brought up to one.
 */
export const methodVersionsOf = (reference: HlaReference): readonly [string, ...string[]] =>
  reference.kind === 'release' ? ['hla-groove-2', asReadMethod] : ['hla-names-1'];

/** The method of `names: 'as-read'`. */
const asReadMethod = 'hla-groove-1';

/** Every method that a typing may have been sealed under. */
export const allMethodVersions: readonly string[] = ['hla-groove-2', asReadMethod, 'hla-names-1'];

/** Name and version of the scoring method; the percentile table is chosen by it. */
export const methodVersionOf = (reference: HlaReference): string => methodVersionsOf(reference)[0];

let builtin: HlaReference | undefined;

/** The reference that needs no release, made once. */
export const builtinReference = (): HlaReference => (builtin ??= createBuiltinReference());

/**
 * Compares two people: 100 · mean over genes of α·H + (1 − α)·¼Σ min(1, g/R), where H is the expected
 * heterozygosity of a child, g the mean Grantham distance of two grooves and R the gene's scale; α is ½ with
 * sequences and 1 without. Source of the distance: Pierini and Lenz 2018, doi 10.1093/molbev/msy116. Symmetric. A gene that one of them lacks is left out and may lie anywhere in the
 * interval; with two lacking there is no score.
 */
export function compareHla(
  one: HlaTyping,
  other: HlaTyping,
  reference: HlaReference = builtinReference(),
  options: ComparisonOptions = {},
): HlaComparison {
  const asRead = options.names === 'as-read';
  const [a, b] = asRead ? [one, other] : [bringUp(one, reference), bringUp(other, reference)];
  const warnings = new Set<ComparisonWarning>(reference.kind === 'builtin' ? ['reference-builtin'] : []);
  const perLocus: Partial<Record<ScoredLocus, LocusComparison>> = {};
  const parts: { terms: LocusTerms | undefined; weight: number }[] = [];
  let low = false;
  for (const locus of scoredLoci) {
    const blankSecond = options.blankSecond ?? 'homozygous';
    const sides = [a, b].map((typing) => variantsOf(genotypesOf(typing, locus), reference, blankSecond));
    noteLocus(a, b, locus, sides, reference, warnings);
    const [mine = [], yours = []] = sides;
    const terms =
      mine.length === 0 || yours.length === 0 ? undefined : compareLocus(mine, yours, locus, reference);
    parts.push({ terms, weight: options.weights?.[locus] ?? 1 });
    if (terms === undefined) continue;
    perLocus[locus] = present(terms);
    low ||= [...mine, ...yours].some(({ copies }) => copies.some((copy) => copy.low));
  }
  if (low) warnings.add('low-resolution');
  const compared = parts.filter(({ terms }) => terms !== undefined).length;
  if (compared < 2) warnings.add('too-few-loci');
  const level = low ? 'antigen' : reference.kind === 'release' ? 'groove' : '2field';
  return {
    ...combine(parts, compared),
    level,
    perLocus,
    coverage: compared / scoredLoci.length,
    warnings: [...warnings],
    referenceRelease: reference.release,
    referenceData: reference.kind,
    methodVersion: asRead && reference.kind === 'release' ? asReadMethod : methodVersionOf(reference),
  };
}

function combine(
  parts: readonly { terms: LocusTerms | undefined; weight: number }[],
  compared: number,
): Pick<HlaComparison, 'score' | 'expected' | 'interval'> {
  if (compared < 2) return { score: null, expected: null, interval: [0, 100] };
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  const present = parts.reduce((sum, { terms, weight }) => sum + (terms === undefined ? 0 : weight), 0);
  const mean = (pick: (terms: LocusTerms) => number): number =>
    (100 *
      parts.reduce((sum, { terms, weight }) => sum + (terms === undefined ? 0 : weight * pick(terms)), 0)) /
    present;
  const bound = (pick: (terms: LocusTerms) => number, missing: number): number =>
    (100 *
      parts.reduce(
        (sum, { terms, weight }) => sum + weight * (terms === undefined ? missing : pick(terms)),
        0,
      )) /
    total;
  const interval = [bound(({ low }) => low, 0), bound(({ high }) => high, 1)] as const;
  const within = (value: number): number => Math.min(interval[1], Math.max(interval[0], value));
  return {
    score: within(mean(({ point }) => point)),
    expected: within(mean(({ expected }) => expected)),
    interval,
  };
}

/** One gene of two people; neither list is empty. */
export function compareLocus(
  mine: readonly Variant[],
  yours: readonly Variant[],
  locus: ScoredLocus,
  reference: HlaReference,
): LocusTerms {
  const [ones, others] = closeOpenLists(mine, yours, locus, reference);
  const metric = createMetric(locus, reference);
  const averages = averageTerms(ones, others, metric);
  const bounds = boundTerms(ones, others, metric);
  const within = (value: number): number => Math.min(bounds.high, Math.max(bounds.low, value));
  return { ...averages, point: within(averages.point), expected: within(averages.expected), ...bounds };
}

/** Without a release an XX code also allows every allele that the other typing names, however rare. */
function closeOpenLists(
  mine: readonly Variant[],
  yours: readonly Variant[],
  locus: ScoredLocus,
  reference: HlaReference,
): [readonly Variant[], readonly Variant[]] {
  const copies = [...mine, ...yours].flatMap((variant) => [...variant.copies]);
  if (copies.every(({ open }) => open.length === 0)) return [mine, yours];
  const named = new Set(copies.flatMap((copy) => [...copy.grooves]));
  const close = (copy: GenotypeCopy): GenotypeCopy => {
    if (copy.open.length === 0) return copy;
    const allowed = [...named].filter((groove) => copy.open.includes(reference.firstFieldOf(locus, groove)));
    return { ...copy, grooves: [...new Set([...copy.grooves, ...allowed])].sort((x, y) => x - y) };
  };
  const closeAll = ({ copies: [first, second], weight }: Variant): Variant => ({
    copies: second === undefined ? [close(first)] : [close(first), close(second)],
    weight,
  });
  return [mine.map(closeAll), yours.map(closeAll)];
}

function present(terms: LocusTerms): LocusComparison {
  return {
    score: 100 * terms.point,
    interval: [100 * terms.low, 100 * terms.high],
    shared: terms.shared,
    heterozygosity: terms.heterozygosity,
    divergence: terms.divergence ?? null,
  };
}

function noteLocus(
  a: HlaTyping,
  b: HlaTyping,
  locus: ScoredLocus,
  sides: readonly (readonly Variant[])[],
  reference: HlaReference,
  warnings: Set<ComparisonWarning>,
): void {
  for (const [index, typing] of [a, b].entries()) {
    const entry = typing.loci[locus];
    if (entry === undefined) {
      warnings.add('locus-missing');
      continue;
    }
    const variants = sides[index] ?? [];
    if (variants.length === 0) warnings.add('locus-not-expressed');
    if (!entry.glString.includes('+')) warnings.add('single-copy');
    const copies = variants.flatMap((variant) => [...variant.copies]);
    if (copies.some(({ novel }) => novel)) warnings.add('novel');
    const open = copies.some(({ grooves, unlisted, novel }) => grooves.length > 1 || (unlisted && !novel));
    if (variants.length > 1 || open) warnings.add('ambiguous');
    // Of a list or an XX code it is not known whether the allele with the insertion is meant.
    const exact = copies.flatMap(({ grooves }) => (grooves.length === 1 ? grooves : []));
    if (exact.some((groove) => reference.hasInsertion(locus, groove))) warnings.add('insertion-not-scored');
  }
}
