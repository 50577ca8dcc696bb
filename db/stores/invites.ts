import type { InviteStore } from '../../engine/ports/participants.ts';
import type { TransactionScope } from '../transaction.ts';

/** Invites by the hash of their code. */
export function createInviteStore({ models, query, transaction }: TransactionScope): InviteStore {
  return {
    async create(invite) {
      await models.invites.create(invite, { transaction });
    },
    async find(codeHash) {
      const row = await models.invites.findOne({
        where: { codeHash },
        lock: transaction.LOCK.UPDATE,
        transaction,
      });
      return row?.get({ plain: true });
    },
    async markUsed(codeHash, usedBy, usedAt) {
      await models.invites.update({ usedBy, usedAt }, { where: { codeHash }, transaction });
    },
    async count(cohortId) {
      const [row] = await query<{ issued: number; used: number }>(
        'SELECT count(*)::int AS issued, count(used_at)::int AS used FROM invites WHERE cohort_id = $1',
        [cohortId],
      );
      return row!;
    },
  };
}
