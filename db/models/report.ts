import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import type { ReportRecord } from '../../engine/ports/cohorts.ts';
import type { CohortId, UserId } from '../../engine/ports/participants.ts';

/** matches: pairs that are shown, as specified. */
export function defineMatch(sequelize: Sequelize) {
  class Match extends Model<InferAttributes<Match>, InferCreationAttributes<Match>> {
    declare id: CreationOptional<string>;
    declare userAId: UserId;
    declare userBId: UserId;
    declare visualScore: number | null;
    declare personalityScore: number | null;
    declare hlaScore: number | null;
    declare totalCompatibility: number;
    declare reportPath: CreationOptional<string | null>;
    declare createdAt: Date;
  }
  Match.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true, defaultValue: DataTypes.UUIDV4 },
      userAId: DataTypes.UUID,
      userBId: DataTypes.UUID,
      visualScore: DataTypes.DOUBLE,
      personalityScore: DataTypes.DOUBLE,
      hlaScore: DataTypes.DOUBLE,
      totalCompatibility: DataTypes.DOUBLE,
      reportPath: DataTypes.TEXT,
      createdAt: DataTypes.DATE,
    },
    { sequelize, tableName: 'matches' },
  );
  return Match;
}

/** reports: the files of one report for each person. */
export function defineReport(sequelize: Sequelize) {
  class Report extends Model<InferAttributes<Report>, InferCreationAttributes<Report>> {
    declare userId: UserId;
    declare cohortId: CohortId;
    declare path: CreationOptional<string | null>;
    declare docxPath: CreationOptional<string | null>;
    declare status: CreationOptional<ReportRecord['status']>;
    declare requestedAt: Date;
    declare readyAt: CreationOptional<Date | null>;
    declare deliveredAt: CreationOptional<Date | null>;
  }
  Report.init(
    {
      userId: { type: DataTypes.UUID, primaryKey: true },
      cohortId: { type: DataTypes.UUID, allowNull: false },
      path: DataTypes.TEXT,
      docxPath: DataTypes.TEXT,
      status: { type: DataTypes.TEXT, allowNull: false, defaultValue: 'requested' },
      requestedAt: { type: DataTypes.DATE, allowNull: false },
      readyAt: DataTypes.DATE,
      deliveredAt: DataTypes.DATE,
    },
    { sequelize, tableName: 'reports' },
  );
  return Report;
}
