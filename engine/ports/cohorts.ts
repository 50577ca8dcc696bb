import type { CohortId, UserId } from './participants.ts';

export type CohortStatus = 'open' | 'frozen' | 'scored' | 'released';

export interface Cohort {
  id: CohortId;
  name: string;
  status: CohortStatus;
  /** What was declared at the freeze, and its hash: protocol invariant 7. */
  preregistration: Record<string, unknown> | null;
  preregistrationHash: string | null;
  /** The declaration in words, as the admin who froze the cohort was sent it. */
  declarationText: string | null;
  /** What came out, as participants are told; null before the first of them is told. */
  results: CohortResults | null;
  /** How the scores of all pairs are spread, where only some of them are kept; null before scoring and where all are. */
  scoreSpread: Record<string, unknown> | null;
  createdAt: Date;
  frozenAt: Date | null;
  scoredAt: Date | null;
  releasedAt: Date | null;
  /** Noon (UTC) of the day by which the organisers mean to release the results; null until they name one. */
  promisedAt: Date | null;
  /** The closing date, known from the release on; null without a registered one. */
  closesAt: Date | null;
  /** Set once the answers are closed for all; the status stays `released`. */
  closedAt: Date | null;
  /** Set while staff do not work with it: it is no default and takes no participant in. */
  archivedAt: Date | null;
}

/** An AUC with its interval, which is null where it is undefined; or null, and why there is none. */
export type KeptFigure =
  | { value: { estimate: number; interval: readonly [low: number, high: number] | null } }
  | { value: null; reason: string };

/**
 * What came out of a closed cohort: the figures of its last look against "would meet", computed once, so that all participants are
 * told the same. Figures rest on at least ten viewers.
 */
export interface CohortResults {
  /** False when the cohort registered no looks: its figures are exploratory. */
  registered: boolean;
  viewers: number;
  answers: number;
  visual: KeptFigure;
  personality: KeptFigure;
  biological: KeptFigure;
}

/** One directed pair: how well B suits A. Percentiles 0–100; null where a phase is missing. */
export interface PairScore {
  a: UserId;
  b: UserId;
  visual: number | null;
  personality: number | null;
  biological: number | null;
  /** Raw personality similarity and HLA dissimilarity, 0–100, beside their percentiles. */
  personalityRaw: number | null;
  biologicalRaw: number | null;
  directed: number;
  mutual: number;
  coverage: number;
}

export interface Assignment {
  cohortId: CohortId;
  viewer: UserId;
  shown: UserId;
  position: number;
  /** Why this pair is in the plan: predicted high, or drawn from the whole range. */
  kind: 'high' | 'range';
}

/** Why "Do not introduce us" was chosen: the two know each other already, or something else. */
export type ExcludedReason = 'known' | 'other';

/** Willingness to meet, as answered before any score was seen: protocol invariant 6. */
export interface Outcome {
  viewer: UserId;
  shown: UserId;
  /** 1–7 */
  wtm: number | null;
  wouldMeet: boolean | null;
  /** Set when the viewer chose "Do not introduce us": then the row is no outcome. */
  excludedReason: ExcludedReason | null;
  /** When the profile was on the screen first; null for one that was left out without its photo. */
  shownAt: Date | null;
  answeredAt: Date | null;
}

/** Row of `matches`: a pair of the plan, in the direction in which user A is shown user B. */
export interface Match {
  id: string;
  userA: UserId;
  userB: UserId;
  visualScore: number | null;
  personalityScore: number | null;
  hlaScore: number | null;
  totalCompatibility: number;
  reportPath: string | null;
}

