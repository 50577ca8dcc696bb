import type { Migration } from './migration.ts';

/**
 * Several cohorts side by side: an admin archives one, a member of staff chooses one. The way by which a new member of
 * staff sets a password. Which admin was told of which delivery of a laboratory; admins who exist already count as told
 * of the deliveries before.
 */
export const studyDesk: Migration = {
  name: '015-study-desk',
  up: (client) =>
    client.query(`
      ALTER TABLE cohorts ADD COLUMN archived_at TIMESTAMPTZ;
      ALTER TABLE account_state
        ADD COLUMN chosen_cohort_id UUID REFERENCES cohorts(id) ON DELETE SET NULL,
        ADD COLUMN setup_hash TEXT UNIQUE,
        ADD COLUMN setup_until TIMESTAMPTZ;
      CREATE TABLE delivery_notices (
        delivery_id TEXT NOT NULL REFERENCES lab_deliveries(id) ON DELETE CASCADE,
        user_id UUID NOT NULL REFERENCES users(id),
        PRIMARY KEY (delivery_id, user_id)
      );
      CREATE INDEX delivery_notices_user ON delivery_notices (user_id);
      INSERT INTO delivery_notices (delivery_id, user_id)
        SELECT d.id, u.id FROM lab_deliveries d CROSS JOIN users u WHERE u.role = 'admin';
    `),
};
