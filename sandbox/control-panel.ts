/** The state of the study as the control panel shows it. */
export interface ControlPanelStatus {
  /** The time of the study's clock, ISO 8601. */
  now: string;
  participants: number;
  /** The number of kits without a result of the laboratory. */
  waitingKits: number;
  /** The number of participants at each step, in the order of the protocol. */
  steps: { label: string; count: number }[];
  /** The state of the cohort, such as "open" or "frozen", in words. */
  cohort: string;
  /** The staff accounts, each with the text that signs in when it is sent to the bot. */
  staff: { role: string; login: string }[];
}

/**
 * The functions behind the control panel of the chat page. play/ implements them, because the sandbox imports nothing
 * of the study. A method that fails rejects with an Error whose message the page shows.
 */
export interface ControlPanel {
  status(): Promise<ControlPanelStatus>;
  /** Issues an invitation: its code, and the link that opens the bot with it. */
  invite(): Promise<{ code: string; url: string }>;
  /** Starts `count` synthetic participants; resolves with the number that was started. */
  enrol(count: number): Promise<number>;
  /** Lets the played laboratory deliver a result for every waiting kit; resolves with a sentence about the result. */
  deliverLab(): Promise<string>;
  /** Moves the study's clock forward; resolves with the new time. */
  advance(hours: number): Promise<Date>;
}
