import type { EmbeddedServer } from '../../db/embedded.ts';

interface TestServer {
  embedded: EmbeddedServer;
  folder: string;
}

const key = Symbol.for('harmonia test server');
const shared = globalThis as { [key]?: TestServer };

/** Hands the server from global-setup to global-teardown, which jest loads apart but in one process. */
export function rememberServer(server: TestServer): void {
  shared[key] = server;
}

/** Undefined when the run used a server of somebody else's. */
export const rememberedServer = (): TestServer | undefined => shared[key];
