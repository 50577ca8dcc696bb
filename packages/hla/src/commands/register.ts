import type { Command } from 'commander';
import { registerBuild } from './build.ts';
import { registerCompare } from './compare.ts';
import { registerDivergence } from './divergence.ts';
import { registerNormalize } from './normalize.ts';
import { registerRead } from './read.ts';
import type { HlaCommandSettings } from './settings.ts';

/** Adds `read`, `build`, `normalize`, `compare` and `divergence` to a commander command. */
export function registerHlaCommands(hla: Command, settings: HlaCommandSettings): void {
  registerRead(hla, settings);
  registerBuild(hla, settings);
  registerNormalize(hla, settings);
  registerCompare(hla, settings);
  registerDivergence(hla, settings);
}
