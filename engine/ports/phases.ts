import type { CohortId, Participant, UserId } from './participants.ts';

export type Phase = 'visual' | 'personality' | 'biological';

/** One phase of one person: protocol invariant 2. */
export interface PhaseRecord {
  userId: UserId;
  phase: Phase;
  instrumentVersion: string;
  openedAt: Date;
  sealedAt: Date | null;
  /** Keyed digest of the sealed snapshot, behind the name of its canonical form: `sealDigest`. */
  digest: string | null;
  /** True when the phase was sealed without data, because no lab result came: protocol invariant 10. */
  missing: boolean;
  flags: string[];
}

/** The seal of a typing that a laboratory replaced. */
export interface SupersededSeal {
  sealedAt: Date;
  digest: string;
  supersededAt: Date;
}

export interface PhaseStore {
  open(record: { userId: UserId; phase: Phase; instrumentVersion: string; openedAt: Date }): Promise<void>;
  /** Refused by the database for a phase that is sealed already. */
  seal(
    userId: UserId,
    phase: Phase,
    seal: { sealedAt: Date; digest: string; missing: boolean; flags: string[] },
  ): Promise<void>;
  /**
   * Keeps the seal of a typing as superseded. Until the transaction ends the typing and the seal may be written once
   * more, and both must be. Refused by the database with `cohort-state` once the cohort is frozen, with
   * `phase-sealed` when there is no typing under the seal.
   */
  supersede(userId: UserId, at: Date): Promise<void>;
  /**
   * Writes the new seal of a typing whose old one this transaction superseded; refused with `phase-sealed` otherwise.
   */
  reseal(userId: UserId, seal: { sealedAt: Date; digest: string; flags: string[] }): Promise<void>;
  /** The seals that were superseded, oldest first. */
  supersededOf(userId: UserId): Promise<SupersededSeal[]>;
  of(userId: UserId): Promise<Map<Phase, PhaseRecord>>;
  ofUsers(userIds: readonly UserId[]): Promise<Map<UserId, Map<Phase, PhaseRecord>>>;
  /**
   * The instrument versions with which people of a cohort who have not withdrawn opened a phase; the earliest first.
   */
  versionsBegun(cohortId: CohortId, phase: Phase): Promise<string[]>;
  /** The order in which items are shown to one person (invariant 8); written once. */
  savePresentation(
    userId: UserId,
    phase: Phase,
    presentation: { seed: string; items: PresentedItem[] },
  ): Promise<void>;
  presentation(userId: UserId, phase: Phase): Promise<{ seed: string; items: PresentedItem[] } | undefined>;
}

export interface PresentedItem {
  id: string;
  /** True for the second showing of a calibration face. */
  repeat: boolean;
}

export type SelfieStatus = 'analysing' | 'refused' | 'preview' | 'accepted';

export interface Selfie {
  userId: UserId;
  status: SelfieStatus;
  /** Why it was refused: a SelfieProblem. */
  problem: string | null;
  /** The chat client's id of the file. */
  remoteFile: string;
  attempts: number;
  updatedAt: Date;
}

/** The stored description of a face; the store encrypts it. */
export interface FaceDescription {
  /** 1024 numbers of Human's faceres. */
  embedding: Float32Array;
  analyserVersion: string;
}

export interface CalibrationRating {
  position: number;
  faceId: string;
  repeat: boolean;
  /** 1 strong no … 4 strong yes. */
  rating: number;
  dwellMs: number | null;
  answeredAt: Date;
}

/** Writes are refused with `phase-sealed` once the visual phase is sealed. */
export interface VisualStore {
  selfie(userId: UserId): Promise<Selfie | undefined>;
  saveSelfie(selfie: Selfie): Promise<void>;
  /** profiles row: photo path (uploads/{uuid}.jpg in the file storage) and encrypted description. */
  saveFace(userId: UserId, face: { photoPath: string; description: FaceDescription }): Promise<void>;
  photoPath(userId: UserId): Promise<string | undefined>;
  description(userId: UserId): Promise<FaceDescription | undefined>;
  /** The descriptions of all people of a cohort, without those that cannot be decrypted. */
  descriptionsOf(id: CohortId): Promise<Map<UserId, FaceDescription>>;
  saveRating(userId: UserId, rating: CalibrationRating): Promise<void>;
  ratings(userId: UserId): Promise<CalibrationRating[]>;
  /** The ratings of all people of a cohort, in the order in which they were shown. */
  ratingsOf(id: CohortId): Promise<Map<UserId, CalibrationRating[]>>;
  completeCalibration(userId: UserId): Promise<void>;
}

export interface QuestionnaireAnswer {
  itemId: string;
  value: number;
  dwellMs: number | null;
  answeredAt: Date;
  /** The language in which the statement was read; null where an earlier version of the program did not record it. */
  locale: Participant['locale'];
}

