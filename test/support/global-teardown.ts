import { rmSync } from 'node:fs';
import { rememberedServer } from './test-server.ts';

/** Stops the server of the run and removes its folder. */
export default async function stopTestServer(): Promise<void> {
  const server = rememberedServer();
  if (server === undefined) return;
  await server.embedded.stop();
  rmSync(server.folder, { recursive: true, force: true });
}
