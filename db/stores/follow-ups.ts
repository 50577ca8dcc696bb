import { Op } from 'sequelize';
import type { FollowUp, FollowUpStore } from '../../engine/ports/cohorts.ts';
import type { UserId } from '../../engine/ports/participants.ts';
import { HarmoniaError } from '../../foundation/errors.ts';
import type { TransactionScope } from '../transaction.ts';

/** Follow-ups of introductions, and the scores that reports leave out until they are over. */
export function createFollowUpStore({ models, query, transaction }: TransactionScope): FollowUpStore {
  const find = async (where: object): Promise<FollowUp[]> => {
    const rows = await models.followUps.findAll({
      where: { ...where },
      order: ['viewer', 'askedAt', 'shown'],
      transaction,
    });
    return rows.map((row) => row.get({ plain: true }));
  };

  /** Locks the row. The trigger refuses a write to a sealed one too, but a refused statement ends the transaction. */
  const open = async (viewer: UserId, shown: UserId): Promise<FollowUp> => {
    const row = await models.followUps.findOne({
      where: { viewer, shown },
      lock: transaction.LOCK.UPDATE,
      transaction,
    });
    if (row === null) throw new HarmoniaError('not-found', 'this follow-up was never asked');
    if (row.answeredAt ?? row.refusedAt)
      throw new HarmoniaError('phase-sealed', 'the follow-up was answered or refused already');
    return row.get({ plain: true });
  };

  return {
    async ask({ viewer, shown, cohortId, at }) {
      await query(
        `INSERT INTO follow_ups (viewer, shown, cohort_id, asked_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
        [viewer, shown, cohortId, at],
      );
    },
    async markReminded(viewer, shown, remindedAt) {
      await open(viewer, shown);
      await models.followUps.update({ remindedAt }, { where: { viewer, shown }, transaction });
    },
    async answer(viewer, shown, answer) {
      await open(viewer, shown);
      await models.followUps.update(answer, { where: { viewer, shown }, transaction });
    },
    async seal(viewer, shown, at) {
      const { met, again, would, alike } = await open(viewer, shown);
      if (met === null || (met && [again, would, alike].includes(null)))
        throw new HarmoniaError('phase-incomplete', 'the follow-up lacks an answer');
      await query(
        `UPDATE follow_ups SET answered_at = $3,
           blind = EXISTS (SELECT FROM withheld_scores w WHERE w.viewer = $1 AND w.shown = $2)
         WHERE viewer = $1 AND shown = $2`,
        [viewer, shown, at],
      );
    },
    async refuse(viewer, shown, refusedAt) {
      await open(viewer, shown);
      const nothing = { met: null, again: null, would: null, alike: null };
      await models.followUps.update({ ...nothing, refusedAt }, { where: { viewer, shown }, transaction });
    },
    of: (viewer) => find({ viewer }),
    ofCohort: (cohortId) => find({ cohortId }),
    async viewersDue(since, until) {
      const rows = await query<{ viewer: UserId }>(
        `SELECT DISTINCT viewer FROM introductions
           CROSS JOIN LATERAL (VALUES (low, high), (high, low)) AS told (viewer, shown)
           JOIN participants ON user_id = viewer AND status = 'active' AND chat_id IS NOT NULL
           LEFT JOIN follow_ups USING (viewer, shown)
         WHERE introduced_at > $1 AND introduced_at <= $2
           AND num_nonnulls(reminded_at, answered_at, refused_at) = 0
         ORDER BY viewer`,
        [since, until],
      );
      return rows.map(({ viewer }) => viewer);
    },
    unsealed: () =>
      find({
        answeredAt: null,
        refusedAt: null,
        [Op.or]: [
          { met: false },
          { again: { [Op.ne]: null }, would: { [Op.ne]: null }, alike: { [Op.ne]: null } },
        ],
      }),
    async withhold(viewer, shown) {
      await query('DELETE FROM withheld_scores WHERE viewer = $1', [viewer]);
      await query('INSERT INTO withheld_scores (viewer, shown) SELECT $1::uuid, unnest($2::uuid[])', [
        viewer,
        shown,
      ]);
    },
    async withheldFrom(viewer) {
      const rows = await query<{ shown: UserId }>(
        'SELECT shown FROM withheld_scores WHERE viewer = $1 ORDER BY shown',
        [viewer],
      );
      return rows.map(({ shown }) => shown);
    },
    async viewersWithheldFrom() {
      const rows = await query<{ viewer: UserId }>(
        'SELECT DISTINCT viewer FROM withheld_scores ORDER BY viewer',
      );
      return rows.map(({ viewer }) => viewer);
    },
  };
}
