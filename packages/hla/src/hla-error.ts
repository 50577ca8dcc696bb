/** What an `HlaError` is about; each code is one kind of input that has to be put right. */
export type HlaErrorCode =
  /** A stored typing does not have the form that `serialiseTyping` writes. */
  | 'typing-invalid'
  /** A part of a typing cannot be written in the form that was asked for. */
  | 'typing-unwritable'
  /** A reference table is damaged, incomplete or of another version. */
  | 'table-invalid'
  /** A downloaded release is incomplete or contradicts itself. */
  | 'release-invalid'
  /** A table of pairs lacks columns or is malformed. */
  | 'pairs-invalid'
  /** A file that a command was given is missing or is larger than allowed. */
  | 'file-unusable'
  /** An option of a command has a value that does not exist. */
  | 'option-invalid';

/**
 * The only error that this package throws on purpose. The message is one sentence for an operator and holds no typing
 * and no participant. Content of lab files and names never throws: it is reported as findings.
 */
export class HlaError extends Error {
  /** The kind of input that has to be put right. */
  readonly code: HlaErrorCode;

  constructor(code: HlaErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'HlaError';
    this.code = code;
  }
}
