import type { PersonalityStore } from '../../engine/ports/phases.ts';
import type { TransactionScope } from '../transaction.ts';
import { requireUnsealed } from './seal.ts';

/** Questionnaire answers and the trait scores made from them. */
export function createPersonalityStore(scope: TransactionScope): PersonalityStore {
  const { models, transaction } = scope;
  return {
    async saveAnswer(userId, answer) {
      await requireUnsealed(scope, userId, 'personality');
      await models.questionnaireAnswers.upsert({ userId, ...answer }, { transaction });
    },
    async answers(userId) {
      const rows = await models.questionnaireAnswers.findAll({
        where: { userId },
        attributes: { exclude: ['userId'] },
        order: ['answeredAt', 'itemId'],
        transaction,
      });
      return rows.map((row) => row.get({ plain: true }));
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
      if (row === null) return undefined;
      return {
        lust: row.lustScore,
        gluttony: row.gluttonyScore,
        greed: row.greedScore,
        sloth: row.slothScore,
        wrath: row.wrathScore,
        envy: row.envyScore,
        pride: row.prideScore,
      };
    },
  };
}
