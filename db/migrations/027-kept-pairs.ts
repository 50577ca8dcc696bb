import type { Migration } from './migration.ts';

/**
 * Which pairs of a cohort have a row of scores, and why. A small cohort keeps every pair, as all did before; of a larger one the
 * planned pairs, the best ones of each person and a sample are kept. What figures tell of all its pairs is computed while they are
 * scored: `score_quantiles`, and the spread as researchers see it in `cohorts.score_spread`. So are the propensities of its plan.
 */
export const keptPairs: Migration = {
  name: '027-kept-pairs',
  up: (client) =>
    client.query(`
      ALTER TABLE pair_scores ADD COLUMN kind TEXT NOT NULL DEFAULT 'every'
        CHECK (kind IN ('every', 'planned', 'best', 'sample'));
      CREATE TABLE score_quantiles (
        cohort_id UUID NOT NULL REFERENCES cohorts(id),
        phase TEXT NOT NULL,
        q FLOAT NOT NULL CHECK (q BETWEEN 0 AND 1),
        value FLOAT NOT NULL,
        PRIMARY KEY (cohort_id, phase, q)
      );
      ALTER TABLE cohorts ADD COLUMN score_spread JSONB;
      ALTER TABLE assignments ADD COLUMN propensity FLOAT CHECK (propensity BETWEEN 0 AND 1);
    `),
};
