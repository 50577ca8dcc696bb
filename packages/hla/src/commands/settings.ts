/** What the commands take from the program that offers them. */
export interface HlaCommandSettings {
  /** The folder where the newest reference table is looked for, and where `build` writes, unless a file is named. */
  tableFolder(): string;
  /** How the help texts call that folder. */
  readonly tableFolderName: string;
}
