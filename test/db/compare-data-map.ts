import { dataMap } from '../../db/data-map.ts';
import type { TransactionScope } from '../../db/transaction.ts';

/** Compares the data map with the schema: columns without an entry, and entries without a column. */
export async function compareWithSchema({
  query,
}: Pick<TransactionScope, 'query'>): Promise<{ unknown: string[]; gone: string[] }> {
  const rows = await query<{ name: string }>(
    `SELECT table_name || '.' || column_name AS name FROM information_schema.columns WHERE table_schema = 'public'`,
  );
  const actual = new Set(rows.map(({ name }) => name));
  const mapped = new Set(
    Object.entries(dataMap).flatMap(([table, { columns }]) =>
      Object.keys(columns).map((column) => `${table}.${column}`),
    ),
  );
  return {
    unknown: [...actual].filter((name) => !mapped.has(name)).sort(),
    gone: [...mapped].filter((name) => !actual.has(name)).sort(),
  };
}