export interface CohortStore {
  create(cohort: { name: string; createdAt: Date }): Promise<Cohort>;
  byId(id: CohortId): Promise<Cohort | undefined>;
  /** The newest open cohort that is not archived; locked until the transaction ends when `lock` is set. */
  current(options?: { lock?: boolean }): Promise<Cohort | undefined>;
  /** The newest cohort that is not archived. */
  latest(): Promise<Cohort | undefined>;
  /** Every cohort, the archived ones too, oldest first. */
  all(): Promise<Cohort[]>;
  /** Takes a lock on the name until the transaction ends, so that two cohorts of one name are not made at once. */
  lockName(name: string): Promise<void>;
  /** Takes the row lock, so that two admins cannot freeze at once. */
  lock(id: CohortId): Promise<Cohort | undefined>;
  /** True while the cohort of this person is open; it is not frozen before the transaction ends. */
  isOpenTo(userId: UserId): Promise<boolean>;
  update(id: CohortId, change: Partial<Omit<Cohort, 'id' | 'createdAt'>>): Promise<void>;
  pairScores(id: CohortId, pairs?: readonly { a: UserId; b: UserId }[]): Promise<PairScore[]>;
  saveAssignments(id: CohortId, assignments: readonly Assignment[]): Promise<void>;
  assignments(id: CohortId, viewer?: UserId): Promise<Assignment[]>;
  saveMatches(matches: readonly Omit<Match, 'id' | 'reportPath'>[]): Promise<void>;
  matchesOf(userA: UserId): Promise<Match[]>;
}

/** One look at the outcomes of a cohort: registered before, opened once, kept for good. */
export interface Look {
  cohortId: CohortId;
  /** From 1, in the order of the registration; a look that was overtaken has no row. */
  number: number;
  /** The registered share of closed viewers, 0–1. */
  share: number;
  /** The registered boundary, as a quantile of the normal distribution. */
  boundary: number;
  viewers: number;
  closedViewers: number;
  /** Answers that were closed later are not part of this look. */
  openedAt: Date;
  /** SHA-256 of the figures as they were when the look was opened. */
  figuresDigest: string;
}

export interface LookStore {
  /** Written once: a second row of the same number is refused with `conflict`. */
  append(look: Look): Promise<void>;
  /** By number. */
  ofCohort(id: CohortId): Promise<Look[]>;
}

export interface OutcomeStore {
  markShown(outcome: { cohortId: CohortId; viewer: UserId; shown: UserId; at: Date }): Promise<void>;
  /** Takes the place of an exclusion, if there was one. Refused with `phase-sealed` once the viewer's report was requested. */
  answer(
    viewer: UserId,
    shown: UserId,
    answer: { wtm?: number; wouldMeet?: boolean; at: Date },
  ): Promise<void>;
  /** Takes the place of "would meet"; refused as `answer` is. */
  exclude(viewer: UserId, shown: UserId, exclusion: { reason: ExcludedReason; at: Date }): Promise<void>;
  of(viewer: UserId): Promise<Outcome[]>;
  ofCohort(id: CohortId): Promise<Outcome[]>;
  block(blocker: UserId, blocked: UserId, at: Date): Promise<void>;
  unblock(blocker: UserId, blocked: UserId): Promise<void>;
  /** Both directions of every block among these people. */
  blocks(among: readonly UserId[]): Promise<{ blocker: UserId; blocked: UserId }[]>;
}

export interface ReportRecord {
  userId: UserId;
  cohortId: CohortId;
  /**
   * reports/{uuid}.pdf in the file storage. Null until it is rendered, and again after it was retracted because a person
   * who stood in it left.
   */
  path: string | null;
  /** reports/{uuid}.docx; null also for a report that was made before there was this format. */
  docxPath: string | null;
  status: 'requested' | 'ready' | 'delivered';
  requestedAt: Date;
  readyAt: Date | null;
  deliveredAt: Date | null;
}

export interface ReportStore {
  /** Creates the request. A second call changes nothing. */
  request(userId: UserId, cohortId: CohortId, at: Date): Promise<void>;
  of(userId: UserId): Promise<ReportRecord | undefined>;
  ofCohort(id: CohortId): Promise<ReportRecord[]>;
  /** As `of`; the row stays locked until the transaction ends. */
  lock(userId: UserId): Promise<ReportRecord | undefined>;
  /** Whose reports may show this person: those to whom they were assigned. Their rows stay locked. */
  showing(userId: UserId): Promise<UserId[]>;
  /** Forgets the files of a report, so that it is rendered anew when it is asked for. */
  retract(userId: UserId): Promise<void>;
  /** Also writes matches.report_path of that person's rows. */
  markReady(userId: UserId, files: { path: string; docxPath: string | null }, at: Date): Promise<void>;
  markDelivered(userId: UserId, at: Date): Promise<void>;
}

