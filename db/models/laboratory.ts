import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import type { UserId } from '../../engine/ports/participants.ts';

/** hla_data: the encrypted typing and its keyed checksum, as specified. */
export function defineHlaData(sequelize: Sequelize) {
  class HlaData extends Model<InferAttributes<HlaData>, InferCreationAttributes<HlaData>> {
    declare userId: UserId;
    declare encryptedAlleles: string;
    declare hashChecksum: string | null;
  }
  HlaData.init(
    {
      userId: { type: DataTypes.UUID, primaryKey: true },
      encryptedAlleles: { type: DataTypes.TEXT, allowNull: false },
      hashChecksum: DataTypes.STRING(64),
    },
    { sequelize, tableName: 'hla_data' },
  );
  return HlaData;
}

/** kits: the sample kits that were issued to participants. */
export function defineKit(sequelize: Sequelize) {
  class Kit extends Model<InferAttributes<Kit>, InferCreationAttributes<Kit>> {
    declare code: string;
    declare userId: UserId;
    declare issuedAt: Date;
    declare voidedAt: CreationOptional<Date | null>;
    declare receivedAt: CreationOptional<Date | null>;
  }
  Kit.init(
    {
      code: { type: DataTypes.TEXT, primaryKey: true },
      userId: { type: DataTypes.UUID, allowNull: false },
      issuedAt: { type: DataTypes.DATE, allowNull: false },
      voidedAt: DataTypes.DATE,
      receivedAt: DataTypes.DATE,
    },
    { sequelize, tableName: 'kits' },
  );
  return Kit;
}

/** lab_deliveries: the id and the body digest of each delivery, with the answer that the laboratory got. */
export function defineLabDelivery(sequelize: Sequelize) {
  class LabDelivery extends Model<InferAttributes<LabDelivery>, InferCreationAttributes<LabDelivery>> {
    declare id: string;
    declare bodyDigest: string;
    declare status: number;
    declare response: string;
    declare at: Date;
  }
  LabDelivery.init(
    {
      id: { type: DataTypes.TEXT, primaryKey: true },
      bodyDigest: { type: DataTypes.TEXT, allowNull: false },
      status: { type: DataTypes.INTEGER, allowNull: false },
      response: DataTypes.TEXT,
      at: { type: DataTypes.DATE, allowNull: false },
    },
    { sequelize, tableName: 'lab_deliveries' },
  );
  return LabDelivery;
}
