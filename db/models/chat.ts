import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import type { Screen } from '../../engine/ports/chats.ts';
import type { ChatId, Role, UserId } from '../../engine/ports/participants.ts';

/** chats: one row for each chat, with its screen, the message that is edited in place. */
export function defineChat(sequelize: Sequelize) {
  class Chat extends Model<InferAttributes<Chat>, InferCreationAttributes<Chat>> {
    declare chatId: ChatId;
    declare screen: CreationOptional<Screen | null>;
    declare unreachableSince: CreationOptional<Date | null>;
    declare lastUpdateAt: CreationOptional<Date | null>;
    declare secretSince: CreationOptional<Date | null>;
    declare threadId: CreationOptional<number | null>;
  }
  Chat.init(
    {
      chatId: { type: DataTypes.BIGINT, primaryKey: true },
      screen: DataTypes.JSONB,
      unreachableSince: DataTypes.DATE,
      lastUpdateAt: DataTypes.DATE,
      secretSince: DataTypes.DATE,
      threadId: DataTypes.INTEGER,
    },
    { sequelize, tableName: 'chats' },
  );
  return Chat;
}

/** processed_updates: keys of the updates whose effect was committed. */
export function defineProcessedUpdate(sequelize: Sequelize) {
  class ProcessedUpdate extends Model<
    InferAttributes<ProcessedUpdate>,
    InferCreationAttributes<ProcessedUpdate>
  > {
    declare key: string;
    declare at: Date;
  }
  ProcessedUpdate.init(
    {
      key: { type: DataTypes.TEXT, primaryKey: true },
      at: { type: DataTypes.DATE, allowNull: false },
    },
    { sequelize, tableName: 'processed_updates' },
  );
  return ProcessedUpdate;
}

/**
 * dialog_state: the encrypted state of a chat's dialog. Without it the dialog starts at the first unanswered question.
 */
export function defineDialogState(sequelize: Sequelize) {
  class DialogState extends Model<InferAttributes<DialogState>, InferCreationAttributes<DialogState>> {
    declare chatId: ChatId;
    declare version: string;
    declare payload: string;
    declare updatedAt: Date;
  }
  DialogState.init(
    {
      chatId: { type: DataTypes.BIGINT, primaryKey: true },
      version: { type: DataTypes.TEXT, allowNull: false },
      payload: { type: DataTypes.TEXT, allowNull: false },
      updatedAt: { type: DataTypes.DATE, allowNull: false },
    },
    { sequelize, tableName: 'dialog_state' },
  );
  return DialogState;
}

/** outbox: encrypted Bot API calls that are still to be sent. */
export function defineOutboxCall(sequelize: Sequelize) {
  class OutboxCall extends Model<InferAttributes<OutboxCall>, InferCreationAttributes<OutboxCall>> {
    declare id: CreationOptional<string>;
    declare chatId: ChatId;
    declare payload: string;
    declare attempts: CreationOptional<number>;
    declare notBefore: CreationOptional<Date | null>;
  }
  OutboxCall.init(
    {
      id: { type: DataTypes.BIGINT, primaryKey: true, autoIncrement: true },
      chatId: { type: DataTypes.BIGINT, allowNull: false },
      payload: { type: DataTypes.TEXT, allowNull: false },
      attempts: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 0 },
      notBefore: DataTypes.DATE,
    },
    { sequelize, tableName: 'outbox' },
  );
  return OutboxCall;
}

/** staff_sessions: the member of staff who is signed in, for each chat. */
export function defineStaffSession(sequelize: Sequelize) {
  class StaffSession extends Model<InferAttributes<StaffSession>, InferCreationAttributes<StaffSession>> {
    declare chatId: ChatId;
    declare userId: UserId;
    declare role: Role;
    declare tokenVersion: number;
    declare expiresAt: Date;
  }
  StaffSession.init(
    {
      chatId: { type: DataTypes.BIGINT, primaryKey: true },
      userId: { type: DataTypes.UUID, allowNull: false },
      role: { type: DataTypes.TEXT, allowNull: false },
      tokenVersion: { type: DataTypes.INTEGER, allowNull: false },
      expiresAt: { type: DataTypes.DATE, allowNull: false },
    },
    { sequelize, tableName: 'staff_sessions' },
  );
  return StaffSession;
}
