/** Branded ids: a user id is never passed where a cohort id is meant. */
export type UserId = string & { readonly brand: 'UserId' };
export type CohortId = string & { readonly brand: 'CohortId' };
/** A private chat, as the chat client names it (a decimal string). */
export type ChatId = string & { readonly brand: 'ChatId' };

export type Role = 'user' | 'admin' | 'researcher';
export type Sex = 'female' | 'male';
export type SoughtSex = Sex | 'both';
export type ParticipantStatus = 'active' | 'paused' | 'withdrawn';

/** users row: identity and credentials. */
export interface Account {
  id: UserId;
  email: string;
  passwordHash: string;
  fullName: string | null;
  role: Role;
  /** Raised to end every token and chat session that was issued before. */
  tokenVersion: number;
  disabledAt: Date | null;
  /** The language that a member of staff chose; that of a participant is in `Participant`. */
  locale: 'en' | 'es' | 'ru' | null;
  /** The cohort that a member of staff chose to work on. */
  chosenCohortId: CohortId | null;
  /** Hash of the code of a link with which the account gets a password once; null when none is open. */
  setupHash: string | null;
  setupUntil: Date | null;
  createdAt: Date;
}

export interface AccountStore {
  /** E-mails are compared in lower case; a taken one throws `conflict`. */
  create(account: { email: string; passwordHash: string; fullName?: string; role: Role }): Promise<Account>;
  byId(id: UserId): Promise<Account | undefined>;
  byEmail(email: string): Promise<Account | undefined>;
  /** The account whose open link has this hash; its row is locked, so that the link works once. */
  bySetup(hash: string): Promise<Account | undefined>;
  update(
    id: UserId,
    change: Partial<
      Pick<
        Account,
        | 'email'
        | 'passwordHash'
        | 'fullName'
        | 'disabledAt'
        | 'tokenVersion'
        | 'locale'
        | 'chosenCohortId'
        | 'setupHash'
        | 'setupUntil'
      >
    >,
  ): Promise<void>;
  /** Oldest first; with `lock` their rows are locked until the transaction ends. */
  ofRole(role: Role, options?: { lock?: boolean }): Promise<Account[]>;
}

/** Counts attempts to sign in; a restart keeps the counts. */
export interface LoginTries {
  /**
   * Counts one attempt under a key. Undefined when it is allowed, otherwise the end of the window. The first attempt
   * opens the window; refused ones do not prolong it.
   */
  count(key: string, limit: { tries: number; windowSeconds: number; at: Date }): Promise<Date | undefined>;
  /** Takes an attempt back that was not looked at. */
  takeBack(key: string): Promise<void>;
  /** Removes windows that are over. */
  deleteExpired(at: Date): Promise<void>;
}

/** A refresh token of the web API as stored. The tokens of one sign-in are a family: each is used once, for the next. */
export interface RefreshToken {
  familyId: string;
  userId: UserId;
  /** That of the account when its owner signed in. */
  tokenVersion: number;
  expiresAt: Date;
  usedAt: Date | null;
}

/** Refresh tokens of the web API; only digests of them are stored. */
export interface RefreshTokenStore {
  issue(token: string, about: Omit<RefreshToken, 'usedAt'> & { issuedAt: Date }): Promise<void>;
  /** The token, also a used one; its family is locked until the transaction ends. */
  lock(token: string): Promise<RefreshToken | undefined>;
  markUsed(token: string, at: Date): Promise<void>;
  /** True until the family of this account is ended, or the last of its tokens is over. */
  hasFamily(familyId: string, userId: UserId): Promise<boolean>;
  endFamily(familyId: string): Promise<void>;
  endAllOf(userId: UserId): Promise<void>;
  deleteExpired(at: Date): Promise<void>;
}

