import { hidden, impersonal, ofUser, own, personKey, type TableRule, technical, time } from './data-rule.ts';

/** The tables of chats and of sessions, in the chat and of the web API, as `dataMap` describes tables. */
export const chatTables: Record<string, TableRule> = {
  chats: {
    persons: ['chat_id'],
    by: 'chat',
    erase: 'delete',
    columns: {
      chat_id: own('identity'),
      screen: technical,
      unreachable_since: time,
      last_update_at: time,
      secret_since: technical,
      thread_id: technical,
    },
  },
  dialog_state: {
    persons: ['chat_id'],
    by: 'chat',
    erase: 'delete',
    columns: { chat_id: personKey, version: technical, payload: hidden('about'), updated_at: technical },
  },
  outbox: {
    persons: ['chat_id'],
    by: 'chat',
    erase: 'delete',
    columns: {
      id: technical,
      chat_id: personKey,
      payload: hidden('about'),
      attempts: technical,
      not_before: technical,
    },
  },
  // The ids of the bot's own messages with a picture or a file: Telegram lets the bot delete them for 48 hours, and so
  // long they are kept.
  sent_files: {
    persons: ['chat_id'],
    by: 'chat',
    erase: 'delete',
    columns: { chat_id: personKey, message_id: hidden('process'), sent_at: hidden('process') },
  },
  // The number of an update, which names no chat. It stays after an erasure: a repeated delivery of the update that asked
  // for the erasure would be handled once more otherwise. It is deleted after 30 days.
  processed_updates: { ...impersonal, columns: { key: technical, at: technical } },
  staff_sessions: {
    ...ofUser,
    columns: {
      chat_id: personKey,
      user_id: personKey,
      role: technical,
      token_version: technical,
      expires_at: technical,
    },
  },
  refresh_tokens: {
    ...ofUser,
    columns: {
      digest: hidden('credential'),
      family_id: technical,
      user_id: personKey,
      token_version: technical,
      issued_at: time,
      expires_at: technical,
      used_at: time,
    },
  },
};
