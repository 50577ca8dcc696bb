import type { JudgedDyad } from './judged-dyad.ts';

/** The groups of one person by which predictions are compared; null where unknown. */
export interface PersonGroups {
  sex: string | null;
  /** For instance 25–34. */
  ageBand: string | null;
  language: string | null;
}

/** What the viewer answered after having been introduced to the shown person; missing is null. */
export interface FollowUpAnswer {
  met: boolean | null;
  /** How much the viewer would like to meet again, 1–7. */
  again: number | null;
  would: boolean | null;
  /** How alike the viewer felt, 1–7. */
  alike: number | null;
}

/**
 * One answer with all that the figures of a study use. Known scores, each 0–100: `directed` and `mutual` (fused), `visual`,
 * `personality`, `biological`, `distinctive` (similarity of the questionnaire less the cohort's mean profile), and `consensus`, what the face is worth to all raters together, which leaves the program only in
 * figures over all answers.
 */
export interface StudyRow extends JudgedDyad {
  /** Why the pair is in the plan: predicted high, or drawn from the whole range. */
  kind?: 'high' | 'range';
  actorGroups?: PersonGroups;
  partnerGroups?: PersonGroups;
  /** Absent or null where the follow-up was not answered. */
  followUp?: FollowUpAnswer | null;
}
