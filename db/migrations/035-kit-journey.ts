import type { Migration } from './migration.ts';

/** Where each kit has been: what staff, its participant and laboratories said about it. A kit of before has no such rows. */
export const kitJourney: Migration = {
  name: '035-kit-journey',
  up: (client) =>
    client.query(`
      CREATE TABLE kit_events (
        id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        user_id UUID NOT NULL REFERENCES users(id),
        code TEXT NOT NULL REFERENCES kits(code) ON DELETE CASCADE,
        event TEXT NOT NULL CHECK (event IN
          ('handed', 'posted', 'not-here', 'arrived', 'sent', 'received', 'repeat', 'failed', 'lost', 'damaged')),
        at TIMESTAMPTZ NOT NULL
      );
      CREATE INDEX kit_events_code ON kit_events (code);
      CREATE INDEX kit_events_user ON kit_events (user_id);
    `),
};
