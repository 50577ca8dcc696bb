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
   * `codes` writes over the codes of the person's kits, wherever a row quotes them. `keep` changes nothing: the table
   * holds no person, or only a random id as the audit log does.
   */
  erase: 'delete' | 'unlink' | 'codes' | 'keep';
  /**
   * Rows whose first column of `persons` holds the person are deleted when their consent for this purpose is withdrawn.
   * `by-phase`: the column `phase` tells which.
   */
  purpose?: ErasablePurpose | 'by-phase';
  /** A condition in SQL: an export leaves out the rows that do not meet it. */
  exportedIf?: string;
  columns: Record<string, ColumnRule>;
}

/** A column of this class, exported by this rule. */
export const of = (dataClass: DataClass, rule: ExportRule): ColumnRule => ({
  class: dataClass,
  export: rule,
});
/** A column that its person may always export. */
export const own = (dataClass: DataClass): ColumnRule => of(dataClass, 'always');
/** A column that no export holds. */
export const hidden = (dataClass: DataClass): ColumnRule => of(dataClass, 'never');
/** A score that is exported after the report. */
export const scored = (clearedWith?: ErasablePurpose): ColumnRule => ({
  ...of('score', 'after-report'),
  ...(clearedWith === undefined ? {} : { clearedWith }),
});
/** A score that no export holds. */
export const secretScore = (clearedWith?: ErasablePurpose): ColumnRule => ({
  ...scored(clearedWith),
  export: 'never',
});

/** The id of a person. */
export const personKey = hidden('identity');
/** A moment that the person may export. */
export const time = own('process');
/** A column that says nothing about a person. */
export const technical = hidden('technical');
/** A table whose rows belong to one user. */
export const ofUser: Omit<TableRule, 'columns'> = { persons: ['user_id'], by: 'user', erase: 'delete' };
/** A table without persons. */
export const impersonal: Omit<TableRule, 'columns'> = { persons: [], by: 'user', erase: 'keep' };
/** A table that says nothing about a person, with the names of its columns, parted by blanks. */
export const technicalTable = (...columns: string[]): TableRule => ({
  ...impersonal,
  columns: Object.fromEntries(
    columns
      .join(' ')
      .split(' ')
      .map((column) => [column, technical]),
  ),
});
