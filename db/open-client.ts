import pg from 'pg';
import { HarmoniaError } from '../foundation/errors.ts';

const CONNECT_MS = 3000;
/** The classes of errors that a server answers to a login, and what poolers send in their place. */
const loginRefused = /^(08|28|3D|42501|53|57P03)/;

/**
 * Opens a connection of its own, outside the pool. `timeoutMs` limits each statement; without it none is limited.
 * @throws HarmoniaError `database-unavailable` with the reason that the server or the system gave
 */
export async function openClient(
  url: string,
  { applicationName, timeoutMs }: { applicationName: string; timeoutMs?: number },
): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_MS,
    application_name: applicationName,
    keepAlive: true,
    ...(timeoutMs !== undefined && { query_timeout: timeoutMs }),
  });
  // Without a listener the loss of an idle connection would end the process. Its next statement fails.
  client.on('error', () => undefined);
  try {
    await client.connect();
    // As a statement and not at the login, where a pooler refuses parameters that it does not know.
    if (timeoutMs !== undefined) await client.query(`SET statement_timeout = ${timeoutMs}`);
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw new HarmoniaError('database-unavailable', `DATABASE_URL: ${reasonOf(error)}`, { cause: error });
  }
}

/** What the server said to the login, or the system to the connection. Neither text contains a password. */
function reasonOf(error: unknown): string {
  const { code = '', message = '', errors } = error as NodeJS.ErrnoException & { errors?: unknown[] };
  // Node tries every address of a name, and reports one error for each.
  if (errors && errors.length > 0) return reasonOf(errors[0]);
  if (loginRefused.test(code)) return `the server refuses the connection: ${firstLine(message)}`;
  return `no connection: ${firstLine(message) || code || 'unknown reason'}`;
}

const firstLine = (text: string): string => text.split('\n')[0]!.slice(0, 300);
