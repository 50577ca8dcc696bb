import type { Look, LookStore } from '../../engine/ports/cohorts.ts';
import type { TransactionScope } from '../transaction.ts';

/** The looks at the outcomes of a cohort. A trigger refuses to change or delete one. */
export const createLookStore = ({ query }: TransactionScope): LookStore => ({
  async append({ cohortId, number, share, boundary, viewers, closedViewers, openedAt, figuresDigest }) {
    await query(
      `INSERT INTO looks
         (cohort_id, number, share, boundary, viewers, closed_viewers, opened_at, figures_digest)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [cohortId, number, share, boundary, viewers, closedViewers, openedAt, figuresDigest],
    );
  },
  ofCohort: (cohortId) =>
    query<Look>(
      `SELECT cohort_id AS "cohortId", number, share, boundary, viewers, closed_viewers AS "closedViewers",
         opened_at AS "openedAt", figures_digest AS "figuresDigest"
       FROM looks WHERE cohort_id = $1 ORDER BY number`,
      [cohortId],
    ),
});
