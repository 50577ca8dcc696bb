import type { ChatStore } from './chats.ts';
import type {
  CohortStore,
  FollowUpStore,
  IntroductionStore,
  LookStore,
  OutcomeStore,
  ReportStore,
} from './cohorts.ts';
import type {
  AccountStore,
  CohortId,
  ConsentStore,
  InviteStore,
  LoginTries,
  ParticipantStore,
  Purpose,
  RefreshTokenStore,
  UserId,
} from './participants.ts';
import type { HealthStore } from './health.ts';
import type { ReminderStore } from './reminders.ts';
import type { ScoringStore } from './scoring.ts';
import type { BiologyStore, PersonalityStore, PhaseStore, VisualStore } from './phases.ts';

/** What a researcher asks the figures of a cohort about. */
export type FiguresSubject = 'progress' | 'scores' | 'reliability' | 'validity' | 'fairness' | 'exposure';

/** The background jobs and their data. A job runs at least once, so every handler is idempotent. */
export interface Jobs {
  'analyse-selfie': { userId: string; remoteFile: string };
  /** The steps of a cohort. `replyTo` is the chat that is told; absent when an admin without one asked by HTTP. */
  'freeze-cohort': { cohortId: string; by: string; replyTo?: string };
  'score-cohort': { cohortId: string; replyTo?: string };
  'release-cohort': { cohortId: string; replyTo?: string };
  'close-cohort': { cohortId: string; by: string; replyTo?: string };
  /** Closes the cohorts whose closing date is over, and opens the looks that are due in the others. */
  'close-due': Record<string, never>;
  /** Opens the look that is due, if one is. */
  'open-look': { cohortId: string };
  'render-report': {
    userId: string;
    cohortId: string;
    /** The file to send; the PDF when absent. */ format?: 'pdf' | 'docx';
  };
  /** Absent in jobs of earlier versions: the newest cohort, and its validity. */
  'plot-figures': { chatId: string; locale: string; cohortId?: string; about?: FiguresSubject };
  'cohort-report': { chatId: string; locale: string; cohortId: string };
  'export-data': { userId: string };
  'export-study': { cohortId: string; by: string; replyTo: string };
  'refresh-chat': { chatId: string; /** Locale key of a sentence to show first. */ sentence?: string };
  introduce: { chatId: string; otherChatId: string };
  'delete-file': { path: string; /** Keeps the file when a row names it by then. */ unlessUsed?: true };
  /** Without data: the participants who are due. With them: those of a cohort who are silent for a day, and an answer. */
  remind: { cohortId?: string; replyTo?: string };
  /** Makes so many invites, and a table and a sheet of QR codes with them. `batch` is unique. */
  'invite-batch': { cohortId: string; count: number; by: string; replyTo: string; batch: string };
  /** Sends the labels of the kits that staff still have. */
  'kit-labels': { cohortId: string; replyTo: string; locale: string };
  'plot-progress': { chatId: string; locale: string; cohortId: string };
  /** Tells each signed-in admin of the deliveries that they have not been told of. */
  'tell-of-deliveries': Record<string, never>;
  /** In the morning of the study's time zone: tells each signed-in admin, once, what happened and what waits. */
  'morning-digest': Record<string, never>;
  'follow-up': Record<string, never>;
  /** Tells participants of closed cohorts what came out, each of them once. */
  'tell-results': Record<string, never>;
  'delete-expired': Record<string, never>;
  /** Asks people whom a freeze left out, moves those who stay into an open cohort, erases those whose time is over. */
  'left-out': Record<string, never>;
}
export type JobName = keyof Jobs;

export interface JobOutbox {
  /** Enqueues inside the caller's transaction. One job per singletonKey is waiting at a time. */
  enqueue<Name extends JobName>(
    name: Name,
    data: Jobs[Name],
    options?: { singletonKey?: string; startAfterSeconds?: number },
  ): Promise<void>;
}

export interface AuditEvent {
  actor: UserId | 'system' | 'lab';
  action: string;
  subject: UserId | null;
  /** Codes, counts and versions only; never a name, an answer or a typing. */
  details: Record<string, string | number | boolean | null>;
  at: Date;
}

