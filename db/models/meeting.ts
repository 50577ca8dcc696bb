import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import type { ContactState, ExcludedReason } from '../../engine/ports/cohorts.ts';
import type { CohortId, UserId } from '../../engine/ports/participants.ts';

/** outcomes: a viewer's willingness to meet the participant shown, answered before the viewer saw any score. */
export function defineOutcome(sequelize: Sequelize) {
  class Outcome extends Model<InferAttributes<Outcome>, InferCreationAttributes<Outcome>> {
    declare viewer: UserId;
    declare shown: UserId;
    declare cohortId: CohortId;
    declare wtm: CreationOptional<number | null>;
    declare wouldMeet: CreationOptional<boolean | null>;
    declare excludedReason: CreationOptional<ExcludedReason | null>;
    declare shownAt: Date | null;
    declare answeredAt: CreationOptional<Date | null>;
  }
  Outcome.init(
    {
      viewer: { type: DataTypes.UUID, primaryKey: true },
      shown: { type: DataTypes.UUID, primaryKey: true },
      cohortId: { type: DataTypes.UUID, allowNull: false },
      wtm: DataTypes.SMALLINT,
      wouldMeet: DataTypes.BOOLEAN,
      excludedReason: DataTypes.TEXT,
      shownAt: DataTypes.DATE,
      answeredAt: DataTypes.DATE,
    },
    { sequelize, tableName: 'outcomes' },
  );
  return Outcome;
}

/** introductions: the latest answer of each participant of a pair. */
export function defineIntroduction(sequelize: Sequelize) {
  class Introduction extends Model<InferAttributes<Introduction>, InferCreationAttributes<Introduction>> {
    declare low: UserId;
    declare high: UserId;
    declare lowAnswer: CreationOptional<boolean | null>;
    declare highAnswer: CreationOptional<boolean | null>;
    declare introducedAt: CreationOptional<Date | null>;
    declare lowContact: CreationOptional<ContactState>;
    declare highContact: CreationOptional<ContactState>;
  }
  Introduction.init(
    {
      low: { type: DataTypes.UUID, primaryKey: true },
      high: { type: DataTypes.UUID, primaryKey: true },
      lowAnswer: DataTypes.BOOLEAN,
      highAnswer: DataTypes.BOOLEAN,
      introducedAt: DataTypes.DATE,
      lowContact: DataTypes.TEXT,
      highContact: DataTypes.TEXT,
    },
    { sequelize, tableName: 'introductions' },
  );
  return Introduction;
}

/** blocks: one row for each participant who must not be matched with another, by the wish of the first. */
export function defineBlock(sequelize: Sequelize) {
  class Block extends Model<InferAttributes<Block>, InferCreationAttributes<Block>> {
    declare blocker: UserId;
    declare blocked: UserId;
    declare at: Date;
  }
  Block.init(
    {
      blocker: { type: DataTypes.UUID, primaryKey: true },
      blocked: { type: DataTypes.UUID, primaryKey: true },
      at: { type: DataTypes.DATE, allowNull: false },
    },
    { sequelize, tableName: 'blocks' },
  );
  return Block;
}
