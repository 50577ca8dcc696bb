import type { Migration } from './migration.ts';

/**
 * Pair scores, the plan of which participant is shown to which, and the answers. Pair scores are by far the most rows.
 * They have a table apart from `matches` with the key (cohort, a, b), so that it can be partitioned by participant.
 */
export const matching: Migration = {
  name: '004-matching',
  up: (client) =>
    client.query(`
      CREATE TABLE pair_scores (
        cohort_id UUID NOT NULL REFERENCES cohorts(id),
        a UUID NOT NULL REFERENCES users(id),
        b UUID NOT NULL REFERENCES users(id),
        visual FLOAT,
        personality FLOAT,
        biological FLOAT,
        personality_raw FLOAT,
        biological_raw FLOAT,
        directed FLOAT NOT NULL,
        mutual FLOAT NOT NULL,
        coverage FLOAT NOT NULL,
        PRIMARY KEY (cohort_id, a, b)
      );
      CREATE INDEX pair_scores_a ON pair_scores (a);
      CREATE INDEX pair_scores_b ON pair_scores (b);
      CREATE TABLE assignments (
        cohort_id UUID NOT NULL REFERENCES cohorts(id),
        viewer UUID NOT NULL REFERENCES users(id),
        shown UUID NOT NULL REFERENCES users(id),
        position SMALLINT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('high', 'range')),
        PRIMARY KEY (cohort_id, viewer, shown)
      );
      CREATE INDEX assignments_shown ON assignments (shown);
      CREATE TABLE outcomes (
        viewer UUID NOT NULL REFERENCES users(id),
        shown UUID NOT NULL REFERENCES users(id),
        cohort_id UUID NOT NULL REFERENCES cohorts(id),
        wtm SMALLINT CHECK (wtm BETWEEN 1 AND 7),
        would_meet BOOLEAN,
        shown_at TIMESTAMPTZ NOT NULL,
        answered_at TIMESTAMPTZ,
        PRIMARY KEY (viewer, shown)
      );
      CREATE INDEX outcomes_cohort ON outcomes (cohort_id);
      CREATE INDEX outcomes_shown ON outcomes (shown);
      CREATE TABLE reports (
        user_id UUID PRIMARY KEY REFERENCES users(id),
        cohort_id UUID NOT NULL REFERENCES cohorts(id),
        path TEXT,
        status TEXT NOT NULL DEFAULT 'requested' CHECK (status IN ('requested', 'ready', 'delivered')),
        requested_at TIMESTAMPTZ NOT NULL,
        ready_at TIMESTAMPTZ,
        delivered_at TIMESTAMPTZ
      );
      CREATE TABLE introductions (
        low UUID NOT NULL REFERENCES users(id),
        high UUID NOT NULL REFERENCES users(id),
        low_answer BOOLEAN,
        high_answer BOOLEAN,
        introduced_at TIMESTAMPTZ,
        PRIMARY KEY (low, high),
        CHECK (low < high)
      );
      CREATE INDEX introductions_high ON introductions (high);
      CREATE TABLE blocks (
        blocker UUID NOT NULL REFERENCES users(id),
        blocked UUID NOT NULL REFERENCES users(id),
        at TIMESTAMPTZ NOT NULL,
        PRIMARY KEY (blocker, blocked)
      );
      CREATE INDEX blocks_blocked ON blocks (blocked);
    `),
};
