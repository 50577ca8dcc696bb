import { randomUUID } from 'node:crypto';
import { erasedCode } from '../engine/protocol/delivery-report.ts';
import type { TransactionScope } from './transaction.ts';

/** Finds a kit code in any case and with any separators, as a laboratory may have written it. */
const spellingsOf = (code: string): RegExp =>
  new RegExp([...code.replaceAll('-', '')].join('[\\s\\-_.]*'), 'gi');

/** The text of a stored answer without a code, also where a problem quotes it. */
const withoutCode = (response: string, code: string): string =>
  JSON.stringify(
    JSON.parse(response, (_, value: unknown) =>
      typeof value === 'string' ? value.replaceAll(spellingsOf(code), erasedCode) : value,
    ),
  );

/**
 * Takes the codes out of the answers that laboratories got, and out of the ids under which deliveries are known: a
 * laboratory that repeats a delivery with such an id delivers anew.
 */
export async function eraseCodes(
  { query }: Pick<TransactionScope, 'query'>,
  codes: readonly string[],
): Promise<void> {
  for (const code of codes) {
    const symbols = `%${code.replaceAll('-', '')}%`;
    const bare = (column: string): string => `upper(regexp_replace(${column}, '[\\s_.-]', '', 'g'))`;
    const found = await query<{ id: string; response: string | null }>(
      `SELECT id, response FROM lab_deliveries WHERE ${bare('response')} LIKE $1 OR ${bare('id')} LIKE $1`,
      [symbols],
    );
    for (const { id, response } of found) {
      await query('UPDATE lab_deliveries SET response = $2 WHERE id = $1', [
        id,
        response && withoutCode(response, code),
      ]);
      if (spellingsOf(code).test(id)) await rename(query, id);
    }
  }
}

/** Gives a delivery another id. The name of the laboratory before the colon stays. */
async function rename(query: TransactionScope['query'], id: string): Promise<void> {
  const lab = id.slice(0, id.indexOf(':'));
  const anew = `${lab}:${erasedCode}-${randomUUID()}`;
  await query(
    `INSERT INTO lab_deliveries (id, body_digest, status, response, at)
       SELECT $2, body_digest, status, response, at FROM lab_deliveries WHERE id = $1`,
    [id, anew],
  );
  await query('UPDATE delivery_notices SET delivery_id = $2 WHERE delivery_id = $1', [id, anew]);
  await query('DELETE FROM lab_deliveries WHERE id = $1', [id]);
}
