import type { UserId } from '../../engine/ports/participants.ts';
import type { BiologyStore, Kit } from '../../engine/ports/phases.ts';
import { HarmoniaError } from '../../foundation/errors.ts';
import type { FieldBinding } from '../crypto/sealed-field.ts';
import { typingColumn } from '../encrypted-columns.ts';
import type { TransactionScope } from '../transaction.ts';
import { requireUnsealed } from './seal.ts';

const CHECKSUM = 'hla_data.hash_checksum';

const bindingOf = (owner: UserId): FieldBinding => ({ owner, field: typingColumn.field, version: 1 });

/** The port with one method more, for the key rotation. */
export interface RotatableBiologyStore extends BiologyStore {
  /** Computes the checksum of the typing with the first key and stores it. */
  renewChecksum(userId: UserId): Promise<void>;
}

/** Kits, encrypted typings with a keyed checksum, and the answers to deliveries of laboratories. */
export function createBiologyStore(scope: TransactionScope): RotatableBiologyStore {
  const { models, query, transaction, fields, digest } = scope;
  // The digest covers the user id too, so that equal typings of two participants have different checksums.
  const checked = (userId: UserId, typing: string): string => `${userId}\n${typing}`;

  const protectedTyping = (userId: UserId, typing: string) => ({
    encryptedAlleles: fields.seal(bindingOf(userId), Buffer.from(typing)),
    hashChecksum: digest.digest(CHECKSUM, checked(userId, typing)),
  });

  const typingOf = async (userId: UserId): Promise<string | undefined> => {
    const row = await models.hlaData.findOne({ where: { userId }, transaction });
    if (row === null) return undefined;
    const typing = fields.open(bindingOf(userId), row.encryptedAlleles).toString();
    if (!digest.matches(CHECKSUM, checked(userId, typing), row.hashChecksum ?? ''))
      throw new HarmoniaError('ciphertext-invalid', 'a typing does not fit its checksum');
    return typing;
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
  };
}
