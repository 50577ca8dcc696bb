import { HarmoniaError } from '../../foundation/errors.ts';
import type { ReportStore } from '../../engine/ports/cohorts.ts';
import type { TransactionScope } from '../transaction.ts';

/** Reports: one for each participant. */
export function createReportStore({ models, query, transaction }: TransactionScope): ReportStore {
  return {
    async request(userId, cohortId, at) {
      await query(
        `INSERT INTO reports (user_id, cohort_id, requested_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
        [userId, cohortId, at],
      );
    },
    async of(userId) {
      return (await models.reports.findByPk(userId, { transaction }))?.get({ plain: true });
    },
    async ofCohort(cohortId) {
      const rows = await models.reports.findAll({
        where: { cohortId },
        order: ['requestedAt', 'userId'],
        transaction,
      });
      return rows.map((row) => row.get({ plain: true }));
    },
    async markReady(userId, path, readyAt) {
      // A delivered report keeps its status when it is rendered again.
      const ready = await query(
        `UPDATE reports SET path = $2, ready_at = $3,
           status = CASE status WHEN 'delivered' THEN 'delivered' ELSE 'ready' END
         WHERE user_id = $1 RETURNING user_id`,
        [userId, path, readyAt],
      );
      if (ready.length === 0) throw new HarmoniaError('not-found', 'no report was requested');
      await query('UPDATE matches SET report_path = $2 WHERE user_a_id = $1', [userId, path]);
    },
    async markDelivered(userId, deliveredAt) {
      await models.reports.update({ status: 'delivered', deliveredAt }, { where: { userId }, transaction });
    },
  };
}
