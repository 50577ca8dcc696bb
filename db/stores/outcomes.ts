import { Op } from 'sequelize';
import type { Outcome, OutcomeStore } from '../../engine/ports/cohorts.ts';
import { HarmoniaError } from '../../foundation/errors.ts';
import type { TransactionScope } from '../transaction.ts';

/** Willingness to meet, and blocks. */
export function createOutcomeStore({ models, query, transaction }: TransactionScope): OutcomeStore {
  const find = async (where: Partial<Record<'viewer' | 'cohortId', string>>): Promise<Outcome[]> => {
    const rows = await models.outcomes.findAll({
      where,
      attributes: { exclude: ['cohortId'] },
      order: ['viewer', 'shownAt', 'shown'],
      transaction,
    });
    return rows.map((row) => row.get({ plain: true }));
  };

  // The trigger on outcomes refuses this too, but a refused statement ends the transaction.
  const requireOpen = async (viewer: string): Promise<void> => {
    const requested = await query('SELECT FROM reports WHERE user_id = $1 FOR SHARE', [viewer]);
    if (requested.length > 0) throw new HarmoniaError('phase-sealed', 'the report was requested already');
  };
  const requireRow = (rows: readonly unknown[]): void => {
    if (rows.length === 0) throw new HarmoniaError('not-found', 'this profile was never shown');
  };

  return {
    async markShown({ cohortId, viewer, shown, at }) {
      await query(
        `INSERT INTO outcomes (viewer, shown, cohort_id, shown_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (viewer, shown) DO UPDATE SET shown_at = $4 WHERE outcomes.shown_at IS NULL`,
        [viewer, shown, cohortId, at],
      );
    },
    async answer(viewer, shown, { wtm, wouldMeet, at }) {
      await requireOpen(viewer);
      requireRow(
        await query(
          `UPDATE outcomes SET wtm = coalesce($3, wtm), would_meet = coalesce($4, would_meet),
             excluded_reason = NULL, answered_at = $5
           WHERE viewer = $1 AND shown = $2 RETURNING viewer`,
          [viewer, shown, wtm ?? null, wouldMeet ?? null, at],
        ),
      );
    },
    async exclude(viewer, shown, { reason, at }) {
      await requireOpen(viewer);
      // A profile that could not be shown has no row yet.
      await query(
        `INSERT INTO outcomes (viewer, shown, cohort_id)
         SELECT viewer, shown, cohort_id FROM assignments WHERE viewer = $1 AND shown = $2
           AND cohort_id = (SELECT cohort_id FROM participants WHERE user_id = $1)
         ON CONFLICT DO NOTHING`,
        [viewer, shown],
      );
      requireRow(
        await query(
          `UPDATE outcomes SET would_meet = NULL, excluded_reason = $3, answered_at = $4
           WHERE viewer = $1 AND shown = $2 RETURNING viewer`,
          [viewer, shown, reason, at],
        ),
      );
    },
    of: (viewer) => find({ viewer }),
    ofCohort: (cohortId) => find({ cohortId }),
    async block(blocker, blocked, at) {
      await query('INSERT INTO blocks (blocker, blocked, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
        blocker,
        blocked,
        at,
      ]);
    },
    async unblock(blocker, blocked) {
      await query('DELETE FROM blocks WHERE blocker = $1 AND blocked = $2', [blocker, blocked]);
    },
    async blocks(among) {
      const rows = await models.blocks.findAll({
        where: { blocker: { [Op.in]: [...among] }, blocked: { [Op.in]: [...among] } },
        attributes: ['blocker', 'blocked'],
        transaction,
      });
      return rows.map(({ blocker, blocked }) => ({ blocker, blocked }));
    },
  };
}
