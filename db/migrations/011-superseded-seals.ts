import type { Migration } from './migration.ts';

/**
 * Allows one change to sealed data: a laboratory replaces a typing while the cohort is open. One transaction must keep
 * the old seal in `superseded_seals`, write the typing and write the new seal of the phase. The triggers refuse each of
 * these three steps without the others. They recognise rows of the current transaction by `xmin`. A savepoint has an
 * `xmin` of its own, so none of the steps may run in one. Errors: HM001 as in 007-seals, HM004 for a cohort that is not
 * open.
 */
export const supersededSeals: Migration = {
  name: '011-superseded-seals',
  up: (client) =>
    client.query(`
      CREATE TABLE superseded_seals (
        id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        user_id UUID NOT NULL REFERENCES users(id),
        phase TEXT NOT NULL CHECK (phase = 'biological'),
        sealed_at TIMESTAMPTZ NOT NULL,
        digest TEXT NOT NULL,
        superseded_at TIMESTAMPTZ NOT NULL
      );
      CREATE INDEX superseded_seals_user ON superseded_seals (user_id);

      CREATE FUNCTION check_superseded() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        current phase_records%ROWTYPE;
        cohort_status text;
      BEGIN
        IF TG_OP <> 'INSERT' THEN
          IF NOT seal_lifted(OLD.user_id) THEN
            RAISE EXCEPTION 'a superseded seal is kept' USING ERRCODE = 'HM001';
          END IF;
          RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
        END IF;
        -- The share lock makes a freeze wait for this transaction, or this transaction see the freeze.
        SELECT c.status INTO cohort_status FROM participants p JOIN cohorts c ON c.id = p.cohort_id
          WHERE p.user_id = NEW.user_id FOR SHARE OF c;
        IF cohort_status IS DISTINCT FROM 'open' THEN
          RAISE EXCEPTION 'the cohort is frozen' USING ERRCODE = 'HM004';
        END IF;
        SELECT * INTO current FROM phase_records
          WHERE user_id = NEW.user_id AND phase = NEW.phase FOR UPDATE;
        IF current.missing IS DISTINCT FROM FALSE OR current.digest IS DISTINCT FROM NEW.digest
          OR current.sealed_at IS DISTINCT FROM NEW.sealed_at THEN
          RAISE EXCEPTION 'this is not the seal of the phase' USING ERRCODE = 'HM001';
        END IF;
        RETURN NEW;
      END $$;

      CREATE FUNCTION check_replaced() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NOT EXISTS (
          SELECT FROM phase_records r JOIN hla_data h USING (user_id)
          WHERE r.user_id = NEW.user_id AND r.phase = NEW.phase AND r.digest <> NEW.digest
            AND h.xmin = pg_current_xact_id()::xid
        ) THEN
          RAISE EXCEPTION 'a seal is superseded only with what it sealed' USING ERRCODE = 'HM001';
        END IF;
        RETURN NULL;
      END $$;

      CREATE FUNCTION superseded_now(person UUID) RETURNS boolean LANGUAGE sql AS $$
        SELECT EXISTS (
          SELECT FROM superseded_seals WHERE user_id = person AND xmin = pg_current_xact_id()::xid
        )
      $$;

      CREATE FUNCTION superseded_now(person UUID, seal TEXT) RETURNS boolean LANGUAGE sql AS $$
        SELECT EXISTS (
          SELECT FROM superseded_seals
          WHERE user_id = person AND digest = seal AND xmin = pg_current_xact_id()::xid
        )
      $$;

      CREATE TRIGGER kept BEFORE INSERT OR UPDATE OR DELETE ON superseded_seals
        FOR EACH ROW EXECUTE FUNCTION check_superseded();
      CREATE CONSTRAINT TRIGGER complete AFTER INSERT ON superseded_seals DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION check_replaced();

      DROP TRIGGER sealed ON hla_data;
      CREATE TRIGGER sealed BEFORE INSERT OR DELETE ON hla_data
        FOR EACH ROW EXECUTE FUNCTION refuse_sealed('biological');
      CREATE TRIGGER sealed_unless_replaced BEFORE UPDATE ON hla_data FOR EACH ROW
        WHEN (NEW.user_id <> OLD.user_id OR NOT superseded_now(OLD.user_id))
        EXECUTE FUNCTION refuse_sealed('biological');

      DROP TRIGGER sealed ON phase_records;
      CREATE TRIGGER sealed BEFORE INSERT OR DELETE ON phase_records
        FOR EACH ROW EXECUTE FUNCTION guard_phase_record();
      CREATE TRIGGER sealed_unless_replaced BEFORE UPDATE ON phase_records FOR EACH ROW
        WHEN (
          (NEW.user_id, NEW.phase, NEW.instrument_version, NEW.opened_at, NEW.missing)
            IS DISTINCT FROM (OLD.user_id, OLD.phase, OLD.instrument_version, OLD.opened_at, FALSE)
          OR OLD.phase <> 'biological' OR NEW.digest IS NOT DISTINCT FROM OLD.digest OR NEW.digest IS NULL
          OR NEW.sealed_at IS NULL OR NEW.sealed_at < OLD.sealed_at
          OR NOT superseded_now(OLD.user_id, OLD.digest)
        )
        EXECUTE FUNCTION guard_phase_record();
    `),
};
