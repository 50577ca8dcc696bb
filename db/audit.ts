import { createHash } from 'node:crypto';
import type { AuditEvent, AuditLog } from '../engine/ports/unit-of-work.ts';
import type { TransactionScope } from './transaction.ts';

// The key of an advisory lock: any fixed number that no other lock in this database uses.
const AUDIT_LOCK = 7_215_530_115;
const FIRST_HASH = '0'.repeat(64);
const VERIFY_ROWS = 1000;

interface AuditRow extends AuditEvent {
  id: string;
  previousHash: string;
  hash: string;
}

const selection = `
  SELECT id, at, actor, action, subject, details, previous_hash AS "previousHash", hash FROM audit_log`;

/** SHA-256 over the previous hash and the row. Details are sorted by name, because JSONB does not keep their order. */
function hashOf(
  id: string,
  previousHash: string,
  { at, actor, action, subject, details }: AuditEvent,
): string {
  const sorted = Object.entries(details).sort(([one], [other]) => (one < other ? -1 : 1));
  const content = JSON.stringify([id, previousHash, at.toISOString(), actor, action, subject, sorted]);
  return createHash('sha256').update(content).digest('hex');
}

/**
 * The audit log of one transaction. Events are written just before the commit, since writing takes a lock that all
 * transactions share. If it were held longer, every chat would wait for every other.
 */
export function createAuditLog({ query, beforeCommit }: TransactionScope): AuditLog {
  const pending: AuditEvent[] = [];

  const flush = async (): Promise<void> => {
    if (pending.length === 0) return;
    await query('SELECT pg_advisory_xact_lock($1)', [AUDIT_LOCK]);
    const [last] = await query<{ id: string; hash: string }>(
      'SELECT id, hash FROM audit_log ORDER BY id DESC LIMIT 1',
    );
    let id = BigInt(last?.id ?? 0);
    let hash = last?.hash ?? FIRST_HASH;
    for (const event of pending.splice(0)) {
      const previousHash = hash;
      id += 1n;
      hash = hashOf(String(id), previousHash, event);
      await query(
        `INSERT INTO audit_log (id, at, actor, action, subject, details, previous_hash, hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          id,
          event.at,
          event.actor,
          event.action,
          event.subject,
          JSON.stringify(event.details),
          previousHash,
          hash,
        ],
      );
    }
  };
  beforeCommit(flush);

  return {
    append(event) {
      pending.push(event);
      return Promise.resolve();
    },
    async of(subject) {
      await flush();
      const rows = await query<AuditRow>(`${selection} WHERE subject = $1 ORDER BY audit_log.id`, [subject]);
      return rows.map(({ actor, action, subject: about, details, at }) => ({
        actor,
        action,
        subject: about,
        details,
        at,
      }));
    },
    async last({ limit, before }) {
      await flush();
      const rows = await query<AuditRow>(
        `${selection} WHERE $2::bigint IS NULL OR id < $2 ORDER BY audit_log.id DESC LIMIT $1`,
        [limit, before ?? null],
      );
      return rows.map(({ previousHash: _previous, hash: _hash, ...event }) => event);
    },
    async countIn(cohortId, actions) {
      await flush();
      return query(
        `SELECT a.action, count(*)::int AS events, count(DISTINCT a.subject)::int AS people
         FROM audit_log a JOIN participants p ON p.user_id = a.subject
         WHERE p.cohort_id = $1 AND a.action = ANY ($2) GROUP BY a.action`,
        [cohortId, actions],
      );
    },
    async verify() {
      await flush();
      let previous = { id: '0', hash: FIRST_HASH };
      for (let rows = 0; ;) {
        const page = await query<AuditRow>(
          `${selection} WHERE id > $1 ORDER BY audit_log.id LIMIT ${VERIFY_ROWS}`,
          [previous.id],
        );
        if (page.length === 0) return { rows, brokenAt: null };
        for (const row of page) {
          const follows = BigInt(row.id) === BigInt(previous.id) + 1n && row.previousHash === previous.hash;
          if (!follows || row.hash !== hashOf(row.id, previous.hash, row)) return { rows, brokenAt: row.id };
          previous = row;
          rows++;
        }
      }
    },
  };
}
