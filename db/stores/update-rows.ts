import type { Model, ModelStatic } from 'sequelize';
import type { TransactionScope } from '../transaction.ts';

/** Sets columns of the rows with this value in a column; both are named as the model's properties. */
export async function updateRows<M extends Model>(
  query: TransactionScope['query'],
  model: ModelStatic<M>,
  change: object,
  [key, value]: readonly [name: string, value: string],
): Promise<void> {
  const entries = Object.entries(change).filter(([, next]) => next !== undefined);
  if (entries.length === 0) return;
  const attributes = model.getAttributes() as Record<string, { field?: string }>;
  const columnOf = (name: string): string => `"${attributes[name]?.field ?? name}"`;
  const set = entries.map(([name], at) => `${columnOf(name)} = $${at + 2}`).join(', ');
  await query(`UPDATE "${model.tableName}" SET ${set} WHERE ${columnOf(key)} = $1`, [
    value,
    ...entries.map(([, next]) => next as unknown),
  ]);
}
