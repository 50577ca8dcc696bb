import type { Finding, Reading } from './finding.ts';
import { accept, finding, refuse } from './finding.ts';
import type { GlStructure } from './gl-string.ts';
import { readGlString } from './gl-string.ts';
import { createKeptResults, type KeptResults } from './kept-results.ts';
import { loci } from './locus.ts';
import type { HlaName } from './name.ts';
import { writeName } from './name.ts';
import type { Nomenclature } from './normalise.ts';
import { isOutdated, normaliseName } from './normalise.ts';
import type { NormalisedText } from './normalised-text.ts';
import { readName } from './read-name.ts';
import { reduceListedCode, reduceListedName, reduceListedNames } from './plain-names.ts';
import { byNumber, sortNames } from './order-names.ts';
import { canReduce, reduceName } from './reduce.ts';
import { levelOfReduced, type ReductionLevel } from './reduction-level.ts';
import type { HlaReference } from './reference/reference.ts';
import { antigensOf, genesOf } from './reference/release-names.ts';

type Complete = Nomenclature & { reference: HlaReference };

/** What is collected while the names of one text are rewritten. */
interface Rewriter {
  readonly nomenclature: Complete;
  readonly to: ReductionLevel | undefined;
  /** `HLA-` when the text had it. */
  readonly prefix: string;
  readonly warnings: Map<string, Finding>;
  /** The names of the release, before they were reduced. */
  readonly names: HlaName[];
  refusal?: Finding;
}

/**
 * Normalises a name or a GL string and, given a level, reduces every name in it. The `HLA-` prefix is written when
 * the text had one. The operators of a GL string stay as they are; lists, copies, genotypes and genes are sorted and
 * repetitions removed, and the order of a haplotype (`~`) is kept. In a GL string a name that has no reduction stays as
 * it is, so that no copy is lost; alone it has none.
 */
export function normaliseText(input: string, nomenclature: Complete, to?: ReductionLevel): NormalisedText {
  if (to !== undefined && input.length <= short) {
    const { reference } = nomenclature;
    const listed = reduceListedName(input, to, reference) ?? reduceListedNames(input, to, reference);
    if (listed !== undefined) return listed;
  }
  const kept = keptOf(nomenclature, to);
  return kept.get(input) ?? kept.keep(normaliseFresh(input, nomenclature, to));
}

/** Up to this length, names of the release are looked up in less time than a result is kept. */
const short = 64;

function normaliseFresh(input: string, nomenclature: Complete, to?: ReductionLevel): NormalisedText {
  if (to === undefined) return rewriteText(input, nomenclature);
  return (
    (input.length > short ? reduceListedNames(input, to, nomenclature.reference) : undefined) ??
    reduceListedCode(input, to, nomenclature) ??
    rewriteText(input, nomenclature, to)
  );
}

const keptByReference = new WeakMap<
  HlaReference,
  { macs: Nomenclature['macs']; byLevel: Map<ReductionLevel | undefined, KeptResults> }
>();

/** Results that were given before with the same release and the same codes. */
function keptOf({ reference, macs }: Complete, to: ReductionLevel | undefined): KeptResults {
  let kept = keptByReference.get(reference);
  if (kept === undefined || kept.macs !== macs)
    keptByReference.set(reference, (kept = { macs, byLevel: new Map() }));
  let ofLevel = kept.byLevel.get(to);
  if (ofLevel === undefined) kept.byLevel.set(to, (ofLevel = createKeptResults()));
  return ofLevel;
}

/** The same for any text, however it is written. */
export function rewriteText(input: string, nomenclature: Complete, to?: ReductionLevel): NormalisedText {
  const prefix = /hla-/i.test(input) ? 'HLA-' : '';
  const rewriter: Rewriter = { nomenclature, to, prefix, warnings: new Map(), names: [] };
  const read = /[\^|+~/?]|^\s*hla\s*#/i.test(input)
    ? rewriteList(input, rewriter)
    : rewriteOne(input, rewriter);
  if (read.ok) note(rewriter.warnings, read.warnings);
  const refusal = read.ok ? rewriter.refusal : (rewriter.refusal ?? read.error);
  const noted = [...rewriter.warnings.values()]
    .filter((warning) => refusal !== undefined || !isOutdated(warning, rewriter.names))
    .map(({ code, message }) => ({ code, message }));
  if (read.ok && refusal === undefined) return { input, ok: true, ...read.value, warnings: noted };
  const { code, message, position = 0 } = refusal ?? finding('name-empty');
  return { input, ok: false, output: null, level: null, warnings: noted, error: { code, message, position } };
}

type Rewritten = Pick<NormalisedText, 'output' | 'level'>;

