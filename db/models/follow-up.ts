import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import type { CohortId, UserId } from '../../engine/ports/participants.ts';

/** follow_ups: what a participant tells about another one some days after the introduction. */
export function defineFollowUp(sequelize: Sequelize) {
  class FollowUp extends Model<InferAttributes<FollowUp>, InferCreationAttributes<FollowUp>> {
    declare viewer: UserId;
    declare shown: UserId;
    declare cohortId: CohortId;
    declare met: CreationOptional<boolean | null>;
    declare again: CreationOptional<number | null>;
    declare would: CreationOptional<boolean | null>;
    declare alike: CreationOptional<number | null>;
    declare blind: CreationOptional<boolean | null>;
    declare askedAt: Date;
    declare remindedAt: CreationOptional<Date | null>;
    declare answeredAt: CreationOptional<Date | null>;
    declare refusedAt: CreationOptional<Date | null>;
  }
  FollowUp.init(
    {
      viewer: { type: DataTypes.UUID, primaryKey: true },
      shown: { type: DataTypes.UUID, primaryKey: true },
      cohortId: { type: DataTypes.UUID, allowNull: false },
      met: DataTypes.BOOLEAN,
      again: DataTypes.SMALLINT,
      would: DataTypes.BOOLEAN,
      alike: DataTypes.SMALLINT,
      blind: DataTypes.BOOLEAN,
      askedAt: { type: DataTypes.DATE, allowNull: false },
      remindedAt: DataTypes.DATE,
      answeredAt: DataTypes.DATE,
      refusedAt: DataTypes.DATE,
    },
    { sequelize, tableName: 'follow_ups' },
  );
  return FollowUp;
}