/** The traits of a sealed questionnaire, and the version of the questionnaire that was sealed. */
export interface SealedTraits {
  traits: Record<Sin, number | null>;
  instrument: string;
}

export type Sin = 'lust' | 'gluttony' | 'greed' | 'sloth' | 'wrath' | 'envy' | 'pride';

/** Writes are refused with `phase-sealed` once the personality phase is sealed. */
export interface PersonalityStore {
  saveAnswer(userId: UserId, answer: QuestionnaireAnswer): Promise<void>;
  answers(userId: UserId): Promise<QuestionnaireAnswer[]>;
  /** The answers of all people of a cohort. */
  answersOf(id: CohortId): Promise<Map<UserId, QuestionnaireAnswer[]>>;
  saveScores(userId: UserId, scores: Record<Sin, number | null>, raw: unknown): Promise<void>;
  scores(userId: UserId): Promise<Record<Sin, number | null> | undefined>;
  /** The scores with the version of the questionnaire that they were made with. */
  sealed(userId: UserId): Promise<SealedTraits | undefined>;
  /** The same for all people of a cohort. */
  sealedOf(id: CohortId): Promise<Map<UserId, SealedTraits>>;
  /** The versions of the questionnaire that people of a cohort sealed who have not withdrawn. */
  instrumentsOf(cohortId: CohortId): Promise<string[]>;
}

export interface Kit {
  code: string;
  userId: UserId;
  issuedAt: Date;
  voidedAt: Date | null;
  receivedAt: Date | null;
}

/** What staff, its participant or a laboratory said about a kit. */
export type KitEventName =
  | 'handed'
  | 'posted'
  | 'not-here'
  | 'arrived'
  | 'sent'
  | 'received'
  | 'repeat'
  | 'failed'
  | 'lost'
  | 'damaged';

export interface KitEvent {
  event: KitEventName;
  at: Date;
}

/** A kit of a cohort, as staff see it: by codes. */
export interface CohortKit extends Kit {
  /** In their order. */
  events: KitEvent[];
  participantCode: string;
  /** True when a typing of its person is stored. */
  typed: boolean;
}

/** A lab's delivery and the answer it got, so that a repeated one gets the same answer. */
export interface LabDelivery {
  id: string;
  bodyDigest: string;
  status: number;
  /** The body of the answer, JSON, as it was sent. */
  response: string;
  at: Date;
}

export interface BiologyStore {
  /** Issues a kit and voids the earlier ones of this person. */
  issueKit(kit: { code: string; userId: UserId; issuedAt: Date }): Promise<void>;
  /** The kit that is not void. */
  kitOf(userId: UserId): Promise<Kit | undefined>;
  kit(code: string): Promise<Kit | undefined>;
  /** True for the code of a kit whose person was erased. */
  isVoid(code: string): Promise<boolean>;
  /** The codes of all kits, void ones too. */
  kitCodes(): Promise<ReadonlySet<string>>;
  /** Appends to the journey of a kit. */
  noteKit(event: KitEvent & { code: string; userId: UserId }): Promise<void>;
  /** The journey of a kit, in its order. */
  kitEvents(code: string): Promise<KitEvent[]>;
  markReceived(code: string, at: Date): Promise<void>;
  /** Kits that were issued, are not void and have no result yet. */
  waitingKits(): Promise<Kit[]>;
  /** Every kit of the people of a cohort, newest first. */
  kitsOfCohort(cohortId: CohortId): Promise<CohortKit[]>;
  /** Encrypted (bound to the person, padded to a fixed size) with a keyed checksum. Refused once sealed. */
  saveTyping(userId: UserId, typing: string): Promise<void>;
  /** Writes over a typing whose seal this transaction superseded; refused with `phase-sealed` otherwise. */
  replaceTyping(userId: UserId, typing: string): Promise<void>;
  /** Throws `ciphertext-invalid` when the row was tampered with. */
  typing(userId: UserId): Promise<string | undefined>;
  delivery(id: string): Promise<LabDelivery | undefined>;
  saveDelivery(delivery: LabDelivery): Promise<void>;
  /** Takes those of these codes out of all stored answers that were the kits of erased people. */
  forgetVoid(codes: readonly string[]): Promise<void>;
  /** Deliveries, newest first. */
  deliveries(range: { offset: number; limit: number }): Promise<LabDelivery[]>;
  countDeliveries(): Promise<number>;
  /** A delivery by the first 16 hexadecimal digits of the SHA-256 of its id: an id itself is too long for a button. */
  deliveryByDigest(digest: string): Promise<LabDelivery | undefined>;
  /** What laboratories wrote in the column of kit codes, in all deliveries, each once. */
  deliveredCodes(): Promise<string[]>;
  /** Marks all deliveries since this admin has an account as told; returns how many were not before. */
  markDeliveriesTold(admin: UserId): Promise<number>;
}
