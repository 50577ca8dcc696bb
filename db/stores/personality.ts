import type { UserId } from '../../engine/ports/participants.ts';
import type { PersonalityStore, QuestionnaireAnswer, Sin } from '../../engine/ports/phases.ts';
import type { TransactionScope } from '../transaction.ts';
import { phaseSealed, requireUnsealed } from './seal.ts';

/**
 * Earlier programs sealed with the questionnaire of the day, which may be a later one than that of the phase record.
 * What was sealed stands beside the answers.
 */
export const sealedVersion = `coalesce(raw_responses ->> 'instrument', instrument_version)`;
/** The trait scores of sealed questionnaires. */
export const sealedScores = `personality_scores JOIN (
  SELECT user_id, instrument_version FROM phase_records WHERE phase = 'personality' AND sealed_at IS NOT NULL
) AS record USING (user_id)`;

/** Questionnaire answers and the trait scores made from them. */
export function createPersonalityStore(scope: TransactionScope): PersonalityStore {
  const { models, query, transaction } = scope;
  return {
    async saveAnswer(userId, answer) {
      const { itemId, value, dwellMs, answeredAt, locale } = answer;
      // The phase is looked at as `requireUnsealed` does, in the statement that writes.
      const saved = await query(
        `INSERT INTO questionnaire_answers (user_id, item_id, value, dwell_ms, answered_at, locale)
         WITH record AS (
           SELECT sealed_at FROM phase_records WHERE user_id = $1 AND phase = 'personality' FOR SHARE
         )
         SELECT $1::uuid, $2::text, $3::smallint, $4::integer, $5::timestamptz, $6::text
         WHERE NOT EXISTS (SELECT FROM record WHERE sealed_at IS NOT NULL)
         ON CONFLICT (user_id, item_id)
         DO UPDATE SET value = $3, dwell_ms = $4, answered_at = $5, locale = $6 RETURNING item_id`,
        [userId, itemId, value, dwellMs, answeredAt, locale],
      );
      if (saved.length === 0) throw phaseSealed('personality');
    },
    async answers(userId) {
      return query<QuestionnaireAnswer>(
        `SELECT item_id AS "itemId", value, dwell_ms AS "dwellMs", answered_at AS "answeredAt", locale
         FROM questionnaire_answers WHERE user_id = $1 ORDER BY answered_at, item_id`,
        [userId],
      );
    },
    async answersOf(cohortId) {
      const rows = await query<QuestionnaireAnswer & { userId: UserId }>(
        `SELECT user_id AS "userId", item_id AS "itemId", value, dwell_ms AS "dwellMs", answered_at AS "answeredAt",
           questionnaire_answers.locale
         FROM questionnaire_answers JOIN participants USING (user_id) WHERE cohort_id = $1 ORDER BY user_id, item_id`,
        [cohortId],
      );
      return Map.groupBy(rows, ({ userId }) => userId);
    },
    async saveScores(userId, scores, raw) {
      await requireUnsealed(scope, userId, 'personality');
      await models.personalityScores.upsert(
        {
          userId,
          lustScore: scores.lust,
          gluttonyScore: scores.gluttony,
          greedScore: scores.greed,
          slothScore: scores.sloth,
          wrathScore: scores.wrath,
          envyScore: scores.envy,
          prideScore: scores.pride,
          rawResponses: raw,
        },
        { transaction },
      );
    },
    async scores(userId) {
      const row = await models.personalityScores.findOne({ where: { userId }, transaction });
      return row === null ? undefined : traitsOf(row);
    },
    async sealed(userId) {
      const row = await models.personalityScores.findOne({ where: { userId }, transaction });
      if (row === null) return undefined;
      const [answered] = await query<{ instrument: string }>(
        `SELECT ${sealedVersion} AS instrument FROM ${sealedScores} WHERE user_id = $1`,
        [userId],
      );
      return answered && { traits: traitsOf(row), instrument: answered.instrument };
    },
    async sealedOf(cohortId) {
      const rows = await query<Record<Sin, number | null> & { userId: UserId; instrument: string }>(
        `SELECT user_id AS "userId", ${sealedVersion} AS instrument, lust_score AS lust, gluttony_score AS gluttony,
           greed_score AS greed, sloth_score AS sloth, wrath_score AS wrath, envy_score AS envy, pride_score AS pride
         FROM ${sealedScores} JOIN participants USING (user_id) WHERE cohort_id = $1 ORDER BY user_id`,
        [cohortId],
      );
      return new Map(rows.map(({ userId, instrument, ...traits }) => [userId, { traits, instrument }]));
    },
    async instrumentsOf(cohortId) {
      const rows = await query<{ instrument: string }>(
        `SELECT DISTINCT ${sealedVersion} AS instrument FROM ${sealedScores} JOIN participants USING (user_id)
         WHERE cohort_id = $1 AND status <> 'withdrawn'`,
        [cohortId],
      );
      return rows.map(({ instrument }) => instrument);
    },
  };
}

const traitsOf = (row: PersonalityScores): Record<Sin, number | null> => ({
  lust: row.lustScore,
  gluttony: row.gluttonyScore,
  greed: row.greedScore,
  sloth: row.slothScore,
  wrath: row.wrathScore,
  envy: row.envyScore,
  pride: row.prideScore,
});

type PersonalityScores = Record<`${Sin}Score`, number | null>;
