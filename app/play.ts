import type { Config } from '../config.ts';
import type { MovableClock } from '../foundation/clock.ts';
import { sandboxFolder } from './sandbox.ts';
import type { Harmonia } from './start.ts';

/** The control panel and the synthetic participants, with which one person can play the study at the chat page. */
export interface Play {
  /** Makes the staff accounts and the control panel, and resumes the synthetic participants of an earlier run. */
  join(harmonia: Harmonia): Promise<void>;
}

/**
 * Moves the clock to the time at which the control panel left it. Must be called before `startHarmonia`, whose parts
 * read the clock. Undefined when a real bot runs.
 */
export async function openPlay(config: Config, clock: MovableClock): Promise<Play | undefined> {
  if (config.telegram.mode !== 'sandbox') return undefined;
  const { openControlPanelMemory } = await import('../play/control-panel-memory.ts');
  const memory = openControlPanelMemory(sandboxFolder(config), clock.now());
  clock.advance(memory.advancedMs);
  return {
    async join(harmonia) {
      if (!harmonia.sandbox) return;
      const { createControlPanel, createSandboxStaff } = await import('../play/control-panel.ts');
      const { createPersona, selfieSource } = await import('../play/personas/create-persona.ts');
      const { seed, year } = memory;
      const { instrument } = harmonia.study.instruments.current();
      const selfies = selfieSource(undefined, seed);
      const persona = (index: number) => createPersona(index, { seed, instrument, selfies, year });
      const staff = await createSandboxStaff(harmonia);
      harmonia.useControlPanel(createControlPanel(harmonia, harmonia.sandbox, { staff, persona, memory }));
    },
  };
}
