/** What the commands take from the program that offers them. */
export interface HlaCommandSettings {
  /** The folder where the newest reference table is looked for, and where `build` writes, unless a file is named. */
  tableFolder(): string;
  /** Says which codes can be a participant's, where files have several identifiers of each person; called by `read`. */
  readonly participantCodes?: () => Promise<(code: string) => boolean>;
  /** How the help texts call that folder. */
  readonly tableFolderName: string;
}
