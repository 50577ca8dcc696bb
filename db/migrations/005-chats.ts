import type { Migration } from './migration.ts';

/** The state of each chat. Most tables have no foreign key to users, because a chat exists before its participant. */
export const chats: Migration = {
  name: '005-chats',
  up: (client) =>
    client.query(`
      CREATE TABLE chats (
        chat_id BIGINT PRIMARY KEY,
        screen JSONB,
        unreachable_since TIMESTAMPTZ,
        last_update_at TIMESTAMPTZ
      );
      CREATE TABLE processed_updates (
        key TEXT PRIMARY KEY,
        chat_id BIGINT NOT NULL,
        at TIMESTAMPTZ NOT NULL
      );
      CREATE INDEX processed_updates_chat ON processed_updates (chat_id);
      CREATE INDEX processed_updates_at ON processed_updates (at);
      CREATE TABLE dialog_state (
        chat_id BIGINT PRIMARY KEY,
        version TEXT NOT NULL,
        payload TEXT NOT NULL,
        updated_at TIMESTAMPTZ NOT NULL
      );
      CREATE TABLE outbox (
        id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        chat_id BIGINT NOT NULL,
        payload TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        not_before TIMESTAMPTZ
      );
      CREATE INDEX outbox_chat ON outbox (chat_id, id);
      CREATE TABLE staff_sessions (
        chat_id BIGINT PRIMARY KEY,
        user_id UUID NOT NULL REFERENCES users(id),
        role TEXT NOT NULL CHECK (role IN ('user', 'admin', 'researcher')),
        token_version INTEGER NOT NULL,
        expires_at TIMESTAMPTZ NOT NULL
      );
      CREATE INDEX staff_sessions_user ON staff_sessions (user_id);
    `),
};
