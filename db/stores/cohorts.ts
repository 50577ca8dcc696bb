import type { Cohort, CohortStore, Match, PairScore } from '../../engine/ports/cohorts.ts';
import type { TransactionScope } from '../transaction.ts';
import { insertRows } from './insert-rows.ts';

const scoreSelection = `
  SELECT p.a, p.b, p.visual, p.personality, p.biological, p.personality_raw AS "personalityRaw",
    p.biological_raw AS "biologicalRaw", p.directed, p.mutual, p.coverage FROM pair_scores p`;

/** Cohorts, the scores of their pairs, and the plan of which participant is shown to which. */
export function createCohortStore({ models, query, transaction, clock }: TransactionScope): CohortStore {
  const newest = async (where: { status?: 'open' }, lock: boolean): Promise<Cohort | undefined> => {
    const row = await models.cohorts.findOne({
      where: { ...where, archivedAt: null },
      order: [
        ['createdAt', 'DESC'],
        ['id', 'DESC'],
      ],
      transaction,
      ...(lock ? { lock: transaction.LOCK.UPDATE } : {}),
    });
    return row?.get({ plain: true });
  };

  return {
    async create(cohort) {
      const { id } = await models.cohorts.create(cohort, { transaction });
      return (await models.cohorts.findByPk(id, { transaction, rejectOnEmpty: true })).get({ plain: true });
    },
    byId: async (id) => (await models.cohorts.findByPk(id, { transaction }))?.get({ plain: true }),
    current: ({ lock = false } = {}) => newest({ status: 'open' }, lock),
    latest: () => newest({}, false),
    async all() {
      const rows = await models.cohorts.findAll({ order: ['createdAt', 'id'], transaction });
      return rows.map((row) => row.get({ plain: true }));
    },
    async lockName(name) {
      await query('SELECT pg_advisory_xact_lock(hashtext($1))', [`cohort ${name.toLowerCase()}`]);
    },
    async lock(id) {
      const row = await models.cohorts.findByPk(id, { lock: transaction.LOCK.UPDATE, transaction });
      return row?.get({ plain: true });
    },
    async isOpenTo(userId) {
      // This lock lets others take the same one, and makes `lock` wait.
      const rows = await query<{ status: string }>(
        `SELECT c.status FROM participants p JOIN cohorts c ON c.id = p.cohort_id
         WHERE p.user_id = $1 FOR KEY SHARE OF c`,
        [userId],
      );
      return rows[0]?.status === 'open';
    },
    async update(id, change) {
      await models.cohorts.update(change, { where: { id }, transaction });
    },
    pairScores(id, pairs) {
      if (pairs === undefined) return query<PairScore>(`${scoreSelection} WHERE p.cohort_id = $1`, [id]);
      return query<PairScore>(
        `${scoreSelection} JOIN unnest($2::uuid[], $3::uuid[]) AS wanted (a, b) USING (a, b) WHERE p.cohort_id = $1`,
        [id, pairs.map(({ a }) => a), pairs.map(({ b }) => b)],
      );
    },
    async saveAssignments(id, assignments) {
      await query('DELETE FROM assignments WHERE cohort_id = $1', [id]);
      await insertRows(query, {
        table: 'assignments',
        columns: { cohort_id: 'uuid', viewer: 'uuid', shown: 'uuid', position: 'int2', kind: 'text' },
        rows: assignments.map(({ viewer, shown, position, kind }) => [id, viewer, shown, position, kind]),
      });
    },
    async assignments(cohortId, viewer) {
      const rows = await models.assignments.findAll({
        attributes: { exclude: ['propensity'] },
        where: { cohortId, ...(viewer === undefined ? {} : { viewer }) },
        order: ['viewer', 'position'],
        transaction,
      });
      return rows.map((row) => row.get({ plain: true }));
    },
    async saveMatches(matches) {
      const now = clock.now();
      await insertRows(query, {
        table: 'matches',
        columns: {
          user_a_id: 'uuid',
          user_b_id: 'uuid',
          visual_score: 'float8',
          personality_score: 'float8',
          hla_score: 'float8',
          total_compatibility: 'float8',
          created_at: 'timestamp',
        },
        key: ['user_a_id', 'user_b_id'],
        rows: matches.map((match) => [
          match.userA,
          match.userB,
          match.visualScore,
          match.personalityScore,
          match.hlaScore,
          match.totalCompatibility,
          now.toISOString(),
        ]),
      });
    },
    async matchesOf(userA) {
      const rows = await models.matches.findAll({
        where: { userAId: userA },
        order: [
          ['totalCompatibility', 'DESC'],
          ['id', 'ASC'],
        ],
        transaction,
      });
      return rows.map((row): Match => ({
        id: row.id,
        userA: row.userAId,
        userB: row.userBId,
        visualScore: row.visualScore,
        personalityScore: row.personalityScore,
        hlaScore: row.hlaScore,
        totalCompatibility: row.totalCompatibility,
        reportPath: row.reportPath,
      }));
    },
  };
}