function rewriteOne(input: string, rewriter: Rewriter): Reading<Rewritten> {
  const read = readName(input, { antigens: antigensOf(rewriter.nomenclature.reference) });
  if (!read.ok) return read;
  if (read.value.kind === 'other')
    return refuse(read.warnings[0]?.code ?? 'other-gene-ignored', { position: 0, text: input });
  const output = rewriteNames([read.value], rewriter, true);
  return accept(
    { output: output ?? null, level: levelOfOutput(read.value, output, rewriter.to) },
    read.warnings,
  );
}

/** At P and G the output of an allele that stands alone is its own name, and the level counts its fields. */
function levelOfOutput(name: HlaName, output: string | undefined, to: ReductionLevel | undefined): string {
  if (to === undefined) {
    const read = output === undefined ? undefined : readName(output);
    return levelOf(read?.ok === true && read.value.kind !== 'other' ? read.value : name);
  }
  return output === undefined ? to : levelOfReduced(output, to);
}

function rewriteList(input: string, rewriter: Rewriter): Reading<Rewritten> {
  const { reference } = rewriter.nomenclature;
  const read = readGlString(input, { antigens: antigensOf(reference), genes: genesOf(reference) });
  if (!read.ok) return read;
  const output = rewriteStructure(read.value.structure ?? [], rewriter);
  return accept(
    { output: output === '' ? null : output, level: rewriter.to ?? 'GL' },
    // Phase is dropped from typings only.
    read.warnings.filter(({ code }) => code !== 'phase-dropped'),
  );
}

function note(warnings: Map<string, Finding>, found: readonly Finding[]): void {
  for (const each of found) if (!warnings.has(each.code)) warnings.set(each.code, each);
}

/** Rewrites the alternatives of one place; undefined when nothing is left. */
function rewriteNames(names: readonly HlaName[], rewriter: Rewriter, alone = false): string | undefined {
  const { nomenclature, to, prefix, warnings } = rewriter;
  const texts: string[] = [];
  for (const name of names) {
    const normalised = normaliseName(name, nomenclature);
    if (!normalised.ok) {
      rewriter.refusal ??= normalised.error;
      continue;
    }
    note(warnings, normalised.warnings);
    const several = !alone || normalised.value.length > 1;
    for (const each of normalised.value) {
      rewriter.names.push(each);
      if (to === undefined || (several && !canReduce(each))) {
        if (each.kind === 'novel' && to !== undefined) note(warnings, [finding('reduction-impossible')]);
        texts.push(prefix + writeName(each));
        continue;
      }
      const reduced = reduceName(each, to, nomenclature.reference);
      if (!reduced.ok) {
        rewriter.refusal ??= reduced.error;
        continue;
      }
      note(warnings, reduced.warnings);
      // A null allele in a list or beside another copy keeps its name at P; at S it carries no antigen.
      const kept = reduced.value.length === 0 && several && to !== 'S' ? [writeName(each)] : reduced.value;
      for (const text of kept) texts.push(prefix + text);
    }
  }
  if (texts.length < 2) return texts[0];
  return sortNames([...new Set(texts)]).join('/');
}

function rewriteStructure(structure: GlStructure, rewriter: Rewriter): string {
  const joined = (texts: readonly string[], operator: string): string =>
    [...new Set(texts.filter((text) => text !== ''))].sort(byNumber).join(operator);
  const locations = structure.map((blocks) => {
    const written = blocks.map((alternatives) => {
      const texts = alternatives.map((copies) =>
        copies
          .map((parts) => parts.flatMap((names) => rewriteNames(names, rewriter) ?? []).join('~'))
          .filter((text) => text !== '')
          .sort(byNumber)
          .join('+'),
      );
      return { order: orderOf(alternatives), text: joined(texts, '|') };
    });
    return written
      .filter(({ text }) => text !== '')
      .sort((one, other) => one.order - other.order)
      .map(({ text }) => text)
      .join('^');
  });
  return joined(locations, '?');
}

/** Blocks are written in the order of their genes. */
function orderOf(block: GlStructure[number][number]): number {
  for (const copies of block)
    for (const parts of copies)
      for (const [name] of parts) if (name !== undefined) return loci.indexOf(name.locus);
  return loci.length;
}

const kindLevels = {
  'p-group': 'P',
  'g-group': 'G',
  'small-g': 'g',
  any: 'XX',
  mac: 'MAC',
  antigen: 'S',
  'antigen-or-allele': '2field or S',
  novel: 'novel',
  unknown: 'unknown',
  absent: 'absent',
} as const;

const levelOf = (name: HlaName): string =>
  name.kind === 'allele' ? `${name.fields.length}field` : kindLevels[name.kind];
