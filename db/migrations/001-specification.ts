import type { Migration } from './migration.ts';

/** The five tables of the specification, with exactly its columns and types. Other data have tables of their own. */
export const specification: Migration = {
  name: '001-specification',
  up: (client) =>
    client.query(`
      CREATE TABLE users (
        id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
        email VARCHAR(255) UNIQUE NOT NULL,
        password_hash VARCHAR(255) NOT NULL,
        full_name VARCHAR(100),
        role VARCHAR(20) DEFAULT 'user' CHECK (role IN ('user', 'admin', 'researcher')),
        created_at TIMESTAMP DEFAULT NOW()
      );
      CREATE TABLE profiles (
        user_id UUID REFERENCES users(id),
        photo_path TEXT,
        visual_embedding JSONB,
        calibration_complete BOOLEAN DEFAULT FALSE,
        PRIMARY KEY (user_id)
      );
      CREATE TABLE personality_scores (
        user_id UUID REFERENCES users(id),
        lust_score FLOAT,
        gluttony_score FLOAT,
        greed_score FLOAT,
        sloth_score FLOAT,
        wrath_score FLOAT,
        envy_score FLOAT,
        pride_score FLOAT,
        raw_responses JSONB,
        PRIMARY KEY (user_id)
      );
      CREATE TABLE hla_data (
        user_id UUID REFERENCES users(id),
        encrypted_alleles TEXT NOT NULL,
        hash_checksum VARCHAR(64),
        PRIMARY KEY (user_id)
      );
      CREATE TABLE matches (
        id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
        user_a_id UUID REFERENCES users(id),
        user_b_id UUID REFERENCES users(id),
        visual_score FLOAT,
        personality_score FLOAT,
        hla_score FLOAT,
        total_compatibility FLOAT,
        report_path TEXT,
        created_at TIMESTAMP DEFAULT NOW()
      );
      CREATE UNIQUE INDEX matches_pair ON matches (user_a_id, user_b_id);
      CREATE INDEX matches_user_b ON matches (user_b_id);
    `),
};
