import type { UserId } from '../../engine/ports/participants.ts';
import type { BiologyStore, CohortKit, Kit, KitEvent } from '../../engine/ports/phases.ts';
import { HarmoniaError } from '../../foundation/errors.ts';
import type { FieldBinding } from '../crypto/sealed-field.ts';
import { typingColumn } from '../encrypted-columns.ts';
import { eraseCodes } from '../lab-answers.ts';
import type { TransactionScope } from '../transaction.ts';
import { requireUnsealed } from './seal.ts';

const CHECKSUM = 'hla_data.hash_checksum';
/** The purpose of the digests by which the codes of erased people's kits are known. */
export const VOID_KIT = 'void_kits.code_digest';

const bindingOf = (owner: UserId): FieldBinding => ({ owner, field: typingColumn.field, version: 1 });

/** The columns of a stored typing. */
export interface StoredTyping {
  encryptedAlleles: string;
  hashChecksum: string | null;
}

// The digest covers the user id too, so that equal typings of two participants have different checksums.
const checked = (userId: UserId, typing: string): string => `${userId}\n${typing}`;

/** Decrypts a stored typing, and says whether it fits its checksum. @throws HarmoniaError `ciphertext-invalid` */
export function decryptTyping(
  { fields, digest }: Pick<TransactionScope, 'fields' | 'digest'>,
  userId: UserId,
  { encryptedAlleles, hashChecksum }: StoredTyping,
): { typing: string; fits: boolean } {
  const typing = fields.open(bindingOf(userId), encryptedAlleles).toString();
  return { typing, fits: digest.matches(CHECKSUM, checked(userId, typing), hashChecksum ?? '') };
}

/** Decrypts a stored typing. @throws HarmoniaError `ciphertext-invalid`, also when it does not fit its checksum */
export function openTyping(...stored: Parameters<typeof decryptTyping>): string {
  const { typing, fits } = decryptTyping(...stored);
  if (!fits) throw new HarmoniaError('ciphertext-invalid', 'a typing does not fit its checksum');
  return typing;
}

/** The port with one method more, for the key rotation. */
export interface RotatableBiologyStore extends BiologyStore {
  /** Computes the checksum of the typing with the first key and stores it. */
  renewChecksum(userId: UserId): Promise<void>;
}

