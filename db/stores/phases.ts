import type { Phase, PhaseRecord, PhaseStore } from '../../engine/ports/phases.ts';
import { HarmoniaError } from '../../foundation/errors.ts';
import type { TransactionScope } from '../transaction.ts';
import { requireUnsealed } from './seal.ts';

/** Users whose records one statement reads. */
const usersAtOnce = 1000;

/** Phase records: each phase of a participant is opened once and sealed once. */
export function createPhaseStore(scope: TransactionScope): PhaseStore {
  const { models, query, transaction, known } = scope;
  return {
    async open({ userId, phase, instrumentVersion, openedAt }) {
      await query(
        `INSERT INTO phase_records (user_id, phase, instrument_version, opened_at)
         SELECT $1, $2, $3, $4
         WHERE NOT EXISTS (SELECT FROM phase_records WHERE user_id = $1 AND phase = $2)
         ON CONFLICT DO NOTHING`,
        [userId, phase, instrumentVersion, openedAt],
      );
    },
    async seal(userId, phase, { sealedAt, digest, missing, flags }) {
      const sealed = await query(
        `UPDATE phase_records SET sealed_at = $3, digest = $4, missing = $5, flags = $6
         WHERE user_id = $1 AND phase = $2 AND sealed_at IS NULL RETURNING phase`,
        [userId, phase, sealedAt, digest, missing, JSON.stringify(flags)],
      );
      if (sealed.length === 1) return;
      await requireUnsealed(scope, userId, phase);
      throw new HarmoniaError('phase-closed', `the ${phase} phase was never opened`);
    },
    async supersede(userId, at) {
      const kept = await query(
        `INSERT INTO superseded_seals (user_id, phase, sealed_at, digest, superseded_at)
         SELECT user_id, phase, sealed_at, digest, $2 FROM phase_records
         WHERE user_id = $1 AND phase = 'biological' AND sealed_at IS NOT NULL AND NOT missing RETURNING id`,
        [userId, at],
      );
      if (kept.length === 0)
        throw new HarmoniaError('phase-sealed', 'there is no seal of a typing to supersede');
    },
    async reseal(userId, { sealedAt, digest, flags }) {
      await query(
        `UPDATE phase_records SET sealed_at = $2, digest = $3, flags = $4
         WHERE user_id = $1 AND phase = 'biological'`,
        [userId, sealedAt, digest, JSON.stringify(flags)],
      );
    },
    async supersededOf(userId) {
      const rows = await models.supersededSeals.findAll({ where: { userId }, order: ['id'], transaction });
      return rows.map(({ sealedAt, digest, supersededAt }) => ({ sealedAt, digest, supersededAt }));
    },
    async of(userId) {
      const rows =
        known.find('phase_records', models.phaseRecords, userId) ??
        (await models.phaseRecords.findAll({ where: { userId }, transaction, raw: true }));
      return new Map(rows.map((row) => [row.phase, row]));
    },
    async ofUsers(userIds) {
      const result = new Map(userIds.map((userId) => [userId, new Map<Phase, PhaseRecord>()]));
      for (let first = 0; first < userIds.length; first += usersAtOnce) {
        const userId = userIds.slice(first, first + usersAtOnce);
        const rows = await models.phaseRecords.findAll({ where: { userId }, transaction, raw: true });
        for (const row of rows) result.get(row.userId)?.set(row.phase, row);
      }
      return result;
    },
    async versionsBegun(cohortId, phase) {
      const rows = await query<{ version: string }>(
        `SELECT instrument_version AS version FROM phase_records JOIN participants USING (user_id)
         WHERE cohort_id = $1 AND phase = $2 AND status <> 'withdrawn'
         GROUP BY instrument_version ORDER BY min(opened_at), instrument_version`,
        [cohortId, phase],
      );
      return rows.map(({ version }) => version);
    },
    async savePresentation(userId, phase, { seed, items }) {
      await requireUnsealed(scope, userId, phase);
      const saved = await query(
        `INSERT INTO presentations (user_id, phase, seed, items) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING RETURNING seed`,
        [userId, phase, seed, JSON.stringify(items)],
      );
      if (saved.length === 0)
        throw new HarmoniaError('conflict', 'the order of the items was decided already');
    },
    async presentation(userId, phase) {
      const row =
        known.find('presentations', models.presentations, userId)?.find((shown) => shown.phase === phase) ??
        (await models.presentations.findOne({ where: { userId, phase }, transaction, raw: true }));
      return row === null ? undefined : { seed: row.seed, items: row.items };
    },
  };
}
