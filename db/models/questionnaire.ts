import {
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import type { UserId } from '../../engine/ports/participants.ts';
import type { QuestionnaireAnswer as QuestionnaireAnswerRecord } from '../../engine/ports/phases.ts';

/** questionnaire_answers: one row for each answered item. */
export function defineQuestionnaireAnswer(sequelize: Sequelize) {
  class QuestionnaireAnswer extends Model<
    InferAttributes<QuestionnaireAnswer>,
    InferCreationAttributes<QuestionnaireAnswer>
  > {
    declare userId: UserId;
    declare itemId: string;
    declare value: number;
    declare dwellMs: number | null;
    declare answeredAt: Date;
    declare locale: QuestionnaireAnswerRecord['locale'];
  }
  QuestionnaireAnswer.init(
    {
      userId: { type: DataTypes.UUID, primaryKey: true },
      itemId: { type: DataTypes.TEXT, primaryKey: true },
      value: { type: DataTypes.SMALLINT, allowNull: false },
      dwellMs: DataTypes.INTEGER,
      answeredAt: { type: DataTypes.DATE, allowNull: false },
      locale: DataTypes.TEXT,
    },
    { sequelize, tableName: 'questionnaire_answers' },
  );
  return QuestionnaireAnswer;
}

/** personality_scores: seven traits 0–1 and the questionnaire as answered, as specified. */
export function definePersonalityScores(sequelize: Sequelize) {
  class PersonalityScores extends Model<
    InferAttributes<PersonalityScores>,
    InferCreationAttributes<PersonalityScores>
  > {
    declare userId: UserId;
    declare lustScore: number | null;
    declare gluttonyScore: number | null;
    declare greedScore: number | null;
    declare slothScore: number | null;
    declare wrathScore: number | null;
    declare envyScore: number | null;
    declare prideScore: number | null;
    declare rawResponses: unknown;
  }
  PersonalityScores.init(
    {
      userId: { type: DataTypes.UUID, primaryKey: true },
      lustScore: DataTypes.DOUBLE,
      gluttonyScore: DataTypes.DOUBLE,
      greedScore: DataTypes.DOUBLE,
      slothScore: DataTypes.DOUBLE,
      wrathScore: DataTypes.DOUBLE,
      envyScore: DataTypes.DOUBLE,
      prideScore: DataTypes.DOUBLE,
      rawResponses: DataTypes.JSONB,
    },
    { sequelize, tableName: 'personality_scores' },
  );
  return PersonalityScores;
}