/** Append-only and hash-chained: protocol invariant 11. */
export interface AuditLog {
  append(event: AuditEvent): Promise<void>;
  of(subject: UserId): Promise<AuditEvent[]>;
  /** The newest events, newest first; `before` is the id of an event. */
  last(range: { limit: number; before?: string }): Promise<(AuditEvent & { id: string })[]>;
  /** Events of some actions about the people of a cohort: how many, and about how many people. */
  countIn(
    cohortId: CohortId,
    actions: readonly string[],
  ): Promise<{ action: string; events: number; people: number }[]>;
  /** The id of the first row whose hash does not fit, if any. */
  verify(): Promise<{ rows: number; brokenAt: string | null }>;
}

/** The stored data about one person, for /export and /delete_my_data; implemented from one map of all columns. */
export interface PersonalData {
  /** A value that cannot be decrypted is the text `unreadable`. */
  export(userId: UserId): Promise<Record<string, unknown>>;
  /** Notes outside the database that a consent is being withdrawn, so that a restored backup does not restore it. */
  noteWithdrawal(userId: UserId, purpose: Purpose): Promise<void>;
  /** Erases the data of one purpose; returns the files to delete. */
  erasePurpose(userId: UserId, purpose: 'face' | 'personality' | 'genetic' | 'follow-up'): Promise<string[]>;
  /**
   * Erases what a person gave in these phases, and that they began them. Their consents stay. Returns the files to
   * delete.
   */
  restartPhases(userId: UserId, phases: readonly ('visual' | 'personality')[]): Promise<string[]>;
  /** Erases all data about a person except the audit log; returns the files to delete. Idempotent. */
  eraseAll(userId: UserId): Promise<string[]>;
  /** True when a row of a person names this file. */
  usesFile(path: string): Promise<boolean>;
  /** Deletes what is kept for a time only, once that time is over. */
  deleteExpired(): Promise<void>;
}

/** All stores on one transaction. */
export interface UnitOfWork {
  readonly accounts: AccountStore;
  readonly loginTries: LoginTries;
  readonly refreshTokens: RefreshTokenStore;
  readonly participants: ParticipantStore;
  readonly invites: InviteStore;
  readonly consents: ConsentStore;
  readonly phases: PhaseStore;
  readonly visual: VisualStore;
  readonly personality: PersonalityStore;
  readonly biology: BiologyStore;
  readonly cohorts: CohortStore;
  readonly looks: LookStore;
  readonly outcomes: OutcomeStore;
  readonly reports: ReportStore;
  readonly introductions: IntroductionStore;
  readonly followUps: FollowUpStore;
  readonly reminders: ReminderStore;
  readonly scoring: ScoringStore;
  readonly chats: ChatStore;
  readonly audit: AuditLog;
  readonly jobs: JobOutbox;
  readonly personalData: PersonalData;
  readonly health: HealthStore;
}

export interface Transactions {
  /**
   * Runs the work in one transaction. Deadlocks, serialization failures and lost connections are retried as a
   * whole, at most 3 times, so the work must have no effect outside the transaction.
   */
  transact<T>(work: (uow: UnitOfWork) => Promise<T>): Promise<T>;
}

/** A job whose last try failed. `id` is the same whenever the job is ended once more. */
export type FailedJob = { [Name in JobName]: { name: Name; id: string; data: Jobs[Name] } }[JobName];

/** Background work: at least once, with retries and a dead letter. */
export interface JobWorkers {
  work<Name extends JobName>(
    name: Name,
    options: { concurrency: number },
    handler: (data: Jobs[Name]) => Promise<void>,
  ): Promise<void>;
  /**
   * Starts to end the jobs whose last try failed, also those that failed before a restart. `end` is called at least
   * once for each job, and again later when it throws.
   */
  endFailed(end: (job: FailedJob) => Promise<void>): Promise<void>;
  /** Enqueues a job at the times of a cron expression, in UTC. */
  schedule<Name extends JobName>(name: Name, cron: string, data: Jobs[Name]): Promise<void>;
  /** Waits for running jobs, then stops. */
  stop(): Promise<void>;
}

/** The file storage. Paths are relative to its folder; one that leads out of it is refused. */
export interface FileStorage {
  write(path: string, bytes: Uint8Array): Promise<void>;
  read(path: string): Promise<Buffer>;
  remove(path: string): Promise<void>;
  exists(path: string): Promise<boolean>;
}
