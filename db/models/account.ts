import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import type { Account, CohortId, Role, UserId } from '../../engine/ports/participants.ts';

/** users: identity and credentials, as specified. */
export function defineUser(sequelize: Sequelize) {
  class User extends Model<InferAttributes<User>, InferCreationAttributes<User>> {
    declare id: CreationOptional<UserId>;
    declare email: string;
    declare passwordHash: string;
    declare fullName: CreationOptional<string | null>;
    declare role: Role;
    declare createdAt: Date;
  }
  User.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true, defaultValue: DataTypes.UUIDV4 },
      email: { type: DataTypes.STRING(255), allowNull: false },
      passwordHash: { type: DataTypes.STRING(255), allowNull: false },
      fullName: DataTypes.STRING(100),
      role: DataTypes.STRING(20),
      createdAt: DataTypes.DATE,
    },
    { sequelize, tableName: 'users' },
  );
  return User;
}

/** account_state: the state of an account that the specification's users table has no column for. */
export function defineAccountState(sequelize: Sequelize) {
  class AccountState extends Model<InferAttributes<AccountState>, InferCreationAttributes<AccountState>> {
    declare userId: UserId;
    declare tokenVersion: CreationOptional<number>;
    declare disabledAt: CreationOptional<Date | null>;
    declare locale: CreationOptional<Account['locale']>;
    declare chosenCohortId: CreationOptional<CohortId | null>;
    declare setupHash: CreationOptional<string | null>;
    declare setupUntil: CreationOptional<Date | null>;
  }
  AccountState.init(
    {
      userId: { type: DataTypes.UUID, primaryKey: true },
      tokenVersion: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 0 },
      disabledAt: DataTypes.DATE,
      locale: DataTypes.TEXT,
      chosenCohortId: DataTypes.UUID,
      setupHash: DataTypes.TEXT,
      setupUntil: DataTypes.DATE,
    },
    { sequelize, tableName: 'account_state' },
  );
  return AccountState;
}