/** The second answers of two participants who both would meet, given before either learns how to reach the other. */
export interface Introduction {
  low: UserId;
  high: UserId;
  lowAnswer: boolean | null;
  highAnswer: boolean | null;
  introducedAt: Date | null;
  /** What came of the offer to share a contact with the other; each belongs to the person who would share. */
  lowContact: ContactState;
  highContact: ContactState;
}

export type ContactState = 'asked' | 'shared' | 'refused' | null;

export interface IntroductionStore {
  /** Creates the row if it is new. The order of the two ids does not matter. */
  propose(one: UserId, other: UserId): Promise<Introduction>;
  answer(from: UserId, about: UserId, yes: boolean): Promise<Introduction>;
  markIntroduced(one: UserId, other: UserId, at: Date): Promise<void>;
  /** What came of the offer to `from` to share a contact with `about`. */
  markContact(from: UserId, about: UserId, state: ContactState): Promise<void>;
  of(userId: UserId): Promise<Introduction[]>;
}

/** What one of two people who were introduced tells about it some days later. */
export interface FollowUp {
  viewer: UserId;
  /** The person whom the answers are about. */
  shown: UserId;
  cohortId: CohortId;
  /** Whether the two met or talked. The other three answers are null unless this is true. */
  met: boolean | null;
  /** How much the viewer would like to meet again, 1–7. */
  again: number | null;
  /** Whether the viewer would meet again. */
  would: boolean | null;
  /** How alike the two felt to the viewer, 1–7. */
  alike: number | null;
  /**
   * True when no report had shown the viewer the score of the pair by `answeredAt` (invariant 6b); null before. Only
   * such answers may confirm anything.
   */
  blind: boolean | null;
  askedAt: Date;
  remindedAt: Date | null;
  /** When the answers were sealed. Without it they may still change, so no figure counts them. */
  answeredAt: Date | null;
  refusedAt: Date | null;
}

export type FollowUpAnswer = Partial<Pick<FollowUp, 'met' | 'again' | 'would' | 'alike'>>;

export interface FollowUpStore {
  /** Creates the row. A second call changes nothing. */
  ask(asked: { viewer: UserId; shown: UserId; cohortId: CohortId; at: Date }): Promise<void>;
  markReminded(viewer: UserId, shown: UserId, at: Date): Promise<void>;
  /** Refused with `phase-sealed` once the follow-up is answered or refused. */
  answer(viewer: UserId, shown: UserId, answer: FollowUpAnswer): Promise<void>;
  /** Refused with `phase-incomplete` while an answer is missing, with `phase-sealed` a second time. */
  seal(viewer: UserId, shown: UserId, at: Date): Promise<void>;
  /** Erases the answers so far. Refused with `phase-sealed` once the follow-up is answered or refused. */
  refuse(viewer: UserId, shown: UserId, at: Date): Promise<void>;
  of(viewer: UserId): Promise<FollowUp[]>;
  ofCohort(id: CohortId): Promise<FollowUp[]>;
  /** Active people introduced after `since` and until `until` who were not asked yet, or asked and not reminded. */
  viewersDue(since: Date, until: Date): Promise<UserId[]>;
  /** Follow-ups with every answer whose person has not sealed them. */
  unsealed(): Promise<FollowUp[]>;
  /** Replaces the people whose scores the viewer's report leaves out: protocol invariant 6b. */
  withhold(viewer: UserId, shown: readonly UserId[]): Promise<void>;
  withheldFrom(viewer: UserId): Promise<UserId[]>;
  /** The people whose reports leave out a score. */
  viewersWithheldFrom(): Promise<UserId[]>;
}
