import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { Clock } from '../foundation/clock.ts';
import type { ControlPanel } from '../sandbox/control-panel.ts';
import type { Sandbox } from '../sandbox/server.ts';

/** Where the sandbox and the control panel keep their state. */
export const sandboxFolder = (config: Config): string => join(config.dataDir, 'sandbox');

/**
 * Starts the sandbox, a Bot API server on this machine, in mode `sandbox`; otherwise undefined. Its code is loaded only
 * in that mode, because production never runs it.
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
