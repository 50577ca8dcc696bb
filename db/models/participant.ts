import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import type {
  ChatId,
  CohortId,
  Participant as ParticipantRecord,
  ParticipantStatus,
  Purpose,
  Sex,
  SoughtSex,
  UserId,
} from '../../engine/ports/participants.ts';

/** Moments of a participant; null until then. */
const untilItHappens = {
  adultConfirmedAt: DataTypes.DATE,
  accountCompletedAt: DataTypes.DATE,
  aboutConfirmedAt: DataTypes.DATE,
  remindAt: DataTypes.DATE,
  remindersPausedUntil: DataTypes.DATE,
  resultsToldAt: DataTypes.DATE,
  leftOutUntil: DataTypes.DATE,
  staysSince: DataTypes.DATE,
};

/** participants: the statements of a participant about themselves, their cohort and their chat. */
export function defineParticipant(sequelize: Sequelize) {
  class Participant extends Model<InferAttributes<Participant>, InferCreationAttributes<Participant>> {
    declare userId: UserId;
    declare code: string;
    declare cohortId: CohortId;
    declare chatId: ChatId | null;
    declare locale: CreationOptional<ParticipantRecord['locale']>;
    declare status: CreationOptional<ParticipantStatus>;
    declare adultConfirmedAt: CreationOptional<Date | null>;
    declare accountCompletedAt: CreationOptional<Date | null>;
    declare sex: CreationOptional<Sex | null>;
    declare seeks: CreationOptional<SoughtSex | null>;
    declare birthYear: CreationOptional<number | null>;
    declare seeksAgeMin: CreationOptional<number | null>;
    declare seeksAgeMax: CreationOptional<number | null>;
    declare displayName: CreationOptional<string | null>;
    declare aboutConfirmedAt: CreationOptional<Date | null>;
    declare remindersSent: CreationOptional<number>;
    declare remindersOff: CreationOptional<boolean>;
    declare timeZone: CreationOptional<string | null>;
    declare remindAt: CreationOptional<Date | null>;
    declare remindersPausedUntil: CreationOptional<Date | null>;
    declare askedTextVersion: CreationOptional<string | null>;
    declare resultsToldAt: CreationOptional<Date | null>;
    declare leftOutUntil: CreationOptional<Date | null>;
    declare staysSince: CreationOptional<Date | null>;
    declare lastActiveAt: Date;
    declare createdAt: Date;
  }
  Participant.init(
    {
      userId: { type: DataTypes.UUID, primaryKey: true },
      code: { type: DataTypes.TEXT, allowNull: false },
      cohortId: { type: DataTypes.UUID, allowNull: false },
      chatId: DataTypes.BIGINT,
      locale: DataTypes.TEXT,
      status: { type: DataTypes.TEXT, allowNull: false, defaultValue: 'active' },
      sex: DataTypes.TEXT,
      seeks: DataTypes.TEXT,
      birthYear: DataTypes.SMALLINT,
      seeksAgeMin: DataTypes.SMALLINT,
      seeksAgeMax: DataTypes.SMALLINT,
      displayName: DataTypes.TEXT,
      remindersSent: { type: DataTypes.SMALLINT, allowNull: false, defaultValue: 0 },
      remindersOff: { type: DataTypes.BOOLEAN, allowNull: false, defaultValue: false },
      timeZone: DataTypes.TEXT,
      askedTextVersion: DataTypes.TEXT,
      ...untilItHappens,
      lastActiveAt: { type: DataTypes.DATE, allowNull: false },
      createdAt: { type: DataTypes.DATE, allowNull: false },
    },
    { sequelize, tableName: 'participants' },
  );
  return Participant;
}

/** invites: links that can be used once, by the hash of their code. */
export function defineInvite(sequelize: Sequelize) {
  class Invite extends Model<InferAttributes<Invite>, InferCreationAttributes<Invite>> {
    declare codeHash: string;
    declare cohortId: CohortId;
    declare createdBy: UserId | null;
    declare expiresAt: Date;
    declare usedBy: CreationOptional<UserId | null>;
    declare usedAt: CreationOptional<Date | null>;
  }
  Invite.init(
    {
      codeHash: { type: DataTypes.TEXT, primaryKey: true },
      cohortId: { type: DataTypes.UUID, allowNull: false },
      createdBy: DataTypes.UUID,
      expiresAt: { type: DataTypes.DATE, allowNull: false },
      usedBy: DataTypes.UUID,
      usedAt: DataTypes.DATE,
    },
    { sequelize, tableName: 'invites' },
  );
  return Invite;
}

/** consents: one row for each consent that was given, refused or withdrawn. Rows are not overwritten. */
export function defineConsent(sequelize: Sequelize) {
  class Consent extends Model<InferAttributes<Consent>, InferCreationAttributes<Consent>> {
    declare id: CreationOptional<string>;
    declare userId: UserId;
    declare purpose: Purpose;
    declare granted: boolean;
    declare textVersion: string;
    declare textHash: string;
    declare locale: string;
    declare at: Date;
  }
  Consent.init(
    {
      id: { type: DataTypes.BIGINT, primaryKey: true, autoIncrement: true },
      userId: { type: DataTypes.UUID, allowNull: false },
      purpose: { type: DataTypes.TEXT, allowNull: false },
      granted: { type: DataTypes.BOOLEAN, allowNull: false },
      textVersion: { type: DataTypes.TEXT, allowNull: false },
      textHash: { type: DataTypes.TEXT, allowNull: false },
      locale: { type: DataTypes.TEXT, allowNull: false },
      at: { type: DataTypes.DATE, allowNull: false },
    },
    { sequelize, tableName: 'consents' },
  );
  return Consent;
}
