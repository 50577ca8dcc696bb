import { commonFields } from './common-alleles.ts';
import type { Genotype } from './gl-string.ts';
import type { HlaName } from './name.ts';
import { firstFieldOf } from './name.ts';
import type { Candidates, GrooveId, HlaReference } from './reference/reference.ts';

/** One genotype copy: an expressed copy of a gene of one person, as far as it is known. */
export interface GenotypeCopy {
  readonly grooves: readonly GrooveId[];
  readonly likely: readonly GrooveId[];
  readonly open: readonly string[];
  /** The groove may be any, even one that the reference lacks. */
  readonly unlisted: boolean;
  readonly novel: boolean;
  readonly low: boolean;
  /** The antigen, when the copy is known by one antigen only. */
  readonly antigen?: string;
}

/** One possibility for a person's gene: two independent copies, or one that counts twice. */
export interface Variant {
  readonly copies: readonly [GenotypeCopy] | readonly [GenotypeCopy, GenotypeCopy];
  /** Share of the average; zero for possibilities that only widen the interval. */
  readonly weight: number;
}

/** Whether a single reported copy is read as homozygous (with an interval that allows otherwise) or as one unknown. */
export type BlankSecond = 'homozygous' | 'unknown';

interface WeighedCopy {
  readonly copy: GenotypeCopy;
  readonly silent: Candidates['silent'];
  /** Weight of the alternatives that are not expressed. */
  readonly silentShare: number;
}

/**
 * The possibilities for one gene of one person. Null alleles are not expressed: the other copy counts twice.
 * Possibilities in which nothing would be expressed are left out; the list is empty when there is no other.
 */
export function variantsOf(
  genotypes: readonly Genotype[],
  reference: HlaReference,
  blankSecond: BlankSecond,
): readonly Variant[] {
  const variants = genotypes.flatMap((genotype) => variantsOfGenotype(genotype, reference, blankSecond));
  const unique = mergeEqual(variants);
  const total = unique.reduce((sum, { weight }) => sum + weight, 0);
  if (total > 0) return unique.map((variant) => ({ ...variant, weight: variant.weight / total }));
  return unique.map((variant) => ({ ...variant, weight: 1 / unique.length }));
}

function variantsOfGenotype(
  { first, second }: Genotype,
  reference: HlaReference,
  blankSecond: BlankSecond,
): Variant[] {
  const one = copyOf(first, reference);
  const blank = second === undefined;
  const locus = first[0]?.locus ?? 'A';
  const two = copyOf(second ?? [{ kind: 'unknown', locus }], reference);
  const variants: Variant[] = [];
  const add = (copies: Variant['copies'], possible: boolean, weight: number): void => {
    if (possible) variants.push({ copies, weight });
  };
  const presumed = blank && blankSecond === 'homozygous';
  const [expressedOne, expressedTwo] = [one.silent !== 'yes', two.silent !== 'yes'];
  const [shareOne, shareTwo] = [1 - one.silentShare, 1 - two.silentShare];
  add([one.copy, two.copy], expressedOne && expressedTwo, presumed ? 0 : shareOne * shareTwo);
  const onlyOne = presumed ? shareOne : shareOne * two.silentShare;
  add([one.copy], expressedOne && (two.silent !== 'no' || blank), onlyOne);
  add([two.copy], expressedTwo && one.silent !== 'no', presumed ? 0 : one.silentShare * shareTwo);
  return variants;
}

function copyOf(names: readonly HlaName[], reference: HlaReference): WeighedCopy {
  const options = names.map((name) => ({ name, candidates: reference.candidates(name) }));
  const common = options.filter(({ name }) => isCommon(name));
  const weighted = common.length > 0 ? common : options;
  const silent = weighted.filter(({ candidates }) => candidates.silent === 'yes').length;
  const audible = weighted.filter(({ candidates }) => candidates.silent !== 'yes');
  const all = options.map(({ candidates }) => candidates);
  const [only] = names;
  const antigen = names.length === 1 && only?.kind === 'antigen' ? { antigen: only.antigen } : {};
  return {
    copy: {
      grooves: union(all.map(({ grooves }) => grooves)),
      likely: union((audible.length > 0 ? audible : options).map(({ candidates }) => candidates.likely)),
      open: [...new Set(all.flatMap(({ open }) => open))],
      unlisted: all.some(({ unlisted }) => unlisted),
      novel: all.every(({ novel }) => novel),
      low: all.some(({ low }) => low),
      ...antigen,
    },
    silent: silenceOf(all),
    silentShare: silent / weighted.length,
  };
}

function silenceOf(all: readonly Candidates[]): Candidates['silent'] {
  if (all.every(({ silent }) => silent === 'yes')) return 'yes';
  return all.some(({ silent }) => silent !== 'no') ? 'maybe' : 'no';
}

function isCommon(name: HlaName): boolean {
  if (!('fields' in name) || ('suffix' in name && name.suffix !== undefined)) return false;
  return (
    firstFieldOf(name) !== undefined && commonFields(name.locus).includes(name.fields.slice(0, 2).join(':'))
  );
}

function union(lists: readonly (readonly GrooveId[])[]): readonly GrooveId[] {
  const [only] = lists;
  if (lists.length === 1 && only !== undefined) return only;
  return [...new Set(lists.flat())].sort((a, b) => a - b);
}

/** Genotypes that differ only outside the groove are one possibility. */
function mergeEqual(variants: readonly Variant[]): Variant[] {
  const merged = new Map<string, Variant>();
  for (const variant of variants) {
    const key = variant.copies.map(keyOfCopy).sort().join('+');
    const weight = (merged.get(key)?.weight ?? 0) + variant.weight;
    merged.set(key, { ...variant, weight });
  }
  return [...merged.values()];
}

const keyOfCopy = (copy: GenotypeCopy): string =>
  `${copy.grooves.join(',')};${copy.likely.join(',')};${copy.open.join(',')};${copy.unlisted};${copy.novel};${copy.antigen}`;
