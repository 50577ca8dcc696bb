import type { UserId } from '../../engine/ports/participants.ts';
import type { CalibrationRating, FaceDescription, VisualStore } from '../../engine/ports/phases.ts';
import type { FieldBinding, SealedFields } from '../crypto/sealed-field.ts';
import { embeddingColumn } from '../encrypted-columns.ts';
import type { EmbeddingEnvelope } from '../models/face.ts';
import type { TransactionScope } from '../transaction.ts';
import { requireUnsealed } from './seal.ts';
import { unlessDamaged } from './unless-damaged.ts';

/** The binding contains the analyser's version, so that numbers of one model cannot be read as those of another. */
const bindingOf = (owner: UserId, analyserVersion: string): FieldBinding => ({
  owner: `${owner} ${analyserVersion}`,
  field: embeddingColumn.field,
  version: 1,
});

/** Decrypts a stored description. @throws HarmoniaError `ciphertext-invalid` */
export function openDescription(
  fields: SealedFields,
  userId: UserId,
  { analyserVersion, fernet }: EmbeddingEnvelope,
): FaceDescription {
  const bytes = fields.open(bindingOf(userId, analyserVersion), fernet);
  const embedding = Float32Array.from({ length: bytes.length / 4 }, (_, index) =>
    bytes.readFloatLE(index * 4),
  );
  return { embedding, analyserVersion };
}

/** Selfies, face descriptions (encrypted in a JSONB envelope) and calibration ratings. */
export function createVisualStore(scope: TransactionScope): VisualStore {
  const { models, query, transaction, fields, known } = scope;
  const envelope = (userId: UserId, { embedding, analyserVersion }: FaceDescription): EmbeddingEnvelope => {
    const bytes = Buffer.alloc(embedding.length * 4);
    embedding.forEach((value, index) => bytes.writeFloatLE(value, index * 4));
    const fernet = fields.seal(bindingOf(userId, analyserVersion), bytes);
    return { format: 1, analyserVersion, dimensions: embedding.length, fernet };
  };
  const opened = (userId: UserId, stored: EmbeddingEnvelope): FaceDescription =>
    openDescription(fields, userId, stored);

  return {
    async selfie(userId) {
      const before = known.find('selfies', models.selfies, userId);
      if (before) return before[0];
      return (await models.selfies.findOne({ where: { userId }, transaction }))?.get({ plain: true });
    },
    async saveSelfie(selfie) {
      await requireUnsealed(scope, selfie.userId, 'visual');
      await models.selfies.upsert(selfie, { transaction });
    },
    async saveFace(userId, { photoPath, description }) {
      await requireUnsealed(scope, userId, 'visual');
      await models.profiles.upsert(
        { userId, photoPath, visualEmbedding: envelope(userId, description) },
        { transaction },
      );
    },
    async photoPath(userId) {
      const row = await models.profiles.findOne({
        where: { userId },
        attributes: ['photoPath'],
        transaction,
      });
      return row?.photoPath ?? undefined;
    },
    async description(userId) {
      const row = await models.profiles.findOne({
        where: { userId },
        attributes: ['visualEmbedding'],
        transaction,
      });
      return row?.visualEmbedding ? opened(userId, row.visualEmbedding) : undefined;
    },
    async descriptionsOf(cohortId) {
      const rows = await query<{ userId: UserId; envelope: EmbeddingEnvelope }>(
        `SELECT user_id AS "userId", visual_embedding AS envelope
         FROM profiles JOIN participants USING (user_id) WHERE cohort_id = $1 AND visual_embedding IS NOT NULL`,
        [cohortId],
      );
      const descriptions = new Map<UserId, FaceDescription>();
      for (const { userId, envelope: stored } of rows) {
        const description = await unlessDamaged(() => opened(userId, stored));
        if (description !== undefined) descriptions.set(userId, description);
      }
      return descriptions;
    },
    async saveRating(userId, rating) {
      await requireUnsealed(scope, userId, 'visual');
      await models.calibrationRatings.upsert({ userId, ...rating }, { transaction });
    },
    async ratings(userId) {
      const rows = await models.calibrationRatings.findAll({
        where: { userId },
        attributes: { exclude: ['userId'] },
        order: ['position'],
        transaction,
      });
      return rows.map((row) => row.get({ plain: true }));
    },
    async ratingsOf(cohortId) {
      const rows = await query<CalibrationRating & { userId: UserId }>(
        `SELECT user_id AS "userId", position, face_id AS "faceId", repeat, rating, dwell_ms AS "dwellMs",
           answered_at AS "answeredAt"
         FROM calibration_ratings JOIN participants USING (user_id) WHERE cohort_id = $1 ORDER BY user_id, position`,
        [cohortId],
      );
      return Map.groupBy(rows, ({ userId }) => userId);
    },
    async completeCalibration(userId) {
      await requireUnsealed(scope, userId, 'visual');
      await query(
        `INSERT INTO profiles (user_id, calibration_complete) VALUES ($1, TRUE)
         ON CONFLICT (user_id) DO UPDATE SET calibration_complete = TRUE`,
        [userId],
      );
    },
  };
}
