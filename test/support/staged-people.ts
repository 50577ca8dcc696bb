import { createRandom } from '../../clock.ts';
import { serialiseTyping, syntheticTyping } from '../../engine/biological/index.ts';
import type { Instrument } from '../../engine/personality/instrument.ts';
import type {
  ChatId,
  CohortId,
  Participant,
  Purpose,
  Sex,
  SoughtSex,
} from '../../engine/ports/participants.ts';
import type { UnitOfWork } from '../../engine/ports/unit-of-work.ts';
import { recordConsent } from '../../engine/privacy/consent.ts';
import { openBiologicalPhase, receiveTyping } from '../../engine/protocol/biological-phase.ts';
import { allPurposes } from '../../engine/protocol/journey.ts';
import {
  answerQuestion,
  openPersonalityPhase,
  sealPersonalityPhase,
} from '../../engine/protocol/personality-phase.ts';
import type { Digest } from '../../engine/protocol/phases.ts';
import { openVisualPhase, rateFace, sealVisualPhase } from '../../engine/protocol/visual-phase.ts';
import type { CalibrationPack } from '../../engine/visual/calibration-pack.ts';

/** What the stages of a study are made of; the bot's Study is one. */
export interface Staging {
  pack: CalibrationPack;
  instrument: Instrument;
  calibrationFaces: number;
  visualVersion: string;
  biologicalVersion: string;
  digest: Digest;
}

/** The step at which a staged person stands. */
export type StagedStep = 'language' | 'selfie' | 'calibration' | 'questionnaire' | 'lab' | 'cohort';

export interface StagedPerson {
  cohortId: CohortId;
  chatId: ChatId;
  seed: number;
  sex?: Sex;
  seeks?: SoughtSex;
  name?: string;
  email?: string;
  photoPath?: string;
  research?: boolean;
  now?: Date;
}

/**
 * Brings a new participant to a step through the protocol's own functions, without the chat in front of them: the
 * same rows as a walk leaves, in a fraction of the time.
 */
export async function stagePerson(
  uow: UnitOfWork,
  staging: Staging,
  person: StagedPerson,
  step: StagedStep,
): Promise<Participant> {
  const { cohortId, chatId, seed, now = new Date() } = person;
  const created = await uow.participants.create({
    cohortId,
    chatId,
    placeholderEmail: person.email ?? `staged-${chatId}@example.org`,
    passwordHash: 'nobody knows',
    now,
  });
  const { userId } = created;
  if (step === 'language') return created;
  await introduce(uow, created, person, now);
  const seeks = person.seeks ?? 'male';
  const { pack, calibrationFaces: faces, visualVersion: version } = staging;
  const items = await openVisualPhase(uow, { userId, seeks, pack, faces, version, now });
  const reached = async (): Promise<Participant> => (await uow.participants.byUser(userId))!;
  if (step === 'selfie') return reached();

  await acceptSelfie(uow, created, person, now);
  if (step === 'calibration') return reached();
  for (const [position, { id: faceId, repeat }] of items.entries()) {
    const rating = 1 + ((position * 7 + seed) % 4);
    await rateFace(uow, userId, { position, faceId, repeat, rating, dwellMs: 2000, answeredAt: now });
  }
  await sealVisualPhase(uow, staging.digest, userId, now);

  const { instrument } = staging;
  const questions = await openPersonalityPhase(uow, { userId, instrument, now });
  if (step === 'questionnaire') return reached();
  for (const [position, { id: itemId }] of questions.entries()) {
    const expected = instrument.attentionChecks.find(({ id }) => id === itemId)?.expected;
    const value = expected ?? 1 + ((position * 3 + seed) % 5);
    await answerQuestion(uow, userId, { itemId, value, dwellMs: 3000, answeredAt: now });
  }
  await sealPersonalityPhase(uow, staging.digest, { userId, instrument, now });

  const kit = await openBiologicalPhase(uow, { userId, version: staging.biologicalVersion, now });
  if (step === 'lab') return reached();
  const typing = serialiseTyping(syntheticTyping(createRandom(`staged ${seed}`)));
  await receiveTyping(uow, staging.digest, {
    kitCode: kit.code,
    typing,
    method: staging.biologicalVersion,
    now,
  });
  return reached();
}

async function introduce(
  uow: UnitOfWork,
  { userId }: Participant,
  { sex = 'female', seeks = 'male', name = 'Kim', research = true }: StagedPerson,
  now: Date,
): Promise<void> {
  for (const purpose of allPurposes)
    await agree(uow, userId, purpose, purpose !== 'research' || research, now);
  await uow.participants.update(userId, {
    locale: 'en',
    adultConfirmedAt: now,
    accountCompletedAt: now,
    sex,
    seeks,
    birthYear: 1990,
    seeksAgeMin: 18,
    seeksAgeMax: 99,
    displayName: name,
  });
}

const agree = (
  uow: UnitOfWork,
  userId: Participant['userId'],
  purpose: Purpose,
  granted: boolean,
  now: Date,
): Promise<void> => recordConsent(uow, { userId, purpose, granted, text: purpose, locale: 'en', now });

async function acceptSelfie(
  uow: UnitOfWork,
  { userId }: Participant,
  { seed, photoPath = `uploads/staged-${seed}.jpg` }: StagedPerson,
  now: Date,
): Promise<void> {
  const random = createRandom(`face ${seed}`);
  await uow.visual.saveFace(userId, {
    photoPath,
    description: {
      embedding: Float32Array.from({ length: 1024 }, () => random.next() ** 2),
      analyserVersion: 'staged',
    },
  });
  await uow.visual.saveSelfie({
    userId,
    status: 'accepted',
    problem: null,
    remoteFile: `staged-${seed}`,
    attempts: 1,
    updatedAt: now,
  });
}
