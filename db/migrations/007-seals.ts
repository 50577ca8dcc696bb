import type { Migration } from './migration.ts';

/** Tables whose rows belong to one phase. Presentations and phase records have a column `phase` instead. */
const sealedTables = [
  ['profiles', 'visual'],
  ['selfies', 'visual'],
  ['calibration_ratings', 'visual'],
  ['questionnaire_answers', 'personality'],
  ['personality_scores', 'personality'],
  ['hla_data', 'biological'],
] as const;

/**
 * Triggers that enforce protocol invariants 1, 2 and 6. Errors: HM001 for a sealed phase or an outcome whose report was
 * requested, HM002 for a phase out of order. Two transaction-local settings lift the seal: `harmonia.erasing` holds the
 * user whose data are erased, `harmonia.rotating` is `on` while ciphertexts get a new key.
 */
export const seals: Migration = {
  name: '007-seals',
  up: (client) =>
    client.query(`
      CREATE FUNCTION seal_lifted(person UUID) RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT coalesce(current_setting('harmonia.erasing', true), '') = person::text
            OR coalesce(current_setting('harmonia.rotating', true), '') = 'on'
      $$;

      CREATE FUNCTION refuse_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        changed jsonb := CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
        person uuid := (changed ->> 'user_id')::uuid;
        of_phase text := coalesce(TG_ARGV[0], changed ->> 'phase');
        sealed timestamptz;
      BEGIN
        -- The share lock makes a write wait for a seal that is being set at the same moment.
        SELECT sealed_at INTO sealed FROM phase_records
          WHERE user_id = person AND phase = of_phase FOR SHARE;
        IF sealed IS NOT NULL AND NOT seal_lifted(person) THEN
          RAISE EXCEPTION 'the phase is sealed' USING ERRCODE = 'HM001';
        END IF;
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
      END $$;

      CREATE FUNCTION guard_phase_record() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        earlier text := CASE NEW.phase WHEN 'personality' THEN 'visual' WHEN 'biological' THEN 'personality' END;
      BEGIN
        IF TG_OP <> 'INSERT' AND OLD.sealed_at IS NOT NULL AND NOT seal_lifted(OLD.user_id) THEN
          RAISE EXCEPTION 'the phase is sealed' USING ERRCODE = 'HM001';
        END IF;
        IF TG_OP = 'DELETE' THEN
          RETURN OLD;
        END IF;
        IF TG_OP = 'INSERT' AND earlier IS NOT NULL AND NOT EXISTS (
          SELECT FROM phase_records
          WHERE user_id = NEW.user_id AND phase = earlier AND sealed_at IS NOT NULL
        ) THEN
          RAISE EXCEPTION 'the phase before is not sealed' USING ERRCODE = 'HM002';
        END IF;
        RETURN NEW;
      END $$;

      CREATE FUNCTION guard_outcome() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF EXISTS (SELECT FROM reports WHERE user_id = OLD.viewer)
          AND NOT seal_lifted(OLD.viewer) AND NOT seal_lifted(OLD.shown) THEN
          RAISE EXCEPTION 'the report was requested' USING ERRCODE = 'HM001';
        END IF;
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
      END $$;

      CREATE TRIGGER sealed BEFORE INSERT OR UPDATE OR DELETE ON phase_records
        FOR EACH ROW EXECUTE FUNCTION guard_phase_record();
      CREATE TRIGGER sealed BEFORE INSERT OR UPDATE OR DELETE ON presentations
        FOR EACH ROW EXECUTE FUNCTION refuse_sealed();
      CREATE TRIGGER sealed BEFORE DELETE OR UPDATE OF wtm, would_meet ON outcomes
        FOR EACH ROW EXECUTE FUNCTION guard_outcome();
      ${sealedTables
        .map(
          ([table, phase]) => `CREATE TRIGGER sealed BEFORE INSERT OR UPDATE OR DELETE ON ${table}
            FOR EACH ROW EXECUTE FUNCTION refuse_sealed('${phase}');`,
        )
        .join('\n')}
    `),
};
