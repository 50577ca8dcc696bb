import { rmSync } from 'node:fs';
import { onServer, rememberedServer, TEST_TEMPLATE, testServer } from './test-server.ts';

/** Stops the server of the run and removes its folder, or removes the databases of this run from a server that was given. */
export default async function stopTestServer(): Promise<void> {
  const server = rememberedServer();
  if (server === undefined) {
    await onServer(testServer(), `DROP DATABASE IF EXISTS ${process.env[TEST_TEMPLATE]}`);
    return;
  }
  await server.embedded.stop();
  rmSync(server.folder, { recursive: true, force: true });
}
