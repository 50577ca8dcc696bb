import type { Migration } from './migration.ts';

/** Cohorts, participants, invitations and consents. */
export const participants: Migration = {
  name: '002-participants',
  up: (client) =>
    client.query(`
      CREATE TABLE account_state (
        user_id UUID PRIMARY KEY REFERENCES users(id),
        token_version INTEGER NOT NULL DEFAULT 0,
        disabled_at TIMESTAMPTZ
      );
      CREATE TABLE cohorts (
        id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
        name TEXT NOT NULL,
        status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'frozen', 'scored', 'released')),
        preregistration JSONB,
        preregistration_hash TEXT,
        created_at TIMESTAMPTZ NOT NULL,
        frozen_at TIMESTAMPTZ,
        scored_at TIMESTAMPTZ,
        released_at TIMESTAMPTZ
      );
      CREATE TABLE participants (
        user_id UUID PRIMARY KEY REFERENCES users(id),
        code TEXT NOT NULL UNIQUE,
        cohort_id UUID NOT NULL REFERENCES cohorts(id),
        chat_id BIGINT UNIQUE,
        locale TEXT CHECK (locale IN ('en', 'es', 'ru')),
        status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'paused', 'withdrawn')),
        adult_confirmed_at TIMESTAMPTZ,
        account_completed_at TIMESTAMPTZ,
        sex TEXT CHECK (sex IN ('female', 'male')),
        seeks TEXT CHECK (seeks IN ('female', 'male', 'both')),
        birth_year SMALLINT,
        seeks_age_min SMALLINT,
        seeks_age_max SMALLINT,
        display_name TEXT,
        reminders_sent SMALLINT NOT NULL DEFAULT 0,
        reminders_off BOOLEAN NOT NULL DEFAULT FALSE,
        last_active_at TIMESTAMPTZ NOT NULL,
        created_at TIMESTAMPTZ NOT NULL
      );
      CREATE INDEX participants_cohort ON participants (cohort_id);
      CREATE TABLE invites (
        code_hash TEXT PRIMARY KEY,
        cohort_id UUID NOT NULL REFERENCES cohorts(id),
        created_by UUID REFERENCES users(id),
        expires_at TIMESTAMPTZ NOT NULL,
        used_by UUID REFERENCES users(id),
        used_at TIMESTAMPTZ
      );
      CREATE INDEX invites_cohort ON invites (cohort_id);
      CREATE TABLE consents (
        id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        user_id UUID NOT NULL REFERENCES users(id),
        purpose TEXT NOT NULL CHECK (purpose IN ('face', 'personality', 'genetic', 'matching', 'research')),
        granted BOOLEAN NOT NULL,
        text_version TEXT NOT NULL,
        text_hash TEXT NOT NULL,
        locale TEXT NOT NULL,
        at TIMESTAMPTZ NOT NULL
      );
      CREATE INDEX consents_user ON consents (user_id, id);
    `),
};
