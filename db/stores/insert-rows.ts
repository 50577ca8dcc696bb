import type { TransactionScope } from '../transaction.ts';

/** Small enough that one statement stays far below the statement timeout. */
const CHUNK_ROWS = 2000;

/**
 * Writes many rows with one statement for each 2,000: arrays by column, UNNEST and ON CONFLICT. Rows with a `key`
 * that exists already are overwritten; without `key` they are refused. Table and column names are not escaped, so they
 * must be constants of the program.
 */
export async function insertRows(
  query: TransactionScope['query'],
  {
    table,
    columns,
    key,
    rows,
  }: { table: string; columns: Record<string, string>; key?: string[]; rows: Iterable<readonly unknown[]> },
): Promise<void> {
  const names = Object.keys(columns);
  const arrays = Object.values(columns).map((type, index) => `$${index + 1}::${type}[]`);
  const overwritten = names
    .filter((name) => !key?.includes(name))
    .map((name) => `${name} = EXCLUDED.${name}`);
  const statement = `
    INSERT INTO ${table} (${names.join(', ')}) SELECT * FROM unnest(${arrays.join(', ')})
    ${key === undefined ? '' : `ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${overwritten.join(', ')}`}`;

  let chunk: unknown[][] = names.map(() => []);
  const flush = async (): Promise<void> => {
    if (chunk[0]!.length === 0) return;
    const full = chunk;
    chunk = names.map(() => []);
    await query(statement, full);
  };
  for (const row of rows) {
    row.forEach((value, index) => chunk[index]!.push(value));
    if (chunk[0]!.length === CHUNK_ROWS) await flush();
  }
  await flush();
}
