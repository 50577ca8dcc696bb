import type { Finding, Reading } from './finding.ts';
import { accept, finding, refuse } from './finding.ts';
import type { Genotype } from './gl-string.ts';
import { readGlString } from './gl-string.ts';
import { type Locus, loci } from './locus.ts';
import type { HlaName } from './name.ts';
import { writeName } from './name.ts';
import type { Nomenclature } from './normalise.ts';
import { normaliseName } from './normalise.ts';
import { readName } from './read-name.ts';
import { byNumber, reduceName } from './reduce.ts';
import type { ReductionLevel } from './reduction-level.ts';
import type { HlaReference } from './reference/reference.ts';

/** The result for one name or GL string. */
export interface NormalisedText {
  readonly input: string;
  readonly ok: boolean;
  /** Null when refused, and where there is no output (the antigen of a null allele). */
  readonly output: string | null;
  /** The level asked for, or that of the output; at P a null allele keeps its own level. */
  readonly level: string | null;
  readonly warnings: readonly { code: string; message: string }[];
  readonly error?: { code: string; message: string; position: number };
}

type Rewriting = (names: readonly HlaName[]) => string | undefined;
type Complete = Nomenclature & { reference: HlaReference };

/**
 * Normalises a name or a GL string and, given a level, reduces every name in it. The `HLA-` prefix is written when
 * the text had one. Lists are sorted and their repetitions removed.
 */
export function normaliseText(input: string, nomenclature: Complete, to?: ReductionLevel): NormalisedText {
  const warnings = new Map<string, Finding>();
  let refusal: Finding | undefined;
  const prefix = /hla-/i.test(input) ? 'HLA-' : '';
  const rewrite: Rewriting = (names) => {
    const texts = names.flatMap((name) => {
      const read = rewriteName(name, nomenclature, to);
      if (read.ok) note(warnings, read.warnings);
      else refusal ??= read.error;
      return read.ok ? read.value.map((text) => prefix + text) : [];
    });
    return texts.length === 0 ? undefined : [...new Set(texts)].sort(byNumber).join('/');
  };
  const read = /[\^|+~/?]|^\s*hla\s*#/i.test(input)
    ? rewriteList(input, rewrite, to)
    : rewriteOne(input, rewrite, to);
  if (read.ok) note(warnings, read.warnings);
  else refusal ??= read.error;
  const noted = [...warnings.values()].map(({ code, message }) => ({ code, message }));
  if (read.ok && refusal === undefined) return { input, ok: true, ...read.value, warnings: noted };
  const { code, message, position = 0 } = refusal ?? finding('name-empty');
  return { input, ok: false, output: null, level: null, warnings: noted, error: { code, message, position } };
}

type Rewritten = Pick<NormalisedText, 'output' | 'level'>;

function rewriteOne(input: string, rewrite: Rewriting, to: ReductionLevel | undefined): Reading<Rewritten> {
  const read = readName(input);
  if (!read.ok) return read;
  if (read.value.kind === 'other') return refuse('other-gene-ignored', { position: 0, text: input });
  const output = rewrite([read.value]) ?? null;
  return accept({ output, level: levelOfOutput(read.value, output, to) }, read.warnings);
}

/** The level is read from the output: a successor may have other fields, and a null allele is in no P group. */
function levelOfOutput(name: HlaName, output: string | null, to: ReductionLevel | undefined): string {
  if (to !== undefined && to !== 'P') return to;
  const read = output === null ? undefined : readName(output);
  return read?.ok === true && read.value.kind !== 'other' ? levelOf(read.value) : (to ?? levelOf(name));
}

function rewriteList(input: string, rewrite: Rewriting, to: ReductionLevel | undefined): Reading<Rewritten> {
  const read = readGlString(input);
  if (!read.ok) return read;
  return accept(
    { output: rewriteGenotypes(read.value.genotypes, rewrite), level: to ?? 'GL' },
    read.warnings,
  );
}

function note(warnings: Map<string, Finding>, found: readonly Finding[]): void {
  for (const each of found) if (!warnings.has(each.code)) warnings.set(each.code, each);
}

function rewriteName(
  name: HlaName,
  nomenclature: Complete,
  to: ReductionLevel | undefined,
): Reading<readonly string[]> {
  const normalised = normaliseName(name, nomenclature);
  if (!normalised.ok) return normalised;
  const warnings = [...normalised.warnings];
  if (to === undefined) return accept(normalised.value.map(writeName), warnings);
  const texts: string[] = [];
  for (const each of normalised.value) {
    const reduced = reduceName(each, to, nomenclature.reference);
    if (!reduced.ok) return reduced;
    warnings.push(...reduced.warnings);
    texts.push(...reduced.value);
  }
  return accept(texts, warnings);
}

function rewriteGenotypes(
  genotypes: ReadonlyMap<Locus, readonly Genotype[]>,
  rewrite: Rewriting,
): string | null {
  const genes = loci.flatMap((locus) => {
    const alternatives = (genotypes.get(locus) ?? []).map(({ first, second = [] }) =>
      [rewrite(first), rewrite(second)]
        .filter((copy) => copy !== undefined)
        .sort(byNumber)
        .join('+'),
    );
    const written = [...new Set(alternatives.filter((text) => text !== ''))].sort(byNumber).join('|');
    return written === '' ? [] : [written];
  });
  return genes.length === 0 ? null : genes.join('^');
}

const kindLevels = {
  'p-group': 'P',
  'g-group': 'G',
  'small-g': 'g',
  any: 'XX',
  mac: 'MAC',
  antigen: 'S',
  novel: 'novel',
  unknown: 'unknown',
  absent: 'absent',
} as const;

const levelOf = (name: HlaName): string =>
  name.kind === 'allele' ? `${name.fields.length}-field` : kindLevels[name.kind];
