import type { ReleaseAntigens } from './antigen-or-allele.ts';
import type { Finding, FindingCode } from './finding.ts';
import type { Locus } from './locus.ts';

/** The part of a name after its gene, with what is needed to report on it. */
export interface NameBody {
  readonly locus: Locus;
  /** Upper case. */
  readonly text: string;
  /** As written, for the small g. */
  readonly written: string;
  /** True when an asterisk, dash or underscore parted gene and fields, so that this is no antigen. */
  readonly starred: boolean;
  /** True when no gene was written and the column names it. */
  readonly bare: boolean;
  /** The antigens of four digits of the release in use, if any. */
  readonly antigens?: ReleaseAntigens | undefined;
  readonly warnings: Finding[];
  refuse(code: FindingCode, from?: number): { ok: false; error: Finding };
}
