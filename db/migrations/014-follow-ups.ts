import type { Migration } from './migration.ts';

/**
 * The follow-up of an introduction, with a consent purpose of its own. `withheld_scores` lists the pairs whose scores
 * a participant's report leaves out until the follow-up is over (protocol invariant 6b). A follow-up that was answered
 * or refused is sealed: errors as in 007-seals.
 */
export const followUps: Migration = {
  name: '014-follow-ups',
  up: (client) =>
    client.query(`
      ALTER TABLE consents DROP CONSTRAINT consents_purpose_check;
      ALTER TABLE consents ADD CONSTRAINT consents_purpose_check
        CHECK (purpose IN ('face', 'personality', 'genetic', 'matching', 'research', 'follow-up'));
      CREATE TABLE follow_ups (
        viewer UUID NOT NULL REFERENCES users(id),
        shown UUID NOT NULL REFERENCES users(id),
        cohort_id UUID NOT NULL REFERENCES cohorts(id),
        met BOOLEAN,
        again SMALLINT CHECK (again BETWEEN 1 AND 7),
        would BOOLEAN,
        alike SMALLINT CHECK (alike BETWEEN 1 AND 7),
        blind BOOLEAN,
        asked_at TIMESTAMPTZ NOT NULL,
        reminded_at TIMESTAMPTZ,
        answered_at TIMESTAMPTZ,
        refused_at TIMESTAMPTZ,
        PRIMARY KEY (viewer, shown),
        CONSTRAINT only_of_a_meeting CHECK (met IS TRUE OR num_nonnulls(again, would, alike) = 0),
        CONSTRAINT answered_whole
          CHECK (answered_at IS NULL OR met IS FALSE OR num_nonnulls(met, again, would, alike) = 4),
        CONSTRAINT refused_empty CHECK (refused_at IS NULL OR num_nonnulls(met, answered_at) = 0)
      );
      CREATE INDEX follow_ups_cohort ON follow_ups (cohort_id);
      CREATE INDEX follow_ups_shown ON follow_ups (shown);
      CREATE TABLE withheld_scores (
        viewer UUID NOT NULL REFERENCES users(id),
        shown UUID NOT NULL REFERENCES users(id),
        PRIMARY KEY (viewer, shown)
      );
      CREATE INDEX withheld_scores_shown ON withheld_scores (shown);
      CREATE INDEX introductions_introduced ON introductions (introduced_at);

      CREATE FUNCTION guard_follow_up() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF (OLD.answered_at IS NOT NULL OR OLD.refused_at IS NOT NULL)
          AND NOT seal_lifted(OLD.viewer) AND NOT seal_lifted(OLD.shown) THEN
          RAISE EXCEPTION 'the follow-up is sealed' USING ERRCODE = 'HM001';
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

      CREATE TRIGGER sealed BEFORE UPDATE OR DELETE ON follow_ups
        FOR EACH ROW EXECUTE FUNCTION guard_follow_up();
    `),
};
