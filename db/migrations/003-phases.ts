import type { Migration } from './migration.ts';

/** The data of each phase that the specification's tables have no column for. */
export const phases: Migration = {
  name: '003-phases',
  up: (client) =>
    client.query(`
      CREATE TABLE phase_records (
        user_id UUID NOT NULL REFERENCES users(id),
        phase TEXT NOT NULL CHECK (phase IN ('visual', 'personality', 'biological')),
        instrument_version TEXT NOT NULL,
        opened_at TIMESTAMPTZ NOT NULL,
        sealed_at TIMESTAMPTZ,
        digest TEXT,
        missing BOOLEAN NOT NULL DEFAULT FALSE,
        flags JSONB NOT NULL DEFAULT '[]',
        PRIMARY KEY (user_id, phase)
      );
      CREATE TABLE presentations (
        user_id UUID NOT NULL REFERENCES users(id),
        phase TEXT NOT NULL CHECK (phase IN ('visual', 'personality', 'biological')),
        seed TEXT NOT NULL,
        items JSONB NOT NULL,
        PRIMARY KEY (user_id, phase)
      );
      CREATE TABLE selfies (
        user_id UUID PRIMARY KEY REFERENCES users(id),
        status TEXT NOT NULL CHECK (status IN ('analysing', 'refused', 'preview', 'accepted')),
        problem TEXT,
        remote_file TEXT NOT NULL,
        attempts INTEGER NOT NULL,
        updated_at TIMESTAMPTZ NOT NULL
      );
      CREATE TABLE calibration_ratings (
        user_id UUID NOT NULL REFERENCES users(id),
        position SMALLINT NOT NULL,
        face_id TEXT NOT NULL,
        repeat BOOLEAN NOT NULL,
        rating SMALLINT NOT NULL CHECK (rating BETWEEN 1 AND 4),
        dwell_ms INTEGER,
        answered_at TIMESTAMPTZ NOT NULL,
        PRIMARY KEY (user_id, position)
      );
      CREATE TABLE questionnaire_answers (
        user_id UUID NOT NULL REFERENCES users(id),
        item_id TEXT NOT NULL,
        value SMALLINT NOT NULL,
        dwell_ms INTEGER,
        answered_at TIMESTAMPTZ NOT NULL,
        PRIMARY KEY (user_id, item_id)
      );
      CREATE TABLE kits (
        code TEXT PRIMARY KEY,
        user_id UUID NOT NULL REFERENCES users(id),
        issued_at TIMESTAMPTZ NOT NULL,
        voided_at TIMESTAMPTZ,
        received_at TIMESTAMPTZ
      );
      CREATE UNIQUE INDEX kits_valid ON kits (user_id) WHERE voided_at IS NULL;
      CREATE TABLE lab_deliveries (
        id TEXT PRIMARY KEY,
        body_digest TEXT NOT NULL,
        status INTEGER NOT NULL,
        response JSONB,
        at TIMESTAMPTZ NOT NULL
      );
    `),
};
