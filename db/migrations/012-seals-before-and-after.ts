import type { Migration } from './migration.ts';

/**
 * The triggers check the old and the new row of an update. So an update cannot move a sealed row to a person or phase
 * that is open, a row into a sealed phase, a phase record out of the order of phases, or an answer about a profile to
 * other people. Errors as in 007-seals.
 */
export const sealsBeforeAndAfter: Migration = {
  name: '012-seals-before-and-after',
  up: (client) =>
    client.query(`
      CREATE FUNCTION refuse_sealed_row(changed jsonb, of_phase text) RETURNS void LANGUAGE plpgsql AS $$
      DECLARE
        person uuid := (changed ->> 'user_id')::uuid;
        sealed timestamptz;
      BEGIN
        -- The share lock makes a write wait for a seal that is being set at the same moment.
        SELECT sealed_at INTO sealed FROM phase_records
          WHERE user_id = person AND phase = coalesce(of_phase, changed ->> 'phase') FOR SHARE;
        IF sealed IS NOT NULL AND NOT seal_lifted(person) THEN
          RAISE EXCEPTION 'the phase is sealed' USING ERRCODE = 'HM001';
        END IF;
      END $$;

      CREATE OR REPLACE FUNCTION refuse_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP <> 'INSERT' THEN
          PERFORM refuse_sealed_row(to_jsonb(OLD), TG_ARGV[0]);
        END IF;
        IF TG_OP = 'DELETE' THEN
          RETURN OLD;
        END IF;
        PERFORM refuse_sealed_row(to_jsonb(NEW), TG_ARGV[0]);
        RETURN NEW;
      END $$;

      CREATE OR REPLACE FUNCTION guard_phase_record() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        earlier text := CASE NEW.phase WHEN 'personality' THEN 'visual' WHEN 'biological' THEN 'personality' END;
        placed boolean := TG_OP = 'INSERT';
      BEGIN
        IF TG_OP <> 'INSERT' AND OLD.sealed_at IS NOT NULL AND NOT seal_lifted(OLD.user_id) THEN
          RAISE EXCEPTION 'the phase is sealed' USING ERRCODE = 'HM001';
        END IF;
        IF TG_OP = 'DELETE' THEN
          RETURN OLD;
        END IF;
        IF TG_OP = 'UPDATE' THEN
          placed := (NEW.user_id, NEW.phase) <> (OLD.user_id, OLD.phase);
        END IF;
        IF placed AND earlier IS NOT NULL AND NOT EXISTS (
          SELECT FROM phase_records
          WHERE user_id = NEW.user_id AND phase = earlier AND sealed_at IS NOT NULL
        ) THEN
          RAISE EXCEPTION 'the phase before is not sealed' USING ERRCODE = 'HM002';
        END IF;
        RETURN NEW;
      END $$;

      CREATE OR REPLACE FUNCTION guard_outcome() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF EXISTS (SELECT FROM reports WHERE user_id = OLD.viewer)
          AND NOT seal_lifted(OLD.viewer) AND NOT seal_lifted(OLD.shown) THEN
          RAISE EXCEPTION 'the report was requested' USING ERRCODE = 'HM001';
        END IF;
        IF TG_OP = 'DELETE' THEN
          RETURN OLD;
        END IF;
        -- An answer is about one person to one other, for good.
        IF (NEW.viewer, NEW.shown) <> (OLD.viewer, OLD.shown) THEN
          RAISE EXCEPTION 'an answer does not move' USING ERRCODE = 'HM001';
        END IF;
        RETURN NEW;
      END $$;

      DROP TRIGGER sealed ON outcomes;
      CREATE TRIGGER sealed BEFORE DELETE OR UPDATE OF viewer, shown, wtm, would_meet ON outcomes
        FOR EACH ROW EXECUTE FUNCTION guard_outcome();
    `),
};
