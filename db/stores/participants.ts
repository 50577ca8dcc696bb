import { Op } from 'sequelize';
import type { Participant, ParticipantStore, UserId } from '../../engine/ports/participants.ts';
import { randomCode } from '../../engine/protocol/codes.ts';
import { HarmoniaError } from '../../foundation/errors.ts';
import type { TransactionScope } from '../transaction.ts';
import { createAccountStore } from './accounts.ts';
import { updateRows } from './update-rows.ts';

const CODE_SYMBOLS = 4;
const CODE_TRIES = 20;

/** Participants. Pseudonyms are drawn at random until a free one is found. */
export function createParticipantStore(scope: TransactionScope): ParticipantStore {
  const { models, query, transaction, known } = scope;
  const accounts = createAccountStore(scope);
  const leftOut = (userId?: UserId): Promise<{ userId: UserId }[]> =>
    query(
      `SELECT p.user_id AS "userId" FROM participants p JOIN cohorts c ON c.id = p.cohort_id
       WHERE c.status <> 'open' AND p.status <> 'withdrawn' AND NOT jsonb_exists(c.preregistration -> 'included', p.code)
         AND ($1::uuid IS NULL OR p.user_id = $1) ORDER BY p.created_at, p.user_id`,
      [userId ?? null],
    );
  const one = async (
    where: Partial<Pick<Participant, 'userId' | 'chatId' | 'code'>>,
  ): Promise<Participant | undefined> =>
    (await models.participants.findOne({ where, transaction }))?.get({ plain: true });

  const freeCode = async (): Promise<string> => {
    for (let tries = 0; tries < CODE_TRIES; tries++) {
      const code = `P-${randomCode(CODE_SYMBOLS)}`;
      // This lock on the code is held until the commit, so that two transactions at once cannot take the same code.
      await query('SELECT pg_advisory_xact_lock(hashtext($1))', [code]);
      if ((await query('SELECT FROM participants WHERE code = $1', [code])).length === 0) return code;
    }
    throw new HarmoniaError('conflict', 'no free participant code was found');
  };

  return {
    async create({ cohortId, chatId, placeholderEmail, passwordHash, now }) {
      const account = await accounts.create({ email: placeholderEmail, passwordHash, role: 'user' });
      const created = await models.participants.create(
        {
          userId: account.id,
          code: await freeCode(),
          cohortId,
          chatId,
          lastActiveAt: now,
          createdAt: now,
        },
        { transaction },
      );
      return (await one({ userId: created.userId }))!;
    },
    byUser: (userId) => one({ userId }),
    byChat: async (chatId) => known.find('participants', models.participants, chatId)?.[0] ?? one({ chatId }),
    byCode: (code) => one({ code: code.toUpperCase() }),
    async update(userId, change) {
      await updateRows(query, models.participants, change, ['userId', userId]);
    },
    async ofCohort(cohortId) {
      // Plain rows: a model of each person takes ten times as long, and a cohort may be large.
      return models.participants.findAll({
        where: { cohortId },
        order: ['createdAt', 'userId'],
        transaction,
        raw: true,
      });
    },
    async silentSince({ before, now, limit }) {
      const rows = await models.participants.findAll({
        where: {
          status: 'active',
          remindersOff: false,
          remindersSent: { [Op.lt]: limit },
          [Op.or]: [{ remindAt: null, lastActiveAt: { [Op.lt]: before } }, { remindAt: { [Op.lte]: now } }],
          chatId: { [Op.ne]: null },
        },
        order: ['lastActiveAt', 'userId'],
        transaction,
      });
      return rows.map((row) => row.get({ plain: true }));
    },
    async leftOut() {
      const found: Participant[] = [];
      for (const { userId } of await leftOut()) found.push((await one({ userId }))!);
      return found;
    },
    isLeftOut: async (userId) => (await leftOut(userId)).length > 0,
  };
}
