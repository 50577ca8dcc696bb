/** The result for one name or GL string. */
export interface NormalisedText {
  /** The text as it was given. */
  readonly input: string;
  /** False when the text was refused; `error` then says why. */
  readonly ok: boolean;
  /** Null when refused, and where there is no output (the P group and the antigen of a null allele). */
  readonly output: string | null;
  /**
   * The level asked for, or that of the output. At P and G an allele that stands alone in the release is in no group:
   * its level is `2field` or `3field`.
   */
  readonly level: string | null;
  /** A code of the vocabulary each, with its sentence; every code once. */
  readonly warnings: readonly { code: string; message: string }[];
  /** The one reason for refusing; `position` counts UTF-16 units from the start of the input. */
  readonly error?: { code: string; message: string; position: number };
}
