import { Op } from 'sequelize';
import type { Introduction, IntroductionStore } from '../../engine/ports/cohorts.ts';
import type { UserId } from '../../engine/ports/participants.ts';
import { HarmoniaError } from '../../foundation/errors.ts';
import type { TransactionScope } from '../transaction.ts';

const ordered = (one: UserId, other: UserId): { low: UserId; high: UserId } =>
  one < other ? { low: one, high: other } : { low: other, high: one };

/** Introductions: one row for each pair, with the lower id first, and the latest answer of each participant. */
export function createIntroductionStore({ models, query, transaction }: TransactionScope): IntroductionStore {
  /** Reads the row and locks it: when both participants answer at once, the second transaction sees both answers. */
  const locked = async (one: UserId, other: UserId): Promise<Introduction> => {
    const row = await models.introductions.findOne({
      where: ordered(one, other),
      lock: transaction.LOCK.UPDATE,
      transaction,
    });
    if (row === null) throw new HarmoniaError('not-found', 'this introduction was never proposed');
    return row.get({ plain: true });
  };

  return {
    async propose(one, other) {
      const { low, high } = ordered(one, other);
      await query('INSERT INTO introductions (low, high) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
        low,
        high,
      ]);
      return locked(one, other);
    },
    async answer(from, about, yes) {
      const { low, high } = await locked(from, about);
      await models.introductions.update(from === low ? { lowAnswer: yes } : { highAnswer: yes }, {
        where: { low, high },
        transaction,
      });
      return locked(from, about);
    },
    async markIntroduced(one, other, introducedAt) {
      await models.introductions.update({ introducedAt }, { where: ordered(one, other), transaction });
    },
    async markContact(from, about, state) {
      const where = ordered(from, about);
      await models.introductions.update(from === where.low ? { lowContact: state } : { highContact: state }, {
        where,
        transaction,
      });
    },
    async of(userId) {
      const rows = await models.introductions.findAll({
        where: { [Op.or]: [{ low: userId }, { high: userId }] },
        order: ['low', 'high'],
        transaction,
      });
      return rows.map((row) => row.get({ plain: true }));
    },
  };
}
