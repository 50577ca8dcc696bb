import type { AfterReminder, OpenReminder, ReminderStore } from '../../engine/ports/reminders.ts';
import type { TransactionScope } from '../transaction.ts';

const nothingYet = (): Record<AfterReminder, number> => ({ step: 0, back: 0, later: 0, off: 0, nothing: 0 });

/** The reminders that were sent, with what followed each of them. */
export const createReminderStore = ({ query }: TransactionScope): ReminderStore => ({
  async add({ userId, number, step, at }) {
    await query('INSERT INTO reminders (user_id, number, step, sent_at) VALUES ($1, $2, $3, $4)', [
      userId,
      number,
      step,
      at,
    ]);
  },
  async noteReturn(userId, at, since) {
    await query(
      `UPDATE reminders SET returned_at = $2 WHERE returned_at IS NULL AND id =
         (SELECT id FROM reminders WHERE user_id = $1 AND sent_at > $3 ORDER BY id DESC LIMIT 1)`,
      [userId, at, since],
    );
  },
  async noteChoice(userId, choice) {
    await query(
      `UPDATE reminders SET choice = $2 WHERE followed IS NULL AND id =
         (SELECT id FROM reminders WHERE user_id = $1 ORDER BY id DESC LIMIT 1)`,
      [userId, choice],
    );
  },
  openUntil: (moment) =>
    query<OpenReminder>(
      `SELECT id, user_id AS "userId", step, returned_at AS "returnedAt", choice
       FROM reminders WHERE followed IS NULL AND sent_at <= $1 ORDER BY id`,
      [moment],
    ),
  async close(id, followed) {
    await query('UPDATE reminders SET followed = $2 WHERE id = $1', [id, followed]);
  },
  async countIn(cohortId) {
    const rows = await query<{ followed: AfterReminder | null; events: number }>(
      `SELECT r.followed, count(*)::int AS events FROM reminders r JOIN participants p ON p.user_id = r.user_id
       WHERE p.cohort_id = $1 GROUP BY r.followed`,
      [cohortId],
    );
    const [{ people } = { people: 0 }] = await query<{ people: number }>(
      `SELECT count(DISTINCT r.user_id)::int AS people FROM reminders r JOIN participants p ON p.user_id = r.user_id
       WHERE p.cohort_id = $1 AND r.followed IS NOT NULL`,
      [cohortId],
    );
    const followed = nothingYet();
    for (const row of rows) if (row.followed) followed[row.followed] = row.events;
    return { sent: rows.reduce((sum, { events }) => sum + events, 0), people, followed };
  },
});
