import type { Migration } from './migration.ts';

/** The append-only audit log, and the check value that shows whether the keys fit the data. */
export const audit: Migration = {
  name: '006-audit',
  up: (client) =>
    client.query(`
      CREATE TABLE audit_log (
        id BIGINT PRIMARY KEY,
        at TIMESTAMPTZ NOT NULL,
        actor TEXT NOT NULL,
        action TEXT NOT NULL,
        subject UUID,
        details JSONB NOT NULL,
        previous_hash TEXT NOT NULL,
        hash TEXT NOT NULL
      );
      CREATE INDEX audit_log_subject ON audit_log (subject, id);
      CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'HM003';
      END $$;
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_log
        FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
      CREATE TRIGGER never_truncated BEFORE TRUNCATE ON audit_log
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
      CREATE TABLE key_check (
        id SMALLINT PRIMARY KEY CHECK (id = 1),
        token TEXT NOT NULL
      );
    `),
};
