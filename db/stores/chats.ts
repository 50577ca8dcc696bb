import { Op } from 'sequelize';
import type { ChatRecord, ChatStore, DialogState, OutgoingCall, Screen } from '../../engine/ports/chats.ts';
import type { ChatId, UserId } from '../../engine/ports/participants.ts';
import type { FieldBinding } from '../crypto/sealed-field.ts';
import { dialogColumn, outboxColumn } from '../encrypted-columns.ts';
import type { TransactionScope } from '../transaction.ts';
import { unlessDamaged } from './unless-damaged.ts';
import { updateRows } from './update-rows.ts';

const dialogOf = (owner: ChatId): FieldBinding => ({ owner, field: dialogColumn.field, version: 1 });
const callOf = (owner: ChatId): FieldBinding => ({ owner, field: outboxColumn.field, version: 1 });

const chatSelection = `
  SELECT chat_id AS "chatId", screen, unreachable_since AS "unreachableSince", last_update_at AS "lastUpdateAt",
    secret_since AS "secretSince", thread_id AS "threadId"
  FROM chats WHERE chat_id = $1`;

/** Chats, their dialog state and the calls still to be sent. Dialog state and calls are encrypted. */
export function createChatStore({ models, query, transaction, fields, known }: TransactionScope): ChatStore {
  const locked = async (chatId: ChatId): Promise<ChatRecord | undefined> =>
    (await query<ChatRecord>(`${chatSelection} FOR UPDATE`, [chatId]))[0];

  return {
    async lock(chatId) {
      const known = await locked(chatId);
      if (known !== undefined) return known;
      await query('INSERT INTO chats (chat_id) VALUES ($1) ON CONFLICT DO NOTHING', [chatId]);
      return (await locked(chatId))!;
    },
    peek: async (chatId) => (await query<ChatRecord>(chatSelection, [chatId]))[0],
    async beginUpdate(chatId, { key, at, threadId, sent }) {
      const [row] = await query<{ begun: Begun | null }>(
        'SELECT begin_update($1, $2, $3, $4, $5, $6, $7) AS begun',
        [
          ...[chatId, key, at, threadId !== undefined, threadId ?? null],
          ...[sent?.id ?? null, sent === undefined ? null : JSON.stringify(sent.screen)],
        ],
      );
      const begun = row?.begun;
      if (!begun) return undefined;
      const { participant, dialog, selfie, report } = begun;
      known.remember(
        { chatId, userId: participant?.user_id },
        {
          participants: rowsOf(participant),
          dialog_state: rowsOf(dialog),
          selfies: rowsOf(selfie),
          reports: rowsOf(report),
          phase_records: begun.phases ?? [],
          consents: begun.consents ?? [],
          presentations: begun.presentations ?? [],
        },
      );
      return {
        chat: recordOf(begun.chat),
        hasCalls: begun.has_calls,
        hasStaff: begun.has_staff,
        cohortIsOpen: begun.cohort_is_open,
      };
    },
    async markProcessed({ key, at }) {
      const inserted = await query(
        'INSERT INTO processed_updates (key, at) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING key',
        [key, at],
      );
      return inserted.length === 1;
    },
    async update(chatId, change) {
      await updateRows(query, models.chats, change, ['chatId', chatId]);
    },
    async forgetVisitors(chatIds) {
      await query(
        `DELETE FROM chats WHERE chat_id = ANY ($1::bigint[]) AND secret_since IS NULL
           AND NOT EXISTS (SELECT FROM participants p WHERE p.chat_id = chats.chat_id)
           AND NOT EXISTS (SELECT FROM staff_sessions s WHERE s.chat_id = chats.chat_id)
           AND NOT EXISTS (SELECT FROM dialog_state d WHERE d.chat_id = chats.chat_id)`,
        [chatIds],
      );
    },
    async rememberFile(chatId, messageId, sentAt) {
      await query(
        'INSERT INTO sent_files (chat_id, message_id, sent_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
        [chatId, messageId, sentAt],
      );
    },
    async filesSince(chatId, moment) {
      const rows = await query<{ id: string }>(
        'SELECT message_id AS id FROM sent_files WHERE chat_id = $1 AND sent_at > $2 ORDER BY message_id',
        [chatId, moment],
      );
      return rows.map(({ id }) => Number(id));
    },
    async dialogState(chatId) {
      const [row] =
        known.find('dialog_state', models.dialogStates, chatId) ??
        (await query<DialogState>('SELECT version, payload FROM dialog_state WHERE chat_id = $1', [chatId]));
      if (row === undefined) return undefined;
      const payload = await unlessDamaged(() => fields.open(dialogOf(chatId), row.payload).toString());
      return payload === undefined ? undefined : { version: row.version, payload };
    },
    async saveDialogState(chatId, { version, payload }, updatedAt) {
      await query(
        `INSERT INTO dialog_state (chat_id, version, payload, updated_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (chat_id) DO UPDATE SET version = $2, payload = $3, updated_at = $4`,
        [chatId, version, fields.seal(dialogOf(chatId), Buffer.from(payload)), updatedAt],
      );
    },
    async deleteDialogState(chatId) {
      await models.dialogStates.destroy({ where: { chatId }, transaction });
    },
    async queueCall(chatId, payload) {
      const [row] = await query<{ id: string }>(
        'INSERT INTO outbox (chat_id, payload) VALUES ($1, $2) RETURNING id',
        [chatId, fields.seal(callOf(chatId), Buffer.from(payload))],
      );
      return row!.id;
    },
    async pendingCalls(chatId) {
      const rows = await models.outbox.findAll({ where: { chatId }, order: ['id'], transaction });
      const calls: OutgoingCall[] = [];
      for (const row of rows)
        calls.push({
          ...row.get({ plain: true }),
          payload: await unlessDamaged(() => fields.open(callOf(chatId), row.payload).toString(), null),
        });
      return calls;
    },
    async chatsWithPendingCalls(now, limit) {
      // A chat waits for its oldest call, since calls of one chat keep their order.
      const rows = await query<{ chatId: ChatId }>(
        `SELECT chat_id AS "chatId" FROM (
           SELECT DISTINCT ON (chat_id) chat_id, id, not_before FROM outbox ORDER BY chat_id, id
         ) AS oldest WHERE not_before IS NULL OR not_before <= $1 ORDER BY id LIMIT $2`,
        [now, limit],
      );
      return rows.map(({ chatId }) => chatId);
    },
    async completeCall(id) {
      return (await query('DELETE FROM outbox WHERE id = $1 RETURNING id', [id])).length > 0;
    },
    async completeSent(calls) {
      // A chat whose turn is running notes its own call, or is next: other chats do not wait for it.
      await query(
        `WITH sent AS (
           SELECT id, chat_id, screen FROM unnest($1::bigint[], $2::bigint[], $3::jsonb[]) AS s (id, chat_id, screen)
         ), free AS (
           SELECT chat_id FROM chats WHERE chat_id IN (SELECT chat_id FROM sent) ORDER BY chat_id FOR UPDATE SKIP LOCKED
         ), gone AS (
           DELETE FROM outbox o USING sent, free WHERE o.id = sent.id AND sent.chat_id = free.chat_id RETURNING o.id
         )
         UPDATE chats SET screen = sent.screen FROM sent JOIN gone USING (id) WHERE chats.chat_id = sent.chat_id`,
        [
          calls.map(({ id }) => id),
          calls.map(({ chatId }) => chatId),
          calls.map(({ screen }) => JSON.stringify(screen)),
        ],
      );
    },
    async postponeCall(id, until) {
      await query('UPDATE outbox SET attempts = attempts + 1, not_before = $2 WHERE id = $1', [id, until]);
    },
    async staffSession(chatId) {
      return (await models.staffSessions.findByPk(chatId, { transaction }))?.get({ plain: true });
    },
    async saveStaffSession(session) {
      await models.staffSessions.upsert(session, { transaction });
    },
    async staffSessions(role, now) {
      const rows = await models.staffSessions.findAll({
        where: { role, expiresAt: { [Op.gt]: now } },
        order: ['chatId'],
        transaction,
      });
      return rows.map((row) => row.get({ plain: true }));
    },
    async deleteStaffSession(chatId) {
      await models.staffSessions.destroy({ where: { chatId }, transaction });
    },
  };
}

type JsonRow = Record<string, unknown>;

/** The result of begin_update (db/migrations/037-begin-update.ts). */
interface Begun {
  chat: {
    chat_id: number;
    screen: Screen | null;
    unreachable_since: string | null;
    last_update_at: string | null;
    secret_since: string | null;
    thread_id: number | null;
  };
  has_calls: boolean;
  has_staff: boolean;
  cohort_is_open: boolean;
  participant: (JsonRow & { user_id: UserId }) | null;
  dialog: JsonRow | null;
  selfie: JsonRow | null;
  report: JsonRow | null;
  phases: JsonRow[] | null;
  consents: JsonRow[] | null;
  presentations: JsonRow[] | null;
}

const rowsOf = (row: JsonRow | null): JsonRow[] => (row === null ? [] : [row]);
const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text));
const recordOf = (chat: Begun['chat']): ChatRecord => ({
  chatId: String(chat.chat_id) as ChatId,
  screen: chat.screen,
  unreachableSince: dateOf(chat.unreachable_since),
  lastUpdateAt: dateOf(chat.last_update_at),
  secretSince: dateOf(chat.secret_since),
  threadId: chat.thread_id,
});