/** Kits, encrypted typings with a keyed checksum, and the answers to deliveries of laboratories. */
export function createBiologyStore(scope: TransactionScope): RotatableBiologyStore {
  const { models, query, transaction, fields, digest } = scope;
  const protectedTyping = (userId: UserId, typing: string) => ({
    encryptedAlleles: fields.seal(bindingOf(userId), Buffer.from(typing)),
    hashChecksum: digest.digest(CHECKSUM, checked(userId, typing)),
  });

  const typingOf = async (userId: UserId): Promise<string | undefined> => {
    const row = await models.hlaData.findOne({ where: { userId }, transaction });
    return row === null ? undefined : openTyping(scope, userId, row);
  };

  const isVoid = async (code: string): Promise<boolean> => {
    const rows = await query<{ digest: string }>('SELECT code_digest AS digest FROM void_kits');
    return rows.some((row) => digest.matches(VOID_KIT, code, row.digest));
  };

  return {
    async issueKit({ code, userId, issuedAt }) {
      await query('UPDATE kits SET voided_at = $2 WHERE user_id = $1 AND voided_at IS NULL', [
        userId,
        issuedAt,
      ]);
      await models.kits.create({ code, userId, issuedAt }, { transaction });
    },
    async kitOf(userId) {
      return (await models.kits.findOne({ where: { userId, voidedAt: null }, transaction }))?.get({
        plain: true,
      });
    },
    async kit(code) {
      return (await models.kits.findOne({ where: { code }, transaction }))?.get({ plain: true });
    },
    isVoid,
    async kitCodes() {
      const rows = await query<{ code: string }>('SELECT code FROM kits');
      return new Set(rows.map(({ code }) => code));
    },
    async noteKit({ code, userId, event, at }) {
      await query('INSERT INTO kit_events (code, user_id, event, at) VALUES ($1, $2, $3, $4)', [
        code,
        userId,
        event,
        at,
      ]);
    },
    kitEvents: (code) =>
      query<KitEvent>('SELECT event, at FROM kit_events WHERE code = $1 ORDER BY id', [code]),
    async markReceived(code, receivedAt) {
      await models.kits.update({ receivedAt }, { where: { code }, transaction });
    },
    async waitingKits(): Promise<Kit[]> {
      const rows = await models.kits.findAll({
        where: { voidedAt: null, receivedAt: null },
        order: ['issuedAt', 'code'],
        transaction,
      });
      return rows.map((row) => row.get({ plain: true }));
    },
    async kitsOfCohort(cohortId) {
      const kits = await query<Omit<CohortKit, 'events'>>(
        `SELECT k.code, k.user_id AS "userId", k.issued_at AS "issuedAt", k.voided_at AS "voidedAt",
           k.received_at AS "receivedAt", p.code AS "participantCode", h.user_id IS NOT NULL AS typed
         FROM kits k JOIN participants p ON p.user_id = k.user_id LEFT JOIN hla_data h ON h.user_id = k.user_id
         WHERE p.cohort_id = $1 ORDER BY k.issued_at DESC, k.code`,
        [cohortId],
      );
      const events = await query<KitEvent & { code: string }>(
        `SELECT e.code, e.event, e.at FROM kit_events e JOIN participants p ON p.user_id = e.user_id
         WHERE p.cohort_id = $1 ORDER BY e.id`,
        [cohortId],
      );
      const byKit = Map.groupBy(events, ({ code }) => code);
      return kits.map((kit) => ({ ...kit, events: byKit.get(kit.code) ?? [] }));
    },
    async saveTyping(userId, typing) {
      await requireUnsealed(scope, userId, 'biological');
      await models.hlaData.upsert({ userId, ...protectedTyping(userId, typing) }, { transaction });
    },
    async replaceTyping(userId, typing) {
      await models.hlaData.update(protectedTyping(userId, typing), { where: { userId }, transaction });
    },
    typing: typingOf,
    async renewChecksum(userId) {
      const typing = await typingOf(userId);
      if (typing === undefined) return;
      const hashChecksum = digest.digest(CHECKSUM, checked(userId, typing));
      await models.hlaData.update({ hashChecksum }, { where: { userId }, transaction });
    },
    async delivery(id) {
      return (await models.labDeliveries.findOne({ where: { id }, transaction }))?.get({ plain: true });
    },
    async saveDelivery(delivery) {
      await models.labDeliveries.create(delivery, { transaction });
    },
    async forgetVoid(codes) {
      for (const code of codes) if (await isVoid(code)) await eraseCodes(scope, [code]);
    },
    async deliveries({ offset, limit }) {
      const rows = await models.labDeliveries.findAll({
        order: [
          ['at', 'DESC'],
          ['id', 'DESC'],
        ],
        offset,
        limit,
        transaction,
      });
      return rows.map((row) => row.get({ plain: true }));
    },
    countDeliveries: () => models.labDeliveries.count({ transaction }),
    async deliveryByDigest(short) {
      const [row] = await query<{ id: string }>(
        `SELECT id FROM lab_deliveries WHERE left(encode(sha256(convert_to(id, 'UTF8')), 'hex'), 16) = $1`,
        [short],
      );
      const found = row && (await models.labDeliveries.findOne({ where: { id: row.id }, transaction }));
      return found?.get({ plain: true });
    },
    async deliveredCodes() {
      const rows = await query<{ code: string }>(
        `SELECT DISTINCT line ->> 'participant' AS code
         FROM lab_deliveries, jsonb_array_elements(response::jsonb -> 'rows') AS line
         WHERE line ->> 'participant' IS NOT NULL`,
      );
      return rows.map(({ code }) => code);
    },
    async markDeliveriesTold(admin) {
      const told = await query(
        `INSERT INTO delivery_notices (delivery_id, user_id)
         SELECT d.id, u.id FROM lab_deliveries d JOIN users u ON u.id = $1
         WHERE d.at >= u.created_at AT TIME ZONE 'UTC' ON CONFLICT DO NOTHING RETURNING delivery_id`,
        [admin],
      );
      return told.length;
    },
  };
}
