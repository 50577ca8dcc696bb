import type { ReleaseAntigens } from './antigen-or-allele.ts';
import type { Finding, Reading } from './finding.ts';
import { accept, finding, keyOfWarning, refuse } from './finding.ts';
import { symbolBefore } from './gene.ts';
import type { Locus } from './locus.ts';
import { mayBeAbsent } from './locus.ts';
import type { HlaName } from './name.ts';
import { readName } from './read-name.ts';

/** One possible genotype: the alternatives of each copy; no second copy when only one was reported. */
export interface Genotype {
  /** Possible alleles of one copy, at least one. */
  readonly first: readonly HlaName[];
  /** Possible alleles of the other copy; absent when one copy was reported. */
  readonly second?: readonly HlaName[];
}

/** Names between two operators of a GL string. */
export type GlNames = readonly HlaName[];

/**
 * A GL string as it was written, loosest operator first: possible locations (`?`) of blocks (`^`) of alternatives (`|`)
 * of copies (`+`) of parts (`~`) of possible alleles (`/`). Names of other genes are left out, so a part may be empty.
 */
export type GlStructure = readonly (readonly (readonly (readonly (readonly GlNames[])[])[])[])[];

/** The genotypes of the classical genes in a GL string. Several genotypes of a gene are alternatives (`|`). */
export interface GenotypeList {
  /** The possible genotypes of each gene, at least one; a gene that was not typed is absent. */
  readonly genotypes: ReadonlyMap<Locus, readonly Genotype[]>;
  /** The release named by a GLSC wrapper (`hla#3.58.0#…`). */
  readonly release?: string;
  /** The operators of the text that was read; typings do not use them. */
  readonly structure?: GlStructure;
}

/** How the names of a GL string are read; see `readName`. */
interface GlOptions {
  readonly locus?: Locus;
  readonly loci?: ReadonlySet<Locus>;
  readonly antigens?: ReleaseAntigens | undefined;
  /** Genes beside those on the list here that the release in use names; they are noted like the others. */
  readonly genes?: ReadonlySet<string> | undefined;
}

/** Bounds on length and ambiguity; a typing beyond them is refused. */
export const glLimits = { characters: 200_000, alternatives: 2000, genotypes: 500 } as const;

const mixedGene = /DRB3\/4\/5(?=\*)/gi;

interface Piece {
  readonly text: string;
  readonly at: number;
}

type Copy = ReadonlyMap<Locus, readonly HlaName[]>;
type Block = GlStructure[number][number];
type Outcome<T> = { ok: true; value: T } | { ok: false; error: Finding };

/**
 * Reads a GL string (version 1.0 and 1.1, Milius 2013 and Mack 2023): `?` possible gene locations, `^` genes,
 * `|` possible genotypes, `+` copies, `~` phase, `/` possible alleles, loosest first; bare or in a GLSC
 * wrapper; blanks and line breaks anywhere. Genotypes stay coupled: `a+b|c+d` never becomes `a/c+b/d`. Other
 * genes are read and left out with a warning, and so is a block of a gene that is on no list. `locus` names the gene for names written without one; of
 * genes outside `loci` only the gene is read.
 */
export function readGlString(text: string, options: GlOptions = {}): Reading<GenotypeList> {
  if (text.length > glLimits.characters) return refuse('too-long', { position: glLimits.characters });
  const wrapper = /^\s*hla\s*#([^#^+/|~?*]*)#/i.exec(text);
  const start = wrapper?.[0].length ?? 0;
  const release = wrapper?.[1]?.trim();
  const warnings: Finding[] = [];
  // A slash stands between the alternatives of a copy, and in this name of three genes.
  const body = { text: text.slice(start).replace(mixedGene, 'DRB3_4_5'), at: start };
  if (body.text.trim() === '') return refuse('gl-empty-part', { position: start });
  const budget = { left: glLimits.alternatives * 4 };
  const readings: Map<Locus, Genotype[]>[] = [];
  const structure: GlStructure[number][] = [];
  for (const location of split(body, '?')) {
    const read = readGenes(location, options, warnings, budget);
    if (!read.ok) return read;
    readings.push(read.value.genes);
    structure.push(read.value.blocks);
  }
  const merged = mergeLocations(readings, warnings);
  if ([...merged.values()].some((genotypes) => genotypes.length > glLimits.genotypes))
    return refuse('too-ambiguous');
  return accept(
    { genotypes: merged, structure, ...(release === undefined || release === '' ? {} : { release }) },
    distinct(warnings),
  );
}

function readGenes(
  piece: Piece,
  options: GlOptions,
  warnings: Finding[],
  budget: { left: number },
): Outcome<{ genes: Map<Locus, Genotype[]>; blocks: Block[] }> {
  const genes = new Map<Locus, Genotype[]>();
  const blocks: Block[] = [];
  for (const block of split(piece, '^')) {
    const read = readBlock(block, options, warnings, budget);
    if (!read.ok) {
      const stranger = strangerIn(block, read.error, options);
      if (stranger === undefined) return read;
      warnings.push(stranger);
      blocks.push([]);
      continue;
    }
    blocks.push(read.value.alternatives);
    for (const [gene, genotypes] of read.value.byLocus) {
      if (genes.has(gene)) return refuse('gl-gene-repeated', { position: block.at, text: gene });
      genes.set(gene, genotypes);
    }
  }
  return { ok: true, value: { genes, blocks } };
}

