import { Op } from 'sequelize';
import type { ChatFacts, ChatRecord, ChatStore, OutgoingCall } from '../../engine/ports/chats.ts';
import type { ChatId } from '../../engine/ports/participants.ts';
import type { FieldBinding } from '../crypto/sealed-field.ts';
import { dialogColumn, outboxColumn } from '../encrypted-columns.ts';
import type { TransactionScope } from '../transaction.ts';
import { unlessDamaged } from './unless-damaged.ts';

const dialogOf = (owner: ChatId): FieldBinding => ({ owner, field: dialogColumn.field, version: 1 });
const callOf = (owner: ChatId): FieldBinding => ({ owner, field: outboxColumn.field, version: 1 });

const chatSelection = `
  SELECT chat_id AS "chatId", screen, unreachable_since AS "unreachableSince", last_update_at AS "lastUpdateAt",
    secret_since AS "secretSince", thread_id AS "threadId"
  FROM chats WHERE chat_id = $1`;

/** Chats, their dialog state and the calls still to be sent. Dialog state and calls are encrypted. */
export function createChatStore({ models, query, transaction, fields }: TransactionScope): ChatStore {
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
    async markProcessed({ key, at }) {
      const inserted = await query(
        'INSERT INTO processed_updates (key, at) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING key',
        [key, at],
      );
      return inserted.length === 1;
    },
    async noteUpdate(chatId, { at, threadId }) {
      // The chat is locked by an earlier statement: what this one reads is no older than the lock.
      const [facts] = await query<ChatFacts>(
        `UPDATE chats SET last_update_at = $2, unreachable_since = NULL,
           thread_id = CASE WHEN $3 THEN $4::integer ELSE thread_id END
         WHERE chat_id = $1
         RETURNING EXISTS (SELECT FROM staff_sessions s WHERE s.chat_id = $1) AS "hasStaff",
           EXISTS (SELECT FROM participants p JOIN cohorts c ON c.id = p.cohort_id
             WHERE p.chat_id = $1 AND c.status = 'open') AS "cohortIsOpen"`,
        [chatId, at, threadId !== undefined, threadId ?? null],
      );
      return facts!;
    },
    async update(chatId, change) {
      await models.chats.update(change, { where: { chatId }, transaction });
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
      const row = await models.dialogStates.findByPk(chatId, { transaction });
      if (row === null) return undefined;
      const payload = await unlessDamaged(() => fields.open(dialogOf(chatId), row.payload).toString());
      return payload === undefined ? undefined : { version: row.version, payload };
    },
    async saveDialogState(chatId, { version, payload }, updatedAt) {
      await models.dialogStates.upsert(
        { chatId, version, payload: fields.seal(dialogOf(chatId), Buffer.from(payload)), updatedAt },
        { transaction },
      );
    },
    async deleteDialogState(chatId) {
      await models.dialogStates.destroy({ where: { chatId }, transaction });
    },
    async queueCall(chatId, payload) {
      await models.outbox.create(
        { chatId, payload: fields.seal(callOf(chatId), Buffer.from(payload)) },
        { transaction },
      );
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
