import type { Bridge } from '../telegram/bridge.ts';
import type { Turn } from '../telegram/turn.ts';
import type { Study } from '../study.ts';

/** What commands work with. */
export interface CommandDeps {
  study: Study;
  bridge: Bridge;
  /** The bot's name, for invite links. */
  username: string;
}

/** A command's handler; `args` is what was written after it. */
export type CommandHandler = (turn: Turn, args: string, deps: CommandDeps) => Promise<void>;
