import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { Clock } from '../foundation/clock.ts';
import type { ControlPanel } from '../sandbox/control-panel.ts';
import type { Sandbox } from '../sandbox/server.ts';

/** Where the sandbox and the control panel keep their state. */
export const sandboxFolder = (config: Config): string => join(config.dataDir, 'sandbox');

/**
 * The Bot API server of this machine, when no bot token is set. Its code is loaded only then: production has no use
 * for it.
 */
export async function openSandbox(
  config: Config,
  clock: Clock,
  controlPanel: () => ControlPanel | undefined,
): Promise<Sandbox | undefined> {
  if (config.telegram.mode !== 'sandbox') return undefined;
  const { createSandbox } = await import('../sandbox/server.ts');
  return createSandbox({
    port: config.telegram.port,
    controlPanel,
    now: () => clock.now(),
    folder: sandboxFolder(config),
  });
}
