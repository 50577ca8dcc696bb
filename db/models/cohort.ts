import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import type {
  Assignment as AssignmentRecord,
  CohortResults,
  CohortStatus,
} from '../../engine/ports/cohorts.ts';
import type { CohortId, UserId } from '../../engine/ports/participants.ts';
import type { KeptAs } from '../../engine/ports/scoring.ts';

/** cohorts: a group of people who are matched with one another. */
export function defineCohort(sequelize: Sequelize) {
  class Cohort extends Model<InferAttributes<Cohort>, InferCreationAttributes<Cohort>> {
    declare id: CreationOptional<CohortId>;
    declare name: string;
    declare status: CreationOptional<CohortStatus>;
    declare preregistration: CreationOptional<Record<string, unknown> | null>;
    declare preregistrationHash: CreationOptional<string | null>;
    declare declarationText: CreationOptional<string | null>;
    declare results: CreationOptional<CohortResults | null>;
    declare scoreSpread: CreationOptional<Record<string, unknown> | null>;
    declare createdAt: Date;
    declare frozenAt: CreationOptional<Date | null>;
    declare scoredAt: CreationOptional<Date | null>;
    declare releasedAt: CreationOptional<Date | null>;
    declare promisedAt: CreationOptional<Date | null>;
    declare closesAt: CreationOptional<Date | null>;
    declare closedAt: CreationOptional<Date | null>;
    declare archivedAt: CreationOptional<Date | null>;
  }
  Cohort.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true, defaultValue: DataTypes.UUIDV4 },
      name: { type: DataTypes.TEXT, allowNull: false },
      status: { type: DataTypes.TEXT, allowNull: false, defaultValue: 'open' },
      preregistration: DataTypes.JSONB,
      preregistrationHash: DataTypes.TEXT,
      declarationText: DataTypes.TEXT,
      results: DataTypes.JSONB,
      scoreSpread: DataTypes.JSONB,
      createdAt: { type: DataTypes.DATE, allowNull: false },
      frozenAt: DataTypes.DATE,
      scoredAt: DataTypes.DATE,
      releasedAt: DataTypes.DATE,
      promisedAt: DataTypes.DATE,
      closesAt: DataTypes.DATE,
      closedAt: DataTypes.DATE,
      archivedAt: DataTypes.DATE,
    },
    { sequelize, tableName: 'cohorts' },
  );
  return Cohort;
}

/** pair_scores: the scores of participant B for participant A, for the pairs of a cohort that are kept. */
export function definePairScore(sequelize: Sequelize) {
  class PairScore extends Model<InferAttributes<PairScore>, InferCreationAttributes<PairScore>> {
    declare cohortId: CohortId;
    declare a: UserId;
    declare b: UserId;
    declare visual: number | null;
    declare personality: number | null;
    declare biological: number | null;
    declare personalityRaw: number | null;
    declare biologicalRaw: number | null;
    declare directed: number;
    declare mutual: number;
    declare coverage: number;
    declare kind: CreationOptional<KeptAs>;
  }
  PairScore.init(
    {
      cohortId: { type: DataTypes.UUID, primaryKey: true },
      a: { type: DataTypes.UUID, primaryKey: true },
      b: { type: DataTypes.UUID, primaryKey: true },
      visual: DataTypes.DOUBLE,
      personality: DataTypes.DOUBLE,
      biological: DataTypes.DOUBLE,
      personalityRaw: DataTypes.DOUBLE,
      biologicalRaw: DataTypes.DOUBLE,
      directed: { type: DataTypes.DOUBLE, allowNull: false },
      mutual: { type: DataTypes.DOUBLE, allowNull: false },
      coverage: { type: DataTypes.DOUBLE, allowNull: false },
      kind: { type: DataTypes.TEXT, allowNull: false, defaultValue: 'every' },
    },
    { sequelize, tableName: 'pair_scores' },
  );
  return PairScore;
}

/** assignments: the plan of which participant is shown to which viewer. */
export function defineAssignment(sequelize: Sequelize) {
  class Assignment extends Model<InferAttributes<Assignment>, InferCreationAttributes<Assignment>> {
    declare cohortId: CohortId;
    declare viewer: UserId;
    declare shown: UserId;
    declare position: number;
    declare kind: AssignmentRecord['kind'];
    declare propensity: CreationOptional<number | null>;
  }
  Assignment.init(
    {
      cohortId: { type: DataTypes.UUID, primaryKey: true },
      viewer: { type: DataTypes.UUID, primaryKey: true },
      shown: { type: DataTypes.UUID, primaryKey: true },
      position: { type: DataTypes.SMALLINT, allowNull: false },
      kind: { type: DataTypes.TEXT, allowNull: false },
      propensity: DataTypes.DOUBLE,
    },
    { sequelize, tableName: 'assignments' },
  );
  return Assignment;
}
