import type { ReleaseAntigens } from '../antigen-or-allele.ts';
import type { Locus } from '../locus.ts';
import type { Nomenclature } from '../normalise.ts';
import type { LabFileLimits } from './limits.ts';

/** What every reader of a format is given beside the content of the file. */
export interface LabContext extends Nomenclature {
  readonly limits: LabFileLimits;
  /** The genes that are kept; names of others are noted and left out. */
  readonly loci: ReadonlySet<Locus>;
  /** Typed scored genes below which a participant is rejected. */
  readonly minimumGenes: number;
  /** True for a code that can be a participant's; it decides between several identifiers of one person. */
  readonly isParticipant?: (code: string) => boolean;
  /** The kit of a file that holds one person; it stands for the code in the file. */
  readonly participant?: string;
  /** The antigens of four digits that the release in use names. */
  readonly antigens?: ReleaseAntigens | undefined;
  /** The genes beside the classical ones that it names. */
  readonly genes?: ReadonlySet<string> | undefined;
}
