import type { ConsentRecord, ConsentStore, UserId } from '../../engine/ports/participants.ts';
import type { TransactionScope } from '../transaction.ts';

/** Consents. Every answer is kept, and the newest answer for a purpose counts. */
export function createConsentStore({ models, query, transaction, known }: TransactionScope): ConsentStore {
  const history = async (userId: UserId): Promise<ConsentRecord[]> => {
    const before = known.find('consents', models.consents, userId);
    if (before) return before.map(({ id: _, ...record }) => record);
    const rows = await models.consents.findAll({
      where: { userId },
      attributes: { exclude: ['id'] },
      order: ['id'],
      transaction,
    });
    return rows.map((row) => row.get({ plain: true }));
  };
  return {
    history,
    async record(consent) {
      await models.consents.create(consent, { transaction });
    },
    current: async (userId) => new Map((await history(userId)).map((record) => [record.purpose, record])),
    async granting(cohortId, purpose) {
      const rows = await query<{ userId: UserId; granted: boolean }>(
        `SELECT DISTINCT ON (user_id) user_id AS "userId", granted
         FROM consents JOIN participants USING (user_id) WHERE cohort_id = $1 AND purpose = $2
         ORDER BY user_id, id DESC`,
        [cohortId, purpose],
      );
      return new Set(rows.flatMap(({ userId, granted }) => (granted ? [userId] : [])));
    },
  };
}
