/** Where the study stands, for the control strip of the chat page. */
export interface ControlPanelStatus {
  /** ISO 8601: the study's own time, which `advance` moves. */
  now: string;
  participants: number;
  /** Collected samples that the laboratory has not reported yet. */
  waitingKits: number;
  /** How many participants stand at each step, in the order of the protocol. */
  steps: { label: string; count: number }[];
  /** The cohort's state in one word or sentence. */
  cohort: string;
  /** Staff accounts and the text that a person types into the chat to sign in as them. */
  staff: { role: string; login: string }[];
}

/**
 * The study as the sandbox's control strip sees it. The composition root implements it; the sandbox itself
 * knows nothing of the study. Every method rejects with a sentence fit to show.
 */
export interface ControlPanel {
  status(): Promise<ControlPanelStatus>;
  /** A fresh invitation: the code and the link that opens the bot with it. */
  invite(): Promise<{ code: string; url: string }>;
  /** Starts that many synthetic participants and returns how many really start. */
  enrol(count: number): Promise<number>;
  /** Lets the laboratory report every waiting kit; returns a sentence saying what happened. */
  deliverLab(): Promise<string>;
  /** Moves the study's time forward and returns the new time. */
  advance(hours: number): Promise<Date>;
}
