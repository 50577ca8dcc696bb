import { createRandom } from '../../foundation/random.ts';
import type { Database } from '../../db/connect.ts';
import type { TransactionScope } from '../../db/transaction.ts';
import { analyserVersionOf, descriptionVersionIn } from '../../engine/visual/description-version.ts';
import { createUnitOfWork } from '../../db/unit-of-work.ts';
import { serialiseTyping, syntheticTyping } from '../../engine/biological/index.ts';
import type {
  ChatId,
  CohortId,
  Participant,
  Sex,
  SoughtSex,
  UserId,
} from '../../engine/ports/participants.ts';
import type { UnitOfWork } from '../../engine/ports/unit-of-work.ts';
import { recordConsent } from '../../engine/privacy/consent.ts';
import { openBiologicalPhase, receiveTyping } from '../../engine/protocol/biological-phase.ts';
import { joiningPurposes } from '../../engine/protocol/journey.ts';
import { openPersonalityPhase, sealPersonalityPhase } from '../../engine/protocol/personality-phase.ts';
import type { Study } from '../../engine/protocol/study.ts';
import { openVisualPhase, sealVisualPhase } from '../../engine/protocol/visual-phase.ts';

/** The part of a study that the phases need. */
export type Staging = Pick<Study, 'packs' | 'instruments' | 'calibrationFaces' | 'versions' | 'digest'>;

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
 * same rows as a walk leaves, in a fraction of the time. Only the many answers are inserted all at once.
 */
export const stagePerson = (
  database: Pick<Database, 'withScope'>,
  staging: Staging,
  person: StagedPerson,
  step: StagedStep,
): Promise<Participant> =>
  database.withScope(async (scope) => {
    const uow = createUnitOfWork(scope);
    const { cohortId, chatId, now = new Date() } = person;
    const { userId } = await uow.participants.create({
      cohortId,
      chatId,
      placeholderEmail: person.email ?? `staged-${chatId}@example.org`,
      passwordHash: 'nobody knows',
      now,
    });
    await advance({ scope, uow, staging, person: { ...person, now }, userId }, step);
    return (await uow.participants.byUser(userId))!;
  });

interface Stage {
  scope: TransactionScope;
  uow: UnitOfWork;
  staging: Staging;
  person: StagedPerson & { now: Date };
  userId: UserId;
}

async function advance(stage: Stage, step: StagedStep): Promise<void> {
  if (step === 'language') return;
  await introduce(stage);
  const { uow, staging, person, userId } = stage;
  const { now, seed, seeks = 'male' } = person;
  const { versions, instruments, digest } = staging;
  await openVisualPhase(uow, staging, { userId, seeks, now });
  if (step === 'selfie') return;
  await acceptSelfie(stage);
  if (step === 'calibration') return;
  await rateFaces(stage);
  await sealVisualPhase(uow, digest, userId, now);
  await openPersonalityPhase(uow, { userId, instruments, now });
  if (step === 'questionnaire') return;
  await answerQuestions(stage);
  await sealPersonalityPhase(uow, digest, { userId, instruments, now });
  await openBiologicalPhase(uow, { userId, version: versions.biological, now });
  if (step === 'lab') return;
  const kit = (await uow.biology.kitOf(userId))!;
  const typing = serialiseTyping(syntheticTyping(createRandom(`staged ${seed}`)));
  await receiveTyping(uow, digest, { kitCode: kit.code, typing, method: versions.biological, now });
}

async function rateFaces({ scope, uow, userId, person: { seed, now } }: Stage): Promise<void> {
  const { items } = (await uow.phases.presentation(userId, 'visual'))!;
  const places = items.map((_, position) => position);
  await scope.query(
    `INSERT INTO calibration_ratings (user_id, position, face_id, repeat, rating, dwell_ms, answered_at)
     SELECT $1, *, 2000, $2 FROM unnest($3::int[], $4::text[], $5::bool[], $6::int[])`,
    [
      userId,
      now,
      places,
      items.map(({ id }) => id),
      items.map(({ repeat }) => repeat),
      places.map((position) => 1 + ((position * 7 + seed) % 4)),
    ],
  );
}

async function answerQuestions({ scope, uow, userId, staging, person }: Stage): Promise<void> {
  const { items } = (await uow.phases.presentation(userId, 'personality'))!;
  const { attentionChecks } = staging.instruments.current().instrument;
  await scope.query(
    `INSERT INTO questionnaire_answers (user_id, item_id, value, dwell_ms, answered_at, locale)
     SELECT $1, *, 3000, $2, 'en' FROM unnest($3::text[], $4::int[])`,
    [
      userId,
      person.now,
      items.map(({ id }) => id),
      items.map(
        ({ id }, position) =>
          attentionChecks.find((check) => check.id === id)?.expected ??
          1 + ((position * 3 + person.seed) % 5),
      ),
    ],
  );
}

async function introduce({ uow, userId, person }: Stage): Promise<void> {
  const { sex = 'female', seeks = 'male', name = 'Kim', research = true, now } = person;
  for (const purpose of joiningPurposes) {
    const granted = purpose !== 'research' || research;
    await recordConsent(uow, { userId, purpose, granted, text: purpose, locale: 'en', now });
  }
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
    aboutConfirmedAt: now,
  });
}

async function acceptSelfie({ uow, userId, person, staging }: Stage): Promise<void> {
  const { seed, photoPath = `uploads/staged-${seed}.jpg`, now } = person;
  const random = createRandom(`face ${seed}`);
  const embedding = Float32Array.from({ length: 1024 }, () => random.next() ** 2);
  const analyserVersion = analyserVersionOf(descriptionVersionIn(staging.versions.visual), 'staged');
  await uow.visual.saveFace(userId, { photoPath, description: { embedding, analyserVersion } });
  await uow.visual.saveSelfie({
    userId,
    status: 'accepted',
    problem: null,
    remoteFile: `staged-${seed}`,
    attempts: 1,
    updatedAt: now,
  });
}
