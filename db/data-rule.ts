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

export type ErasablePurpose = 'face' | 'personality' | 'genetic' | 'follow-up';

/** When an export contains the column. A participant sees no score before the report (protocol invariant 3). */
export type ExportRule = 'always' | 'after-report' | 'never';

export interface ColumnRule {
  class: DataClass;
  export: ExportRule;
  /** Set to NULL when the consent for this purpose is withdrawn. */
  clearedWith?: ErasablePurpose;
}

export interface TableRule {
  /**
   * Columns that hold the id of a person. A row is erased when any of them holds the id of the erased person. An export
   * contains the rows whose first column holds the person's id.
   */
  persons: string[];
  /** The row belongs to all its persons equally: an export contains it for each of them. */
  shared?: true;
  /** Whether those columns hold user ids or chat ids. */
  by: 'user' | 'chat';
  /**
   * What an erasure does to the rows of the person. `delete` removes them. `unlink` empties the columns in `persons`.
   * `keep` changes nothing: the table holds no person, or only a random id as the audit log does.
   */
  erase: 'delete' | 'unlink' | 'keep';
  /**
   * Rows whose first column of `persons` holds the person are deleted when their consent for this purpose is withdrawn.
   * `by-phase`: the column `phase` tells which.
   */
  purpose?: ErasablePurpose | 'by-phase';
  /** A condition in SQL: an export leaves out the rows that do not meet it. */
  exportedIf?: string;
  columns: Record<string, ColumnRule>;
}