/**
 * The warning about a block whose names all belong to one gene that is on no list: the block is left out, and no other gene
 * is refused for it. Undefined for a block that has names of another gene too, and where a column names the gene.
 */
function strangerIn(block: Piece, { code }: Finding, { locus, genes }: GlOptions): Finding | undefined {
  if (code !== 'gene-unreadable' || locus !== undefined) return undefined;
  const symbols = new Set(block.text.split(/[|+~/]/).map(symbolBefore));
  const [gene, ...others] = symbols;
  if (gene === undefined || others.length > 0) return undefined;
  const known = genes?.has(gene) === true;
  return finding(known ? 'other-gene-ignored' : code, { position: block.at, text: gene });
}

function readBlock(
  block: Piece,
  options: GlOptions,
  warnings: Finding[],
  budget: { left: number },
): Outcome<{ byLocus: Map<Locus, Genotype[]>; alternatives: Block[number][] }> {
  const byLocus = new Map<Locus, Genotype[]>();
  const alternatives: Block[number][] = [];
  for (const alternative of split(block, '|')) {
    const copies: Copy[] = [];
    const parts: GlNames[][] = [];
    for (const copy of split(alternative, '+')) {
      const read = readCopy(copy, options, warnings, budget);
      if (!read.ok) return read;
      parts.push(read.value.parts);
      // Bw4 and Bw6 are parts of antigens, and no copy of a gene.
      if (!read.value.isEpitope) copies.push(read.value.genes);
    }
    alternatives.push(parts);
    for (const gene of new Set(copies.flatMap((copy) => [...copy.keys()]))) {
      const [first, second, third] = copies
        .map((copy) => copy.get(gene))
        .filter((names) => names !== undefined);
      if (first === undefined) continue;
      const lopsided =
        second === undefined && copies.length > 1 && !alternative.text.includes('~') && !mayBeAbsent(gene);
      if (lopsided) return refuse('gl-mixed-genes', { position: alternative.at, text: alternative.text });
      if (third !== undefined) return refuse('gl-too-many-copies', { position: alternative.at, text: gene });
      const genotype = second === undefined ? { first } : { first, second };
      byLocus.set(gene, [...(byLocus.get(gene) ?? []), genotype]);
    }
  }
  return { ok: true, value: { byLocus, alternatives } };
}

function readCopy(
  copy: Piece,
  options: GlOptions,
  warnings: Finding[],
  budget: { left: number },
): Outcome<{ genes: Copy; parts: GlNames[]; isEpitope: boolean }> {
  const genes = new Map<Locus, HlaName[]>();
  let isEpitope = true;
  const parts: GlNames[] = [];
  const phased = split(copy, '~');
  if (phased.length > 1) warnings.push(finding('phase-dropped', { position: copy.at }));
  for (const part of phased) {
    const names: HlaName[] = [];
    const seen = new Set<string>();
    for (const option of split(part, '/')) {
      if (option.text.trim() === '') return refuse('gl-empty-part', { position: option.at });
      if (--budget.left < 0) return refuse('too-ambiguous', { position: option.at });
      const read = readName(option.text, { at: option.at, ...options });
      if (!read.ok) return read;
      warnings.push(...read.warnings);
      const owner = read.value.kind === 'other' ? read.value.gene : read.value.locus;
      isEpitope &&= owner === 'Bw';
      seen.add(owner);
      if (seen.size > 1) return refuse('gl-mixed-genes', { position: option.at, text: option.text });
      if (read.value.kind !== 'other') names.push(read.value);
    }
    parts.push(names);
    const gene = names[0]?.locus;
    if (gene === undefined) continue;
    if (genes.has(gene)) return refuse('gl-mixed-genes', { position: part.at, text: part.text });
    genes.set(gene, names);
  }
  return { ok: true, value: { genes, parts, isEpitope } };
}

function mergeLocations(
  readings: readonly Map<Locus, Genotype[]>[],
  warnings: Finding[],
): ReadonlyMap<Locus, Genotype[]> {
  const [only] = readings;
  if (readings.length === 1 && only !== undefined) return only;
  warnings.push(finding('gene-location-uncertain'));
  const merged = new Map<Locus, Genotype[]>();
  for (const reading of readings)
    for (const [gene, genotypes] of reading) merged.set(gene, [...(merged.get(gene) ?? []), ...genotypes]);
  return merged;
}

function split(piece: Piece, delimiter: string): Piece[] {
  const pieces: Piece[] = [];
  let at = piece.at;
  for (const text of piece.text.split(delimiter)) {
    pieces.push({ text, at });
    at += text.length + 1;
  }
  return pieces;
}

/** Each warning once, at its first place: a list of two hundred alleles would repeat it two hundred times. */
function distinct(warnings: readonly Finding[]): Finding[] {
  const first = new Map<string, Finding>();
  for (const warning of warnings) {
    const key = keyOfWarning(warning);
    if (!first.has(key)) first.set(key, warning);
  }
  return [...first.values()];
}
