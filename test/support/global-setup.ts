import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectDatabase } from '../../db/connect.ts';
import { generateFernetKey } from '../../db/crypto/fernet.ts';
import { startEmbedded } from '../../db/embedded.ts';
import { onServer, rememberServer, TEST_SERVER, TEST_TEMPLATE, withDatabase } from './test-server.ts';

/** Starts one server for the whole run (or uses TEST_DATABASE_URL) and migrates the database that tests copy. */
export default async function startTestServer(): Promise<void> {
  const given = process.env['TEST_DATABASE_URL'];
  let server = given;
  if (server === undefined) {
    const folder = mkdtempSync(join(tmpdir(), 'harmonia-test-'));
    const embedded = await startEmbedded({ folder, durable: false });
    rememberServer({ embedded, folder });
    server = embedded.superuserUrl;
    await makeLoginsCheap(server);
  }
  process.env[TEST_SERVER] = server;
  // Its own name, so that two runs can share a server.
  const template = `harmonia_template_${randomBytes(6).toString('hex')}`;
  process.env[TEST_TEMPLATE] = template;
  await onServer(server, `CREATE DATABASE ${template}`);
  const url = withDatabase(server, template);
  const database = connectDatabase({ url, keys: { fernetKeys: [generateFernetKey()] } });
  try {
    await database.migrate();
    // Each copy is checked against its own keys.
    await database.withScope(({ query }) => query('DELETE FROM key_check; DELETE FROM key_digests'));
  } finally {
    await database.close();
  }
}

/** Tests open connections by the hundred, and each would hash the password 4096 times on both sides. */
async function makeLoginsCheap(server: string): Promise<void> {
  const { username, password } = new URL(server);
  await onServer(server, `SET scram_iterations = 1; ALTER ROLE ${username} PASSWORD '${password}'`);
}
