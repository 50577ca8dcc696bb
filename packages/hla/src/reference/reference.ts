import type { Locus } from '../locus.ts';
import type { HlaName } from '../name.ts';

/** Integer for one protein groove (antigen recognition domain) of one gene; equal grooves have equal ids in a reference. */
export type GrooveId = number;

/** The grooves that one name can stand for. */
export interface Candidates {
  /** Every expressed groove that the name allows, ascending. */
  readonly grooves: readonly GrooveId[];
  /** Those of them that share the weight when an average is taken. */
  readonly likely: readonly GrooveId[];
  /** First fields of which even unlisted alleles are allowed (without a release the lists are never complete). */
  readonly open: readonly string[];
  /** Whether the copy may be, or certainly is, not expressed. */
  readonly silent: 'no' | 'maybe' | 'yes';
  /** True when the groove may be one that the reference does not hold. */
  readonly unlisted: boolean;
  /** True when the name is new to the nomenclature, so that it is presumed to equal no named allele. */
  readonly novel: boolean;
  /** True for antigens, XX codes and other first-field typings. */
  readonly low: boolean;
}

/** Everything that comparison needs to know about alleles. */
export interface HlaReference {
  /** Release of IPD-IMGT/HLA, or `builtin`. */
  readonly release: string;
  readonly kind: 'builtin' | 'release';
  /** The grooves that a name can stand for; of a gene that is not scored too. */
  candidates(name: HlaName): Candidates;
  /** The first field that a groove goes by. */
  firstFieldOf(locus: Locus, groove: GrooveId): string;
  /** True when a groove has a residue that has no position in the alignment, which divergence leaves out. */
  hasInsertion(locus: Locus, groove: GrooveId): boolean;
  /** Mean Grantham distance of two grooves; undefined when the reference holds no sequences. */
  divergence(locus: Locus, one: GrooveId, other: GrooveId): number | undefined;
}
