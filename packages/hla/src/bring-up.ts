import type { FindingCode } from './finding.ts';
import type { Genotype } from './gl-string.ts';
import { joinCopies, readCell, readGenotypeCell } from './lab-file/cell.ts';
import type { Locus } from './locus.ts';
import { loci } from './locus.ts';
import type { Nomenclature } from './normalise.ts';
import { normaliseTyping } from './normalise.ts';
import type { HlaReference } from './reference/reference.ts';
import type { HlaTyping } from './typing.ts';
import { createTyping, genotypesOf } from './typing.ts';

/**
 * A typing as it would be stored if it were read with this reference: a typing is stored with the names of the release that
 * was installed then, or as the laboratory wrote it when none was. A gene of which an allele was unknown to that release is
 * read anew from the laboratory's text. Without a release the typing stays as it is.
 */
export function bringUp(typing: HlaTyping, reference: HlaReference): HlaTyping {
  if (reference.kind === 'builtin') return typing;
  let known = broughtUp.get(reference);
  if (known === undefined) broughtUp.set(reference, (known = new WeakMap()));
  let current = known.get(typing);
  if (current === undefined) {
    current = normaliseTyping(withKnownNames(typing), { reference }).typing;
    known.set(typing, current);
    known.set(current, current);
  }
  return current;
}

/** A cohort compares each typing with every other. */
const broughtUp = new WeakMap<HlaReference, WeakMap<HlaTyping, HlaTyping>>();

/** Names that an earlier release did not have were stored as novel or as any of their first field. */
function withKnownNames(typing: HlaTyping): HlaTyping {
  const genotypes = new Map<Locus, readonly Genotype[]>();
  const raw: Partial<Record<Locus, string>> = {};
  for (const locus of loci) {
    const entry = typing.loci[locus];
    if (entry === undefined) continue;
    const stored = genotypesOf(typing, locus);
    const lost = stored.some(({ first, second = [] }) =>
      [...first, ...second].some(({ kind }) => kind === 'novel' || kind === 'any'),
    );
    genotypes.set(locus, (lost ? rereadGenotypes(entry.raw, locus) : undefined) ?? stored);
    raw[locus] = entry.raw;
  }
  const { release } = typing;
  return createTyping({ genotypes, ...(release === undefined ? {} : { release }) }, raw);
}

/** What a laboratory's text of one gene says to today's reader; undefined when it is not readable by itself. */
function rereadGenotypes(raw: string, locus: Locus): readonly Genotype[] | undefined {
  if (/[+|^]/.test(raw)) {
    const read = readGenotypeCell(raw, locus);
    return read.ok ? read.value : undefined;
  }
  const [one, two, ...more] = raw.split(',').map((cell) => readCell(cell, locus));
  if (one?.ok !== true || more.length > 0 || two?.ok === false) return undefined;
  return joinCopies(one.value, two?.value ?? { kind: 'blank' }, locus);
}

/** A gene of a stored typing that today reads otherwise. */
export interface Rereading {
  readonly locus: Locus;
  /**
   * `names`: the release in use names it otherwise, and comparison takes it so. `reading`: today's reader takes the
   * laboratory's text otherwise; the stored reading stays.
   */
  readonly change: 'names' | 'reading';
  readonly codes: readonly FindingCode[];
}

/** The genes of a stored typing that read otherwise with this release and this reader than when they were stored. */
export function rereadTyping(
  typing: HlaTyping,
  nomenclature: Nomenclature & { reference: HlaReference },
): Rereading[] {
  const current = bringUp(typing, nomenclature.reference);
  return loci.flatMap((locus): Rereading[] => {
    const entry = typing.loci[locus];
    if (entry === undefined) return [];
    const { warnings } = normaliseTyping(only(typing, locus, genotypesOf(typing, locus)), nomenclature);
    const codes = [...new Set(warnings.map(({ code }) => code))];
    if (current.loci[locus]?.glString !== entry.glString) return [{ locus, change: 'names', codes }];
    const genotypes = rereadGenotypes(entry.raw, locus);
    if (genotypes === undefined) return [];
    const anew = normaliseTyping(only(typing, locus, genotypes), nomenclature);
    if (anew.typing.loci[locus]?.glString === entry.glString) return [];
    return [{ locus, change: 'reading', codes: [...new Set(anew.warnings.map(({ code }) => code))] }];
  });
}

const only = (typing: HlaTyping, locus: Locus, genotypes: readonly Genotype[]): HlaTyping =>
  createTyping({ genotypes: new Map([[locus, genotypes]]) }, { [locus]: typing.loci[locus]?.raw ?? '' });
