/** Bounds on what a lab file may hold; a file beyond them is refused, never read in part. */
export interface LabFileLimits {
  /** Bytes of the file; 32 MiB unless given. */
  readonly bytes: number;
  /** Rows of a table, samples of HML, resources of FHIR; 200,000 unless given. */
  readonly rows: number;
  /** Cells of a row; 500 unless given. */
  readonly cells: number;
  /** UTF-16 units of a cell or of the text of an element; 200,000 unless given. */
  readonly cellCharacters: number;
  /** How deep elements or objects may be nested; 64 unless given. */
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