/** A participant: their answers about themselves, their chat, and their reminders. */
export interface Participant {
  userId: UserId;
  /** Pseudonym such as P-7F3K. Staff know a participant by this code only. */
  code: string;
  cohortId: CohortId;
  chatId: ChatId | null;
  locale: 'en' | 'es' | 'ru' | null;
  status: ParticipantStatus;
  adultConfirmedAt: Date | null;
  /** Set once the account step is answered. */
  accountCompletedAt: Date | null;
  sex: Sex | null;
  seeks: SoughtSex | null;
  birthYear: number | null;
  seeksAgeMin: number | null;
  seeksAgeMax: number | null;
  displayName: string | null;
  /** When the participant said that these answers are right. */
  aboutConfirmedAt: Date | null;
  remindersSent: number;
  remindersOff: boolean;
  /** A name of the IANA database, such as Europe/Madrid; null until the participant named it. */
  timeZone: string | null;
  /** When the participant wants the next reminder; null when the days of silence decide. */
  remindAt: Date | null;
  /** Until when no reminder is sent at all. */
  remindersPausedUntil: Date | null;
  /** The version of the consent texts about which this participant was asked anew; null when never. */
  askedTextVersion: string | null;
  /** When this participant was told what came out of the cohort; null before. */
  resultsToldAt: Date | null;
  /**
   * When the data of a participant who was left out of a freeze are erased, unless a cohort takes them in before. Null
   * for all others, and until the participant was asked to choose.
   */
  leftOutUntil: Date | null;
  /** Since when a participant who was left out stays for the next cohort. */
  staysSince: Date | null;
  lastActiveAt: Date;
  createdAt: Date;
}

export type ParticipantChange = Partial<Omit<Participant, 'userId' | 'code' | 'createdAt'>>;

export interface ParticipantStore {
  /** Makes the account (placeholder e-mail, unusable password) and the participant together, with a fresh code. */
  create(input: {
    cohortId: CohortId;
    chatId: ChatId;
    placeholderEmail: string;
    passwordHash: string;
    now: Date;
  }): Promise<Participant>;
  byUser(id: UserId): Promise<Participant | undefined>;
  byChat(id: ChatId): Promise<Participant | undefined>;
  byCode(code: string): Promise<Participant | undefined>;
  update(id: UserId, change: ParticipantChange): Promise<void>;
  ofCohort(id: CohortId): Promise<Participant[]>;
  /**
   * Active participants with a chat and with reminders on, reminded fewer than `limit` times, who are silent since
   * `before` or wanted a reminder until `now`.
   */
  silentSince(silence: { before: Date; now: Date; limit: number }): Promise<Participant[]>;
  /** The participants whose cohort was frozen without them, and who have not withdrawn. */
  leftOut(): Promise<Participant[]>;
  /** True for one of `leftOut`. */
  isLeftOut(id: UserId): Promise<boolean>;
}

export interface Invite {
  codeHash: string;
  cohortId: CohortId;
  createdBy: UserId | null;
  expiresAt: Date;
  usedBy: UserId | null;
  usedAt: Date | null;
}

export interface InviteStore {
  create(invite: {
    codeHash: string;
    cohortId: CohortId;
    createdBy: UserId | null;
    expiresAt: Date;
  }): Promise<void>;
  /** Locks the row, so that of two people who open one link at once only one is accepted. */
  find(codeHash: string): Promise<Invite | undefined>;
  markUsed(codeHash: string, by: UserId, at: Date): Promise<void>;
  count(cohortId: CohortId): Promise<{ issued: number; used: number }>;
}

export type Purpose = 'face' | 'personality' | 'genetic' | 'matching' | 'research' | 'follow-up';

export interface ConsentRecord {
  userId: UserId;
  purpose: Purpose;
  granted: boolean;
  textVersion: string;
  textHash: string;
  locale: string;
  at: Date;
}

export interface ConsentStore {
  /** Appends a record; earlier records are kept. */
  record(consent: ConsentRecord): Promise<void>;
  /** The newest record of each purpose. */
  current(userId: UserId): Promise<Map<Purpose, ConsentRecord>>;
  history(userId: UserId): Promise<ConsentRecord[]>;
  /** The participants of a cohort whose newest record of this purpose grants it. */
  granting(cohortId: CohortId, purpose: Purpose): Promise<Set<UserId>>;
}
