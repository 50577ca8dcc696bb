/**
 * Hashing of passwords: slow on purpose, one at a time. `hash` and `verify` throw `too-many-requests` when too many wait
 * already; neither belongs inside a transaction.
 */
export interface Passwords {
  hash(password: string): Promise<string>;
  /** Takes as long for an unknown account (no hash) as for a known one. */
  verify(password: string, hash: string | undefined): Promise<boolean>;
  /** Why a new password is refused; undefined when it is accepted. */
  problem(password: string, about: { email: string }): PasswordProblem | undefined;
  /** The hash of a random secret that is stored nowhere, for an account without a password. */
  unusable(): Promise<string>;
}

export type PasswordProblem = 'too-short' | 'too-long' | 'common' | 'contains-email';
