import type { Migration } from './migration.ts';

/**
 * `begin_update` does in one round trip what begins each update of the bot. It locks the chat, notes the update, takes
 * the call that was sent before out of the outbox, and returns what a turn reads. NULL means that the update was seen
 * before. The function is volatile, so each of its statements has a snapshot of its own: what follows the lock is no
 * older than the lock. One plain statement would read everything as it was before it waited for the lock.
 * Source: PostgreSQL 18, 36.7 Function Volatility Categories.
 */
export const beginUpdate: Migration = {
  name: '037-begin-update',
  up: (client) =>
    client.query(`
      CREATE FUNCTION begin_update(
        of_chat BIGINT, update_key TEXT, update_at TIMESTAMPTZ, tells_thread BOOLEAN, new_thread INTEGER,
        sent_call BIGINT, sent_screen JSONB
      ) RETURNS JSONB LANGUAGE plpgsql VOLATILE AS $begin_update$
      DECLARE
        chat chats;
        person participants;
      BEGIN
        SELECT * INTO chat FROM chats c WHERE c.chat_id = of_chat FOR UPDATE;
        IF NOT FOUND THEN
          INSERT INTO chats (chat_id) VALUES (of_chat) ON CONFLICT DO NOTHING;
          SELECT * INTO chat FROM chats c WHERE c.chat_id = of_chat FOR UPDATE;
        END IF;
        INSERT INTO processed_updates (key, at) VALUES (update_key, update_at) ON CONFLICT DO NOTHING;
        IF NOT FOUND THEN
          RETURN NULL;
        END IF;
        IF sent_call IS NOT NULL THEN
          DELETE FROM outbox o WHERE o.id = sent_call AND o.chat_id = of_chat;
          IF FOUND THEN
            chat.screen := coalesce(sent_screen, chat.screen);
          END IF;
        END IF;
        UPDATE chats c SET last_update_at = update_at, unreachable_since = NULL, screen = chat.screen,
          thread_id = CASE WHEN tells_thread THEN new_thread ELSE c.thread_id END
        WHERE c.chat_id = of_chat
        RETURNING thread_id INTO chat.thread_id;
        SELECT * INTO person FROM participants p WHERE p.chat_id = of_chat;
        RETURN jsonb_build_object(
          'chat', to_jsonb(chat),
          'has_staff', EXISTS (SELECT FROM staff_sessions s WHERE s.chat_id = of_chat),
          'has_calls', EXISTS (SELECT FROM outbox o WHERE o.chat_id = of_chat),
          'cohort_is_open', EXISTS (SELECT FROM cohorts c WHERE c.id = person.cohort_id AND c.status = 'open'),
          'participant', CASE WHEN person.user_id IS NOT NULL THEN to_jsonb(person) END,
          'dialog', (SELECT to_jsonb(d) FROM dialog_state d WHERE d.chat_id = of_chat),
          'phases', (SELECT jsonb_agg(r) FROM phase_records r WHERE r.user_id = person.user_id),
          'consents', (SELECT jsonb_agg(c ORDER BY c.id) FROM consents c WHERE c.user_id = person.user_id),
          'selfie', (SELECT to_jsonb(s) FROM selfies s WHERE s.user_id = person.user_id),
          'report', (SELECT to_jsonb(r) FROM reports r WHERE r.user_id = person.user_id),
          'presentations', (
            SELECT jsonb_agg(n) FROM presentations n WHERE n.user_id = person.user_id AND n.phase IN (
              SELECT r.phase FROM phase_records r WHERE r.user_id = person.user_id AND r.sealed_at IS NULL
            )
          )
        );
      END $begin_update$;
    `),
};
