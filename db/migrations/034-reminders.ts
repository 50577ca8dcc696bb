import type { Migration } from './migration.ts';

/**
 * Each reminder with what the participant did within 48 hours, the time zone of a participant, and until when reminders
 * are put off. Reminders of before are taken from the audit log: its events say when they were sent and when the person
 * came back.
 */
export const reminders: Migration = {
  name: '034-reminders',
  up: (client) =>
    client.query(`
      ALTER TABLE participants
        ADD COLUMN time_zone TEXT,
        ADD COLUMN remind_at TIMESTAMPTZ,
        ADD COLUMN reminders_paused_until TIMESTAMPTZ;
      CREATE TABLE reminders (
        id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        user_id UUID NOT NULL REFERENCES users(id),
        number SMALLINT NOT NULL CHECK (number > 0),
        step TEXT NOT NULL,
        sent_at TIMESTAMPTZ NOT NULL,
        returned_at TIMESTAMPTZ,
        choice TEXT,
        followed TEXT CHECK (followed IN ('step', 'back', 'later', 'off', 'nothing'))
      );
      CREATE INDEX reminders_user ON reminders (user_id, sent_at);
      CREATE INDEX reminders_open ON reminders (sent_at) WHERE followed IS NULL;
      INSERT INTO reminders (user_id, number, step, sent_at, returned_at, followed)
        SELECT a.subject, greatest(1, (a.details ->> 'count')::int), 'unknown', a.at, r.at,
          CASE WHEN r.at IS NULL THEN 'nothing' ELSE 'back' END
        FROM audit_log a JOIN participants p ON p.user_id = a.subject
        LEFT JOIN LATERAL (
          SELECT min(b.at) AS at FROM audit_log b
          WHERE b.subject = a.subject AND b.action = 'returned' AND b.at >= a.at
            AND b.at < a.at + INTERVAL '48 hours'
            AND NOT EXISTS (
              SELECT FROM audit_log c
              WHERE c.subject = a.subject AND c.action = 'reminded' AND c.id > a.id AND c.id < b.id
            )
        ) r ON TRUE
        WHERE a.action = 'reminded' ORDER BY a.id;
    `),
};
