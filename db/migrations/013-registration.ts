import type { Migration } from './migration.ts';

/**
 * What a pre-registration binds: the reason for which an answer is left out, the closing date of a cohort, the text of
 * its declaration, and the looks at its outcomes.
 *
 * "Do not introduce us" was stored as a block and a no. Such a no becomes a reason of its own, `other`, because the
 * reason was not asked; the 1 to 7 stays. A look is written once; error HM003 as in 006-audit.
 */
export const registration: Migration = {
  name: '013-registration',
  up: (client) =>
    client.query(`
      ALTER TABLE outcomes ADD COLUMN excluded_reason TEXT CHECK (excluded_reason IN ('known', 'other'));

      -- The answers of participants who have their report are sealed, so the seal is lifted as for new keys.
      SELECT set_config('harmonia.rotating', 'on', TRUE);
      UPDATE outcomes o SET would_meet = NULL, excluded_reason = 'other'
        FROM blocks b WHERE b.blocker = o.viewer AND b.blocked = o.shown AND o.would_meet IS FALSE;
      SELECT set_config('harmonia.rotating', '', TRUE);

      DROP TRIGGER sealed ON outcomes;
      CREATE TRIGGER sealed BEFORE DELETE OR UPDATE OF viewer, shown, wtm, would_meet, excluded_reason ON outcomes
        FOR EACH ROW EXECUTE FUNCTION guard_outcome();

      ALTER TABLE cohorts
        ADD COLUMN declaration_text TEXT,
        ADD COLUMN closes_at TIMESTAMPTZ,
        ADD COLUMN closed_at TIMESTAMPTZ;

      CREATE TABLE looks (
        cohort_id UUID NOT NULL REFERENCES cohorts(id),
        number SMALLINT NOT NULL CHECK (number BETWEEN 1 AND 3),
        share FLOAT NOT NULL CHECK (share > 0 AND share <= 1),
        boundary FLOAT NOT NULL,
        viewers INTEGER NOT NULL,
        closed_viewers INTEGER NOT NULL,
        opened_at TIMESTAMPTZ NOT NULL,
        figures_digest TEXT NOT NULL,
        PRIMARY KEY (cohort_id, number)
      );
      CREATE FUNCTION refuse_look_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'a look is written once' USING ERRCODE = 'HM003';
      END $$;
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON looks
        FOR EACH ROW EXECUTE FUNCTION refuse_look_change();
    `),
};
