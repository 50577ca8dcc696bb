/** What kind of data a column holds. */
export type DataClass =
  | 'identity'
  | 'credential'
  | 'about'
  | 'consent'
  | 'face'
  | 'personality'
  | 'genetic'
  | 'score'
  | 'outcome'
  | 'process'
  | 'technical';

export type ErasablePurpose = 'face' | 'personality' | 'genetic';

/** `always`, or `after-report`: scores reach nobody before their report does (protocol invariant 3). */
export type ExportRule = 'always' | 'after-report' | 'never';

export interface ColumnRule {
  class: DataClass;
  export: ExportRule;
  /** Set to NULL when this purpose is withdrawn. */
  clearedWith?: ErasablePurpose;
}

export interface TableRule {
  /**
   * Columns that name a person. Rows are erased when any of them is the person; the first decides the export, unless
   * the row is as much the other's.
   */
  persons: string[];
  shared?: true;
  /** Whether those columns hold user ids or chat ids. */
  by: 'user' | 'chat';
  /**
   * `delete` the rows; `unlink` only empties the columns that name the person; `keep` leaves the row: no person
   * in it, or a pseudonymous trail.
   */
  erase: 'delete' | 'unlink' | 'keep';
  /** The rows go when this purpose is withdrawn; `by-phase` reads the purpose from the column `phase`. */
  purpose?: ErasablePurpose | 'by-phase';
  columns: Record<string, ColumnRule>;
}
