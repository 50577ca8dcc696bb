import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import type { UserId } from '../../engine/ports/participants.ts';
import type { SelfieStatus } from '../../engine/ports/phases.ts';

/** The JSONB of profiles.visual_embedding: the Fernet token of the numbers, and their version in plain text. */
export interface EmbeddingEnvelope {
  format: 1;
  analyserVersion: string;
  dimensions: number;
  fernet: string;
}

/** profiles: photo and face description, as specified. */
export function defineProfile(sequelize: Sequelize) {
  class Profile extends Model<InferAttributes<Profile>, InferCreationAttributes<Profile>> {
    declare userId: UserId;
    declare photoPath: CreationOptional<string | null>;
    declare visualEmbedding: CreationOptional<EmbeddingEnvelope | null>;
    declare calibrationComplete: CreationOptional<boolean>;
  }
  Profile.init(
    {
      userId: { type: DataTypes.UUID, primaryKey: true },
      photoPath: DataTypes.TEXT,
      visualEmbedding: DataTypes.JSONB,
      calibrationComplete: DataTypes.BOOLEAN,
    },
    { sequelize, tableName: 'profiles' },
  );
  return Profile;
}

/** selfies: the photo that a participant sent last, and the result of its check. */
export function defineSelfie(sequelize: Sequelize) {
  class Selfie extends Model<InferAttributes<Selfie>, InferCreationAttributes<Selfie>> {
    declare userId: UserId;
    declare status: SelfieStatus;
    declare problem: string | null;
    declare remoteFile: string;
    declare attempts: number;
    declare updatedAt: Date;
  }
  Selfie.init(
    {
      userId: { type: DataTypes.UUID, primaryKey: true },
      status: { type: DataTypes.TEXT, allowNull: false },
      problem: DataTypes.TEXT,
      remoteFile: { type: DataTypes.TEXT, allowNull: false },
      attempts: { type: DataTypes.INTEGER, allowNull: false },
      updatedAt: { type: DataTypes.DATE, allowNull: false },
    },
    { sequelize, tableName: 'selfies' },
  );
  return Selfie;
}

/** calibration_ratings: one rating from 1 to 4 for each face that was shown. */
export function defineCalibrationRating(sequelize: Sequelize) {
  class CalibrationRating extends Model<
    InferAttributes<CalibrationRating>,
    InferCreationAttributes<CalibrationRating>
  > {
    declare userId: UserId;
    declare position: number;
    declare faceId: string;
    declare repeat: boolean;
    declare rating: number;
    declare dwellMs: number | null;
    declare answeredAt: Date;
  }
  CalibrationRating.init(
    {
      userId: { type: DataTypes.UUID, primaryKey: true },
      position: { type: DataTypes.SMALLINT, primaryKey: true },
      faceId: { type: DataTypes.TEXT, allowNull: false },
      repeat: { type: DataTypes.BOOLEAN, allowNull: false },
      rating: { type: DataTypes.SMALLINT, allowNull: false },
      dwellMs: DataTypes.INTEGER,
      answeredAt: { type: DataTypes.DATE, allowNull: false },
    },
    { sequelize, tableName: 'calibration_ratings' },
  );
  return CalibrationRating;
}
