import type { UserId } from '../engine/ports/participants.ts';
import type { Phase } from '../engine/ports/phases.ts';
import type { PersonalData } from '../engine/ports/unit-of-work.ts';
import { HarmoniaError } from '../foundation/errors.ts';
import { dataMap } from './data-map.ts';
import { type ErasureLedger, withdrawalOf } from './erasure-ledger.ts';
import type { ErasablePurpose, TableRule } from './data-rule.ts';
import { deleteExpired } from './delete-expired.ts';
import { eraseJobsOf } from './jobs-of-person.ts';
import { eraseCodes } from './lab-answers.ts';
import { eraseMessagesAbout } from './messages-about.ts';
import { createBiologyStore, VOID_KIT } from './stores/biology.ts';
import { createVisualStore } from './stores/visual.ts';
import { unlessDamaged } from './stores/unless-damaged.ts';
import type { TransactionScope } from './transaction.ts';

const phaseOf: Readonly<Partial<Record<ErasablePurpose, Phase>>> = {
  face: 'visual',
  personality: 'personality',
  genetic: 'biological',
};

/** The SQL condition for a person's rows in a table; `$1` is the user id or the chat id. */
const rowsOf = ({ persons, by }: TableRule): string =>
  `$1::${by === 'user' ? 'uuid' : 'bigint'} IN (${persons.join(', ')})`;

/** The rows that are the person's own: all with the person when they belong to all their persons equally. */
const ownRowsOf = (rule: TableRule): string =>
  rowsOf(rule.shared ? rule : { ...rule, persons: rule.persons.slice(0, 1) });

function deletionFor(table: string, rule: TableRule): string | undefined {
  if (rule.erase === 'keep' || rule.erase === 'codes') return undefined;
  if (rule.erase === 'delete') return `DELETE FROM ${table} WHERE ${rowsOf(rule)}`;
  const emptied = rule.persons.map((column) => `${column} = nullif(${column}, $1)`);
  return `UPDATE ${table} SET ${emptied.join(', ')} WHERE ${rowsOf(rule)}`;
}

function withdrawalsFor(table: string, rule: TableRule, purpose: ErasablePurpose): string[] {
  const phase = phaseOf[purpose];
  if (rule.purpose === purpose) return [`DELETE FROM ${table} WHERE ${ownRowsOf(rule)}`];
  if (rule.purpose === 'by-phase')
    return phase ? [`DELETE FROM ${table} WHERE ${rowsOf(rule)} AND phase = '${phase}'`] : [];
  const cleared = Object.entries(rule.columns)
    .filter(([, column]) => column.clearedWith === purpose)
    .map(([name]) => `${name} = NULL`);
  return cleared.length === 0 ? [] : [`UPDATE ${table} SET ${cleared.join(', ')} WHERE ${rowsOf(rule)}`];
}

/** Stands in an export for a value that cannot be decrypted. */
const unreadable = 'unreadable';

