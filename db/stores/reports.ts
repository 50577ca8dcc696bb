import { HarmoniaError } from '../../foundation/errors.ts';
import type { ReportStore } from '../../engine/ports/cohorts.ts';
import type { UserId } from '../../engine/ports/participants.ts';
import type { TransactionScope } from '../transaction.ts';

/** Reports: one for each participant. */
export function createReportStore({ models, query, transaction, known }: TransactionScope): ReportStore {
  return {
    async request(userId, cohortId, at) {
      await query(
        `INSERT INTO reports (user_id, cohort_id, requested_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
        [userId, cohortId, at],
      );
    },
    async of(userId) {
      const before = known.find('reports', models.reports, userId);
      if (before) return before[0];
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
    async lock(userId) {
      return (await models.reports.findByPk(userId, { transaction, lock: true }))?.get({ plain: true });
    },
    async showing(userId) {
      // In one order, so that two erasures at once do not wait for each other.
      const rows = await query<{ user_id: UserId }>(
        `SELECT user_id FROM reports
         WHERE user_id IN (SELECT viewer FROM assignments WHERE shown = $1)
         ORDER BY user_id FOR UPDATE`,
        [userId],
      );
      return rows.map((row) => row.user_id);
    },
    async retract(userId) {
      await query('UPDATE reports SET path = NULL, docx_path = NULL WHERE user_id = $1', [userId]);
      await query('UPDATE matches SET report_path = NULL WHERE user_a_id = $1', [userId]);
    },
    async markReady(userId, { path, docxPath }, readyAt) {
      // A delivered report keeps its status when it is rendered again.
      const ready = await query(
        `UPDATE reports SET path = $2, docx_path = $4, ready_at = $3,
           status = CASE status WHEN 'delivered' THEN 'delivered' ELSE 'ready' END
         WHERE user_id = $1 RETURNING user_id`,
        [userId, path, readyAt, docxPath],
      );
      if (ready.length === 0) throw new HarmoniaError('not-found', 'no report was requested');
      await query('UPDATE matches SET report_path = $2 WHERE user_a_id = $1', [userId, path]);
    },
    async markDelivered(userId, deliveredAt) {
      await models.reports.update({ status: 'delivered', deliveredAt }, { where: { userId }, transaction });
    },
  };
}
