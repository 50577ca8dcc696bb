import { HlaError } from './hla-error.ts';
import type { Genotype, GenotypeList } from './gl-string.ts';
import { glLimits, readGlString } from './gl-string.ts';
import type { Locus } from './locus.ts';
import { isLocus, loci } from './locus.ts';
import type { HlaName } from './name.ts';
import { writeName } from './name.ts';

/** One gene of one person: the possible genotypes in canonical spelling, and the text that the lab wrote. */
export interface LocusTyping {
  /** The text exactly as it was read, for the record; comparison and equality do not use it. */
  readonly raw: string;
  /** Canonical GL string of this gene, for instance `HLA-A*01:01+HLA-A*02:01/HLA-A*02:09`. */
  readonly glString: string;
}

/** A person's typing of the classical genes; a gene that was not typed is absent. Plain JSON. */
export interface HlaTyping {
  /** The version of this form. */
  readonly version: 1;
  /** Each gene that was typed. */
  readonly loci: Readonly<Partial<Record<Locus, LocusTyping>>>;
  /** The nomenclature release that the lab named, if any. */
  readonly release?: string;
}

const longestRaw = glLimits.characters;

/** Builds a typing from genotypes already read; `raw` holds each gene's text as the lab wrote it. */
export function createTyping(list: GenotypeList, raw: Readonly<Partial<Record<Locus, string>>>): HlaTyping {
  const genes = new Map<Locus, GeneText>();
  for (const [locus, genotypes] of list.genotypes) genes.set(locus, { genotypes, raw: raw[locus] });
  return typingOf(genes, list.release);
}

/** The genotypes of one gene, and their text as the lab wrote it. */
interface GeneText {
  readonly genotypes: readonly Genotype[];
  readonly raw: string | undefined;
}

/** The same from both by gene. */
export function typingOf(genes: ReadonlyMap<Locus, GeneText>, release?: string): HlaTyping {
  const typed: Partial<Record<Locus, LocusTyping>> = {};
  for (const locus of loci) {
    const gene = genes.get(locus);
    if (gene !== undefined && gene.genotypes.length > 0) typed[locus] = entryOf(gene.genotypes, gene.raw);
  }
  return release === undefined ? { version: 1, loci: typed } : { version: 1, loci: typed, release };
}

/** The gene of a typing; the same object for the same genotypes, which a file of many rows repeats. */
function entryOf(genotypes: readonly Genotype[], raw: string | undefined): LocusTyping {
  const before = entries.get(genotypes);
  if (before !== undefined && (raw === undefined ? before.raw === before.glString : before.raw === raw))
    return before;
  const glString = before?.glString ?? writeGenotypes(genotypes);
  const entry = { raw: raw ?? glString, glString };
  entries.set(genotypes, entry);
  return entry;
}

const entries = new WeakMap<readonly Genotype[], LocusTyping>();

/** Canonical text of a gene's genotypes: alternatives, copies and genotypes sorted, repetitions removed. */
export function writeGenotypes(genotypes: readonly Genotype[]): string {
  const texts = genotypes.map(({ first, second }) => {
    const copies = [first, ...(second === undefined ? [] : [second])].map(writeCopy);
    return copies.sort().join('+');
  });
  return [...new Set(texts)].sort().join('|');
}

const written = new WeakMap<readonly HlaName[], string>();

function writeCopy(names: readonly HlaName[]): string {
  const before = written.get(names);
  if (before !== undefined) return before;
  const text = [...new Set(names.map((name) => `HLA-${writeName(name)}`))].sort().join('/');
  written.set(names, text);
  return text;
}

/** The genotypes of one gene of a typing; empty when the gene was not typed. */
export function genotypesOf(typing: HlaTyping, locus: Locus): readonly Genotype[] {
  const entry = typing.loci[locus];
  if (entry === undefined) return [];
  const before = parsed.get(entry);
  if (before !== undefined) return before;
  const read = readGlString(entry.glString, { locus });
  if (!read.ok) throw new HlaError('typing-invalid', `a stored typing is unreadable: ${read.error.code}`);
  const genotypes = read.value.genotypes.get(locus) ?? [];
  parsed.set(entry, genotypes);
  return genotypes;
}

/** Genotypes parsed before: a cohort compares each typing with every other. */
const parsed = new WeakMap<LocusTyping, readonly Genotype[]>();

/**
 * The typing in one line, genes in the order of `loci`, joined by `^`: equal texts are equal typings. The
 * order and spelling in which a laboratory wrote them do not matter. Input for a keyed checksum.
 */
export function canonicalText(typing: HlaTyping): string {
  return loci.flatMap((locus) => typing.loci[locus]?.glString ?? []).join('^');
}

/** True when two typings have the same genotypes; raw text and release are not compared. */
export const sameTyping = (one: HlaTyping, other: HlaTyping): boolean =>
  canonicalText(one) === canonicalText(other);

/** A typing as JSON text. */
export const serialiseTyping = (typing: HlaTyping): string => JSON.stringify(typing);

/** Reads what `serialiseTyping` wrote and checks every part of it. Throws `typing-invalid`. */
export function parseTyping(json: string): HlaTyping {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new HlaError('typing-invalid', 'a stored typing is not JSON');
  }
  if (!isRecord(value) || value['version'] !== 1 || !isRecord(value['loci'])) throw badShape();
  const genotypes = new Map<Locus, readonly Genotype[]>();
  const raw: Partial<Record<Locus, string>> = {};
  for (const [locus, entry] of Object.entries(value['loci'])) {
    if (!isLocus(locus) || !isRecord(entry)) throw badShape();
    const { raw: text, glString } = entry;
    if (typeof text !== 'string' || text.length > longestRaw || typeof glString !== 'string')
      throw badShape();
    const read = readGlString(glString, { locus });
    const [found, ...others] = read.ok ? [...read.value.genotypes.entries()] : [];
    if (found === undefined || found[0] !== locus || others.length > 0) throw badShape();
    genotypes.set(locus, found[1]);
    raw[locus] = text;
  }
  const { release } = value;
  if (release !== undefined && typeof release !== 'string') throw badShape();
  return createTyping({ genotypes, ...(release === undefined ? {} : { release }) }, raw);
}

const badShape = (): HlaError => new HlaError('typing-invalid', 'a stored typing has the wrong shape');
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
