import {
  type Attributes,
  DataTypes,
  type Model,
  type ModelAttributeColumnOptions,
  type ModelStatic,
} from 'sequelize';
import type { ChatId, UserId } from '../engine/ports/participants.ts';

/** Tables whose rows the first statement of an update reads: all rows of its chat or of its participant. */
type KnownTable =
  'participants' | 'dialog_state' | 'phase_records' | 'consents' | 'selfies' | 'reports' | 'presentations';

/** Rows as PostgreSQL writes them in JSON, by the names of their columns. */
type JsonRow = Record<string, unknown>;

/**
 * What the first statement of an update read, for the stores, which would read it again several times. Each statement is
 * shown to `note` before it is sent: a statement that may change a table, or that waits for a lock, makes the rows
 * unknown. The chat stays locked meanwhile, and a transaction without such a first statement knows nothing.
 */
export interface KnownRows {
  remember(of: { chatId: ChatId; userId: UserId | undefined }, rows: Record<KnownTable, JsonRow[]>): void;
  /** The rows of a chat or a participant as the model's plain values; undefined when they have to be read. */
  find<M extends Model>(
    table: KnownTable,
    model: ModelStatic<M>,
    owner: ChatId | UserId,
  ): Attributes<M>[] | undefined;
  note(statement: string): void;
}

/** Statements that read, and wait for no lock behind which rows may have changed. */
const reads = /^\s*SELECT\b(?![\s\S]*(\bFOR (NO KEY )?UPDATE\b|advisory|begin_update))/i;
const written = /^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)/i;
/** Tables with no part in what is known; no trigger of theirs writes into another table. */
const apart: ReadonlySet<string> = new Set([
  ...['chats', 'outbox', 'questionnaire_answers', 'calibration_ratings', 'audit_log'],
]);
const alone: ReadonlySet<string> = new Set<KnownTable>(['participants', 'dialog_state', 'consents']);

/** Known rows of one transaction, none at first. */
export function createKnownRows(): KnownRows {
  let known: Partial<Record<string, JsonRow[]>> = {};
  let owners: ReadonlySet<string> = new Set();
  return {
    remember({ chatId, userId }, rows) {
      owners = new Set([chatId, ...(userId === undefined ? [] : [userId])]);
      known = { ...rows };
    },
    find(table, model, owner) {
      const rows = owners.has(owner) ? known[table] : undefined;
      return rows?.map((row) => plainValues(model, row));
    },
    note(statement) {
      if (reads.test(statement)) return;
      const table = written.exec(statement)?.[1] ?? '';
      if (apart.has(table)) return;
      if (alone.has(table)) Reflect.deleteProperty(known, table);
      else known = {};
    },
  };
}

const attributes = new WeakMap<object, [name: string, ModelAttributeColumnOptions][]>();

function attributesOf(model: ModelStatic<Model>): [name: string, ModelAttributeColumnOptions][] {
  const known = attributes.get(model) ?? Object.entries(model.getAttributes());
  attributes.set(model, known);
  return known;
}

/** JSON has no dates, and its numbers are too small for a BIGINT, which the driver gives as text. */
function plainValues<M extends Model>(model: ModelStatic<M>, row: JsonRow): Attributes<M> {
  const values = attributesOf(model).map(([name, { field = name, type }]) => {
    const value = row[field] ?? null;
    if (typeof value === 'string' && type instanceof DataTypes.DATE) return [name, new Date(value)];
    if (typeof value === 'number' && type instanceof DataTypes.BIGINT) return [name, String(value)];
    return [name, value];
  });
  return Object.fromEntries(values) as Attributes<M>;
}