/** Export and erasure of one person's data, generated from the data map. */
export function createPersonalData(scope: TransactionScope): PersonalData {
  const { query } = scope;

  const personOf = async (userId: UserId): Promise<Record<TableRule['by'], string | null>> => {
    const [row] = await query<{ chat_id: string | null }>(
      'SELECT chat_id FROM participants WHERE user_id = $1',
      [userId],
    );
    return { user: userId, chat: row?.chat_id ?? null };
  };

  /** Runs the work while the seals of this one person are lifted, by a setting that the triggers read. */
  const unsealed = async (userId: UserId, work: () => Promise<void>): Promise<void> => {
    await query(`SELECT set_config('harmonia.erasing', $1, TRUE)`, [userId]);
    await work();
    await query(`SELECT set_config('harmonia.erasing', '', TRUE)`);
  };

  const photoOf = async (userId: UserId): Promise<string[]> => {
    const rows = await query<{ path: string }>(
      'SELECT photo_path AS path FROM profiles WHERE user_id = $1 AND photo_path IS NOT NULL',
      [userId],
    );
    return rows.map(({ path }) => path);
  };

  const reportOf = async (userId: UserId): Promise<string[]> => {
    const rows = await query<{ path: string | null; docx_path: string | null }>(
      'SELECT path, docx_path FROM reports WHERE user_id = $1',
      [userId],
    );
    return rows.flatMap((row) => [row.path, row.docx_path]).filter((path) => path !== null);
  };

  /** The contents of the person's encrypted columns, by `table.column`, for the export. */
  const readable = async (userId: UserId): Promise<Record<string, unknown>> => {
    // A record that is damaged must not keep the person's other data from them.
    const face = await unlessDamaged(() => createVisualStore(scope).description(userId), unreadable);
    const typing = await unlessDamaged(() => createBiologyStore(scope).typing(userId), unreadable);
    return {
      'profiles.visual_embedding':
        typeof face === 'object'
          ? { analyserVersion: face.analyserVersion, numbers: Array.from(face.embedding) }
          : (face ?? null),
      'hla_data.encrypted_alleles': typing ?? null,
    };
  };

  const kitsOf = async (userId: UserId): Promise<string[]> =>
    (await query<{ code: string }>('SELECT code FROM kits WHERE user_id = $1', [userId])).map(
      ({ code }) => code,
    );

  /** A laboratory may still have a kit of this person: its code stays known, as a keyed digest. */
  const keepVoid = async (codes: readonly string[]): Promise<void> => {
    for (const code of codes)
      await query('INSERT INTO void_kits (code_digest, at) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
        scope.digest.digest(VOID_KIT, code),
        scope.clock.now(),
      ]);
  };

  const ledger = (): ErasureLedger => {
    if (!scope.erasures) throw new HarmoniaError('config-invalid', 'no folder is set for the erasure ledger');
    return scope.erasures;
  };

  return {
    noteWithdrawal: (userId, purpose) => ledger().note(withdrawalOf(userId, purpose)),
    async export(userId) {
      const person = await personOf(userId);
      const [report] = await query<{ status: string }>('SELECT status FROM reports WHERE user_id = $1', [
        userId,
      ]);
      const revealed = report !== undefined && report.status !== 'requested';
      const decrypted = await readable(userId);
      const result: Record<string, unknown> = {};
      for (const [table, rule] of Object.entries(dataMap)) {
        const columns = Object.entries(rule.columns)
          .filter(([, { export: when }]) => when === 'always' || (when === 'after-report' && revealed))
          .map(([name]) => name);
        if (columns.length === 0 || rule.persons.length === 0) continue;
        const rows = await query<Record<string, unknown>>(
          `SELECT ${columns.join(', ')} FROM ${table} WHERE ${[ownRowsOf(rule), rule.exportedIf ?? 'TRUE'].join(' AND ')}`,
          [person[rule.by]],
        );
        for (const row of rows)
          for (const column of columns)
            if (`${table}.${column}` in decrypted) row[column] = decrypted[`${table}.${column}`];
        if (rows.length > 0) result[table] = rows;
      }
      return result;
    },
    async erasePurpose(userId, purpose) {
      const person = await personOf(userId);
      const files = purpose === 'face' ? await photoOf(userId) : [];
      if (purpose === 'genetic') await eraseCodes(scope, await kitsOf(userId));
      await unsealed(userId, async () => {
        for (const [table, rule] of Object.entries(dataMap))
          for (const statement of withdrawalsFor(table, rule, purpose))
            await query(statement, [person[rule.by]]);
        const phase = phaseOf[purpose];
        if (phase === undefined) return;
        // The record stays sealed and is marked as missing, like that of a phase whose data never arrived.
        await query(
          `UPDATE phase_records SET missing = TRUE, digest = NULL
           WHERE user_id = $1 AND phase = $2 AND sealed_at IS NOT NULL`,
          [userId, phase],
        );
      });
      return files;
    },
    async restartPhases(userId, phases) {
      const purposes = phases.map(
        (phase) => (({ visual: 'face', personality: 'personality' }) as const)[phase],
      );
      const files = phases.includes('visual') ? await photoOf(userId) : [];
      await unsealed(userId, async () => {
        for (const [table, rule] of Object.entries(dataMap))
          for (const statement of purposes.flatMap((purpose) => withdrawalsFor(table, rule, purpose)))
            await query(statement, [userId]);
        await query('DELETE FROM phase_records WHERE user_id = $1 AND phase = ANY ($2)', [userId, phases]);
      });
      return files;
    },
    async eraseAll(userId) {
      // The entry in the ledger is written first. If this transaction is not committed, the next start repeats the
      // erasure.
      await ledger().note(userId);
      const person = await personOf(userId);
      const files = [...(await photoOf(userId)), ...(await reportOf(userId))];
      const kits = await kitsOf(userId);
      await keepVoid(kits);
      await eraseCodes(scope, kits);
      await eraseMessagesAbout(scope, userId);
      await unsealed(userId, async () => {
        for (const [table, rule] of Object.entries(dataMap)) {
          const statement = deletionFor(table, rule);
          if (statement !== undefined) await query(statement, [person[rule.by]]);
        }
      });
      await eraseJobsOf(scope, person);
      return files;
    },
    async usesFile(path) {
      const rows = await query(
        `SELECT FROM profiles WHERE photo_path = $1
         UNION ALL SELECT FROM reports WHERE $1 IN (path, docx_path) LIMIT 1`,
        [path],
      );
      return rows.length > 0;
    },
    deleteExpired: () => deleteExpired(scope),
  };
}
