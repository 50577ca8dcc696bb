import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import type { UserId } from '../../engine/ports/participants.ts';
import type { Phase, PresentedItem } from '../../engine/ports/phases.ts';

/** phase_records: when each phase of a participant was opened and sealed. */
export function definePhaseRecord(sequelize: Sequelize) {
  class PhaseRecord extends Model<InferAttributes<PhaseRecord>, InferCreationAttributes<PhaseRecord>> {
    declare userId: UserId;
    declare phase: Phase;
    declare instrumentVersion: string;
    declare openedAt: Date;
    declare sealedAt: CreationOptional<Date | null>;
    declare digest: CreationOptional<string | null>;
    declare missing: CreationOptional<boolean>;
    declare flags: CreationOptional<string[]>;
  }
  PhaseRecord.init(
    {
      userId: { type: DataTypes.UUID, primaryKey: true },
      phase: { type: DataTypes.TEXT, primaryKey: true },
      instrumentVersion: { type: DataTypes.TEXT, allowNull: false },
      openedAt: { type: DataTypes.DATE, allowNull: false },
      sealedAt: DataTypes.DATE,
      digest: DataTypes.TEXT,
      missing: { type: DataTypes.BOOLEAN, allowNull: false, defaultValue: false },
      flags: { type: DataTypes.JSONB, allowNull: false, defaultValue: [] },
    },
    { sequelize, tableName: 'phase_records' },
  );
  return PhaseRecord;
}

/** superseded_seals: the seals of typings that a laboratory has replaced. */
export function defineSupersededSeal(sequelize: Sequelize) {
  class SupersededSeal extends Model<
    InferAttributes<SupersededSeal>,
    InferCreationAttributes<SupersededSeal>
  > {
    declare id: CreationOptional<string>;
    declare userId: UserId;
    declare phase: Phase;
    declare sealedAt: Date;
    declare digest: string;
    declare supersededAt: Date;
  }
  SupersededSeal.init(
    {
      id: { type: DataTypes.BIGINT, primaryKey: true, autoIncrement: true },
      userId: { type: DataTypes.UUID, allowNull: false },
      phase: { type: DataTypes.TEXT, allowNull: false },
      sealedAt: { type: DataTypes.DATE, allowNull: false },
      digest: { type: DataTypes.TEXT, allowNull: false },
      supersededAt: { type: DataTypes.DATE, allowNull: false },
    },
    { sequelize, tableName: 'superseded_seals' },
  );
  return SupersededSeal;
}

/** presentations: the order in which items are shown to one person. */
export function definePresentation(sequelize: Sequelize) {
  class Presentation extends Model<InferAttributes<Presentation>, InferCreationAttributes<Presentation>> {
    declare userId: UserId;
    declare phase: Phase;
    declare seed: string;
    declare items: PresentedItem[];
  }
  Presentation.init(
    {
      userId: { type: DataTypes.UUID, primaryKey: true },
      phase: { type: DataTypes.TEXT, primaryKey: true },
      seed: { type: DataTypes.TEXT, allowNull: false },
      items: { type: DataTypes.JSONB, allowNull: false },
    },
    { sequelize, tableName: 'presentations' },
  );
  return Presentation;
}
