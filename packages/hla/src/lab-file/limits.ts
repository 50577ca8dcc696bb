/** Bounds on what a lab file may hold; a file beyond them is refused, never read in part. */
export interface LabFileLimits {
  readonly bytes: number;
  readonly rows: number;
  readonly cells: number;
  readonly cellCharacters: number;
  readonly depth: number;
}

/** Defaults: ample for a real delivery, small enough that the worst file is read in seconds. */
export const defaultLimits: LabFileLimits = {
  bytes: 32 * 1024 * 1024,
  rows: 200_000,
  cells: 500,
  cellCharacters: 200_000,
  depth: 64,
};

/** Characters of a release's name that are kept. */
export const longestRelease = 20;
