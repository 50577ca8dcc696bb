import { createHmac } from 'node:crypto';
import pg from 'pg';

/** The role that the program uses: it owns the study's database, and cannot read files or run programs. */
export const ORDINARY_ROLE = 'study';

/** Its password, made from that of the superuser. */
export const ordinaryPassword = (superuserPassword: string): string =>
  createHmac('sha256', superuserPassword).update(`role ${ORDINARY_ROLE}`).digest('base64url');

/** Schemas of the study: all but those of PostgreSQL. */
const ownSchemas = `nspname !~ '^pg_' AND nspname <> 'information_schema'`;

/** The statements that hand over what another role owns. A sequence of a column and an index follow their table. */
const handOver = `
  WITH own AS (SELECT oid, nspname, nspowner FROM pg_namespace WHERE ${ownSchemas}),
  role AS (SELECT oid FROM pg_roles WHERE rolname = '${ORDINARY_ROLE}')
  SELECT format('ALTER SCHEMA %I OWNER TO ${ORDINARY_ROLE}', nspname) AS statement FROM own, role
    WHERE nspname <> 'public' AND nspowner <> role.oid
  UNION ALL
  SELECT format('ALTER TABLE %s OWNER TO ${ORDINARY_ROLE}', c.oid::regclass) FROM pg_class c JOIN own ON own.oid = c.relnamespace, role
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND c.relowner <> role.oid
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND c.relkind = 'S' AND d.deptype IN ('a', 'i'))
  UNION ALL
  SELECT format('ALTER ROUTINE %s OWNER TO ${ORDINARY_ROLE}', p.oid::regprocedure) FROM pg_proc p JOIN own ON own.oid = p.pronamespace, role
    WHERE p.proowner <> role.oid
  UNION ALL
  SELECT format('ALTER TYPE %s OWNER TO ${ORDINARY_ROLE}', t.oid::regtype) FROM pg_type t JOIN own ON own.oid = t.typnamespace, role
    WHERE t.typtype IN ('d', 'e') AND t.typowner <> role.oid`;

/**
 * Makes the ordinary role and hands it the database with everything in it, in one transaction. In clusters of earlier
 * versions all of it belongs to the superuser; so does what an operator has restored as that user.
 */
export async function useOrdinaryRole(
  superuserUrl: string,
  { database, password }: { database: string; password: string },
): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl, query_timeout: 60_000 });
  await client.connect();
  try {
    await client.query('BEGIN');
    const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [ORDINARY_ROLE]);
    if (rowCount === 0)
      await client.query(`CREATE ROLE ${ORDINARY_ROLE} LOGIN PASSWORD ${client.escapeLiteral(password)}`);
    const owned = await client.query(
      `SELECT FROM pg_database JOIN pg_roles r ON r.oid = datdba WHERE datname = $1 AND rolname = $2`,
      [database, ORDINARY_ROLE],
    );
    if (owned.rowCount === 0)
      await client.query(`ALTER DATABASE ${client.escapeIdentifier(database)} OWNER TO ${ORDINARY_ROLE}`);
    const { rows } = await client.query<{ statement: string }>(handOver);
    for (const { statement } of rows) await client.query(statement);
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}
